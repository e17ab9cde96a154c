"""The check of a dossier: each place beside the papers that prove it, and what changed since a return."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.web import acting
from registrations import rules, selectors, services
from registrations.enums import DossierState
from registrations.forms.desk import ComparedForm, FindingForm
from registrations.models import Dossier
from registrations.selectors.desk import Desk, DeskPlace
from registrations.views.saving import saved


@require_http_methods(["GET", "POST"])
def dossier_review(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Check one place after the other; the address says which place and which scan is shown."""
    row = _on_the_desk(request, pk)
    desk = selectors.desk_of(row)
    place = desk.at(request.GET.get("noi-dung", ""))
    if place is None:
        return redirect(row)
    checked_now = row.state == DossierState.RECEIVED or request.method == "POST"
    writes = checked_now and rules.is_commune_officer_for(request.user, row)
    form = _form(request, row, place) if writes else None
    if request.method == "POST":
        if form is None:
            messages.error(request, _("The commune is not checking this dossier now."))
            return redirect(row)
        if form.is_valid() and _save(request, row, place, form):
            following = desk.after(place)
            return redirect(following.url if following else place.url)
    return render(request, "registrations/review.html", _context(request, row, desk, place) | {"form": form})


def _on_the_desk(request: HttpRequest, pk: int) -> Dossier:
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    if not rules.reads_desk(request.user, row) or row.submitted_at is None:
        raise PermissionDenied
    return row


def _form(request: HttpRequest, row: Dossier, place: DeskPlace) -> FindingForm:
    data = request.POST if request.method == "POST" else None
    return FindingForm(data, initial=_initial(place), reasons=selectors.reasons_for_check(request.user, row))


def _initial(place: DeskPlace) -> dict[str, Any]:
    return {"verdict": place.finding.verdict, "reason": place.finding.reason} if place.finding else {}


def _save(request: HttpRequest, row: Dossier, place: DeskPlace, form: FindingForm) -> bool:
    verdict, user = form.cleaned_data["verdict"], request.user
    check = saved(
        form,
        lambda: services.check_place(dossier=row, place=place.key, verdict=verdict, reason=form.told, actor=user),
    )
    return check is not None


def _context(request: HttpRequest, row: Dossier, desk: Desk, place: DeskPlace) -> dict[str, Any]:
    content = selectors.content_at(row, place.key)
    before, later = desk.beside(place)
    return {
        "dossier": row,
        "training": row.training,
        "desk": desk,
        "place": place,
        "place_before": before,
        "place_after": later,
        "content": content,
        "file": content.file(request.GET.get("tep", "")),
        "compared": selectors.compared_papers(row, content.papers),
        "since": selectors.changes_since_return(row, place.key) if place.changed else None,
        "is_papers": place.key == "papers",
    }


@require_POST
def dossier_compare(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Tick which copies were compared with their originals."""
    row = _on_the_desk(request, pk)
    papers = row.papers.prefetch_related("files__stored").order_by("pk")
    form = ComparedForm(request.POST, papers=papers)
    if form.is_valid():
        chosen = list(form.cleaned_data["compared"])
        with acting(request, _("The comparison with the originals is noted.")):
            services.compare_papers(dossier=row, compared=chosen, actor=request.user)
    place = next((place for place in selectors.desk_of(row).places if place.key == "papers"), None)
    return redirect(place.url if place else row)


@require_GET
def dossier_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed since the return, field by field and file by file, beside what was asked."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    if not (rules.reads_desk(request.user, row) or rules.runs_round(request.user, row)):
        raise PermissionDenied
    context = {
        "dossier": row,
        "training": row.training,
        "since": selectors.changes_since_return(row),
        "corrections": row.corrections.filter(settled_at=None),
    }
    return render(request, "registrations/changes.html", context)
