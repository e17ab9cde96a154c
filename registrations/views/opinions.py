"""The commune writes its opinion: the producer's words on the left, its own on the right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.web import acting
from registrations import rules, selectors, services
from registrations.enums import DossierState
from registrations.forms.review import OpinionForm, ScreeningForm
from registrations.models import CommuneOpinion, Dossier
from registrations.papers import CONTENTS
from registrations.procedure import asks_opinions, commune_stage
from registrations.screenings import screenings_of
from registrations.views.saving import saved


@require_http_methods(["GET", "POST"])
def dossier_opinion(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write the opinion that the decision asks of the commune, and send it to the commune leader."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    if not rules.is_commune_officer_for(request.user, row):
        raise PermissionDenied
    if row.state != DossierState.RECEIVED and request.method == "GET":
        messages.error(request, _("The opinion can be written while the commune is checking the dossier."))
        return redirect(row)
    asked = asks_opinions(row)
    opinion = CommuneOpinion.objects.filter(dossier=row).first() or CommuneOpinion(dossier=row)
    form = (OpinionForm if asked else ScreeningForm)(request.POST or None, instance=opinion)
    if request.method == "POST" and form.is_valid() and _save(request, row, form):
        return _after_saving(request, row)
    context = {
        "dossier": row,
        "training": row.training,
        "form": form,
        "pairs": _pairs(row, form) if asked else [],
        "stage": commune_stage(row),
        "unchecked": _unchecked(row),
        "open_points": selectors.open_corrections(row).exists(),
        "tally": selectors.tally_of(row),
        "screenings": screenings_of(request.user, row),
    }
    return render(request, "registrations/opinion.html", context)


def _unchecked(row: Dossier) -> int:
    desk = selectors.desk_of(row)
    return desk.total - desk.checked


def _pairs(row: Dossier, form: OpinionForm) -> list[dict[str, Any]]:
    return [{"title": title, "words": getattr(row, f"local_{name}"), "field": form[name]} for name, title in CONTENTS]


def _save(request: HttpRequest, row: Dossier, form: OpinionForm) -> bool:
    kept = saved(
        form,
        lambda: services.save_opinion(dossier=row, values=form.values, seen=form.seen_value, actor=request.user),
        lambda: CommuneOpinion.objects.get(dossier=row),
    )
    return kept is not None


def _after_saving(request: HttpRequest, row: Dossier) -> HttpResponseBase:
    if request.POST.get("next") != "ask":
        messages.success(request, _("Saved."))
        return redirect("registrations:dossier_opinion", pk=row.pk)
    row.refresh_from_db()
    with acting(request, _("The opinion is with the commune leader.")) as outcome:
        services.ask_approval(dossier=row, actor=request.user)
    return redirect(row) if outcome.ok else redirect("registrations:dossier_opinion", pk=row.pk)
