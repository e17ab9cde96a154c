"""Returning a dossier with reasons, answering, settling."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activity.errors import Conflict, Refused
from activity.transitions import may
from activity.web import acting
from registrations import rules, selectors, services
from registrations.enums import DOSSIER_TRANSITIONS, DossierState, Verdict
from registrations.forms.dossiers import AnswerForm
from registrations.forms.review import CorrectionRows
from registrations.models import Correction, Dossier
from registrations.steps import places_of, url_of_place
from registrations.views.saving import saved

ROWS = 3


@require_http_methods(["GET", "POST"])
def dossier_return(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say what is to be corrected and why, and return the dossier."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    action = _returning(request, row)
    if not DOSSIER_TRANSITIONS[action].rule(request.user, row):
        raise PermissionDenied
    moved = not may(DOSSIER_TRANSITIONS, action, request.user, row)
    if moved and request.method == "GET":
        messages.error(request, _("This was changed meanwhile by somebody else. Look at it again before you go on."))
        return redirect(row)
    rows = _rows(request, row)
    wants_more = "more" in request.POST
    error = ""
    if request.method == "POST" and not wants_more and rows.is_valid():
        drafts = [draft for form in rows if (draft := form.draft)]
        try:
            if moved:
                raise Conflict
            services.return_dossier(dossier=row, corrections=drafts, actor=request.user)
        except (Conflict, Refused) as problem:
            error = str(problem)
        else:
            messages.success(request, _("The dossier is with the producer again."))
            return redirect(row)
    context = {"dossier": row, "training": row.training, "rows": rows, "error": error, "shows_errors": not wants_more}
    return render(request, "registrations/return.html", context)


def _returning(request: HttpRequest, row: Dossier) -> str:
    """Say who returns: the office what has come up to it, and what has left it meanwhile; else the commune."""
    if not rules.runs_round(request.user, row):
        return "return"
    by_commune = DOSSIER_TRANSITIONS["return"].rule(request.user, row)
    return "send_back" if row.state == DossierState.FORWARDED or not by_commune else "return"


def _rows(request: HttpRequest, row: Dossier) -> Any:
    """Return the rows as typed; at first those that the check has marked. "More rows" adds some and keeps the rest."""
    reasons = selectors.reasons_for_check(request.user, row)
    kwargs: dict[str, Any] = {"form_kwargs": {"places": places_of(row), "reasons": reasons}, "prefix": "rows"}
    if request.method != "POST":
        marked = row.checks.filter(verdict=Verdict.TO_CORRECT) if rules.reads_desk(request.user, row) else []
        return CorrectionRows(initial=[{"place": check.place, "reason": check.reason} for check in marked], **kwargs)
    data = request.POST.copy()
    # What was filled in beforehand may be emptied like any other row.
    data["rows-INITIAL_FORMS"] = "0"
    total = data.get("rows-TOTAL_FORMS", "")
    if "more" in data and total.isdecimal():
        data["rows-TOTAL_FORMS"] = str(min(int(total) + ROWS, 60))
    return CorrectionRows(data, **kwargs)


@require_http_methods(["GET", "POST"])
def correction_answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The producer answers one point."""
    correction, dossier = _correction(request, pk)
    if not rules.files_for(request.user, dossier):
        raise PermissionDenied
    if dossier.state != DossierState.RETURNED and request.method == "GET":
        messages.error(request, _("The dossier has been submitted and cannot be changed now."))
        return redirect(dossier)
    form = AnswerForm(request.POST or None, instance=correction)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        if saved(form, lambda: services.answer_correction(correction=correction, answer=answer, actor=request.user)):
            messages.success(request, _("The answer is saved. Submit the dossier again when all points are answered."))
            return redirect(dossier)
    context = {"form": form, "correction": correction, "dossier": dossier, "training": dossier.training}
    return render(
        request, "registrations/answer.html", context | {"place_url": url_of_place(dossier, correction.place)}
    )


@require_POST
def correction_settle(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Whoever asked for a correction settles it."""
    correction, dossier = _correction(request, pk)
    with acting(request, _("The point is settled.")):
        services.settle_correction(correction=correction, actor=request.user)
    return redirect(dossier)


def _correction(request: HttpRequest, pk: int) -> tuple[Correction, Dossier]:
    correction = get_object_or_404(Correction, pk=pk, dossier__in=selectors.dossiers_visible_to(request.user))
    dossier = selectors.dossiers_visible_to(request.user).filter(pk=correction.dossier_id).first()
    if dossier is None:
        raise Http404
    return correction, dossier
