"""Receiving a dossier: what lies on the counter, and the three ways on from there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registrations import rules, selectors, services
from registrations.enums import DossierState, EvidenceKind
from registrations.forms.desk import ReceptionForm, reception_initial
from registrations.models import Dossier, Evidence
from registrations.views.saving import saved


@require_http_methods(["GET", "POST"])
def dossier_receive(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Receive a dossier, or note what came later while it is being checked."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    if not rules.is_commune_officer_for(request.user, row):
        raise PermissionDenied
    if request.method == "GET" and row.state not in (DossierState.SUBMITTED, DossierState.RECEIVED):
        messages.error(request, _("This was changed meanwhile by somebody else. Look at it again before you go on."))
        return redirect(row)
    papers = row.papers.prefetch_related("files__stored").order_by("kind", "title", "pk")
    form = _form(request, row, papers)
    if request.method == "POST" and form.is_valid() and _save(request, row, form):
        return redirect(row)
    context = {
        "dossier": row,
        "training": row.training,
        "form": form,
        "receives": row.state == DossierState.SUBMITTED,
        "registrations": [paper for paper in papers if paper.kind == EvidenceKind.BUSINESS_REGISTRATION],
        "coming_code": selectors.coming_code_of(row, request.user),
    }
    return render(request, "registrations/receive.html", context)


def _form(request: HttpRequest, row: Dossier, papers: Any) -> ReceptionForm:
    proof: Evidence | None = next((paper for paper in papers if paper.kind == EvidenceKind.BUSINESS_REGISTRATION), None)
    number = row.producer.registration_no or (proof.number if proof else "")
    compared = list(selectors.compared_papers(row, papers))
    initial = reception_initial(getattr(row, "reception", None), registration_no=number, compared=compared)
    data = request.POST if request.method == "POST" else None
    return ReceptionForm(data, papers=papers, legal_form=row.producer.legal_form, initial=initial)


def _save(request: HttpRequest, row: Dossier, form: ReceptionForm) -> bool:
    facts, user = form.facts, request.user
    if row.state == DossierState.SUBMITTED:
        if saved(form, lambda: services.receive_dossier(dossier=row, actor=user, facts=facts)) is None:
            return False
        done = _("Dossier received under slip number %(slip)s.") % {"slip": row.slip_number}
    else:
        if not saved(form, lambda: services.note_reception(dossier=row, facts=facts, actor=user) or True):
            return False
        done = _("Saved.")
    messages.success(request, done)
    return True
