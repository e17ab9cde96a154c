"""The working lists: the commune's queue with its saved filters, and what communes have sent up."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from activity.web import acting
from foundation.paging import keyset_page
from registrations import rules, selectors, services
from registrations.forms.queue import QueueFilter, SavedFilterForm
from registrations.forms.review import DossierFilter
from registrations.models import RegistrationRound

# A name that is too long comes back to be shortened.
LONGEST_NAME = 200


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The commune's dossiers, nearest answer day first, below Monday's numbers."""
    if not rules.sees_queue(request.user):
        raise PermissionDenied
    rows = selectors.queue_of(request.user)
    numbers, sets = selectors.queue_overview(rows)
    form = QueueFilter(request.GET, seek=selectors.search_dossiers, rounds=_rounds(request), sets=sets)
    lines = selectors.dossier_lines(form.narrow(rows))
    page = keyset_page(lines, request, order=form.order("sort_day", "pk"))
    left = selectors.days_left(page.items)
    for dossier in page.items:
        dossier.days_left = left.get(dossier.pk)
    context = {
        "form": form,
        "page": page,
        "numbers": numbers,
        "signs": rules.signs_somewhere(request.user),
        "saved": selectors.saved_filters_of(request.user),
        "query": form.query,
        "typed_name": request.GET.get("name", "")[:LONGEST_NAME],
    }
    return render(request, "registrations/queue.html", context)


@require_POST
def filter_save(request: HttpRequest) -> HttpResponseBase:
    """Give the filter that is shown a name."""
    if not rules.sees_queue(request.user):
        raise PermissionDenied
    form = SavedFilterForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the filter a name of at most 60 characters."))
        return _filtered(form.cleaned_data.get("query", ""), request.POST.get("name", ""))
    data = form.cleaned_data
    with acting(request, _("The filter “%(name)s” is saved.") % {"name": data["name"]}) as outcome:
        services.save_filter(name=data["name"], query=data["query"], actor=request.user)
    return _filtered(data["query"], "" if outcome.ok else data["name"])


def _filtered(query: str, name: str) -> HttpResponseBase:
    """Go back to the filter that was shown; a name that it could not be given stays typed beside it."""
    typed = {"name": name[:LONGEST_NAME]} if name else {}
    return redirect(f"{reverse('registrations:queue')}?{'&'.join(filter(None, (query, urlencode(typed))))}")


@require_POST
def filter_delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Forget a filter of one's own."""
    saved = get_object_or_404(selectors.saved_filters_of(request.user), pk=pk)
    with acting(request, _("The filter “%(name)s” is deleted.") % {"name": saved.name}):
        services.delete_filter(saved=saved, actor=request.user)
    return redirect("registrations:queue")


@require_GET
def office_dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers that communes sent up, first sent first."""
    if not rules.sees_office_dossiers(request.user):
        raise PermissionDenied
    form = DossierFilter(request.GET, seek=selectors.search_dossiers, rounds=_rounds(request))
    rows = selectors.dossier_lines(form.narrow(selectors.office_dossiers(request.user)))
    page = keyset_page(rows, request, order=form.order("forwarded_at", "pk"))
    return render(request, "registrations/office_dossiers.html", {"form": form, "page": page})


def _rounds(request: HttpRequest) -> object:
    rows = RegistrationRound.objects.filter(pk__in=selectors.rounds_visible_to(request.user).values("pk"))
    return rows.only("name").order_by("-opens_on", "-pk")
