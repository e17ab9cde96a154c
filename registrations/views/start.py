"""The producer's start page: go on before beginning anew."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from registrations import rules, selectors
from registrations.models.dossiers import EDITABLE, ENDED

MOST = 100


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What waits for the producer, what is on its way, and where a new wish can be registered."""
    dossiers = list(selectors.dossiers_in_work(request.user)[:MOST])
    context = {
        "to_write": [d for d in dossiers if d.state in EDITABLE],
        "under_way": [d for d in dossiers if d.state not in EDITABLE and d.state not in ENDED],
        "ended": [d for d in dossiers if d.state in ENDED],
        "wishes": list(selectors.wishes_in_work(request.user)[:MOST]),
        "rounds": list(selectors.rounds_offered_to(request.user)[:20]),
        "renewals": selectors.renewals_of(request.user),
        "producers": list(selectors.producers_of(request.user)[:MOST]),
        "may_create": rules.may_create_producer(request.user),
    }
    return render(request, "registrations/start.html", context)
