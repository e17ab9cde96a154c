"""The office asks a commune to complete a dossier; the commune answers point by point."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.transitions import may
from registrations import rules, selectors, services
from registrations.enums import DOSSIER_TRANSITIONS
from registrations.forms.completion import CompletionAnswerForm, CompletionForm, LackRows
from registrations.views.saving import saved


@require_http_methods(["GET", "POST"])
def dossier_to_commune(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say what the commune has to complete, and by when."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    if not rules.runs_round(request.user, row):
        raise PermissionDenied
    if request.method == "GET" and not may(DOSSIER_TRANSITIONS, "to_commune", request.user, row):
        messages.error(request, _("This was changed meanwhile by somebody else. Look at it again before you go on."))
        return redirect(row)
    form = CompletionForm(request.POST or None)
    points = LackRows(request.POST or None, prefix="points")
    if request.method == "POST" and form.is_valid() and points.is_valid():
        drafts = [found.draft for found in points if found.draft]
        done = saved(
            form,
            lambda: services.return_to_commune(
                dossier=row, drafts=drafts, due_on=form.cleaned_data["due_on"], actor=request.user
            ),
        )
        if done:
            messages.success(request, _("The commune is told what it has to complete."))
            return redirect(row)
    context = {"dossier": row, "training": row.training, "form": form, "points": points}
    return render(request, "registrations/to_commune.html", context)


@require_http_methods(["GET", "POST"])
def completion_answer(request: HttpRequest, pk: int, point: int) -> HttpResponseBase:
    """Answer one point for the commune."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    found = get_object_or_404(row.completion_requests.all(), pk=point)
    if not rules.may_answer_completion(request.user, found):
        raise PermissionDenied
    form = CompletionAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        if saved(form, lambda: services.answer_completion(request=found, answer=answer, actor=request.user)):
            messages.success(request, _("The point is answered."))
            return redirect(row)
    context = {"dossier": row, "training": row.training, "form": form, "point": found}
    return render(request, "registrations/completion_answer.html", context)
