"""The working lists: the commune's queue, what waits for its leader, what communes have sent up."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from foundation.paging import keyset_page
from registrations import rules, selectors
from registrations.forms.review import DossierFilter, QueueFilter
from registrations.models import RegistrationRound


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The commune's dossiers, nearest answer day first."""
    if not rules.sees_queue(request.user):
        raise PermissionDenied
    rows = selectors.queue_of(request.user)
    form = QueueFilter(request.GET, rounds=_rounds(request))
    context = {
        "form": form,
        "page": keyset_page(form.narrow(rows), request, order=("sort_day", "pk")),
        "numbers": selectors.queue_numbers(rows),
        "approvals": selectors.approvals_for(request.user).count(),
    }
    return render(request, "registrations/queue.html", context)


@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """The opinions that wait for the commune leader."""
    if not rules.sees_queue(request.user):
        raise PermissionDenied
    page = keyset_page(selectors.approvals_for(request.user), request, order=("sort_day", "pk"))
    return render(request, "registrations/approvals.html", {"page": page})


@require_GET
def office_dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers that communes sent up, first sent first."""
    if not rules.sees_office_dossiers(request.user):
        raise PermissionDenied
    form = DossierFilter(request.GET, rounds=_rounds(request))
    page = keyset_page(form.narrow(selectors.office_dossiers(request.user)), request, order=("forwarded_at", "pk"))
    return render(request, "registrations/office_dossiers.html", {"form": form, "page": page})


def _rounds(request: HttpRequest) -> object:
    return RegistrationRound.objects.filter(pk__in=selectors.rounds_visible_to(request.user).values("pk")).order_by(
        "-opens_on", "-pk"
    )
