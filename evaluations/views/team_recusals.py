"""Conflicts of interest on the advisory team: the secretary's answers. Advisers declare where members do."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.errors import NotAllowed
from activity.web import acting
from evaluations import rules, selectors, services
from evaluations.enums import RecusalState
from evaluations.forms import ConflictForm, RecusalAnswerForm
from evaluations.selectors.conflicts import support_of_member
from evaluations.views.common import frame, visible_entry


@require_http_methods(["GET", "POST"])
def team_conflict_settle(request: HttpRequest, pk: int, adviser: int) -> HttpResponse:
    """Answer an adviser's conflict that the portal knows of: recuse, or give the reason why not."""
    found = visible_entry(request, pk)
    seat = get_object_or_404(found.round.council.advisers.select_related("user"), pk=adviser)
    if not rules.may_settle_team_conflict(request.user, found, seat):
        raise NotAllowed
    support = support_of_member(found, seat)
    if not support:
        raise Http404
    form = ConflictForm(request.POST or None)
    back = reverse("evaluations:recusals", args=[found.round_id])
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The adviser was told your answer.")):
            services.settle_team_conflict(entry=found, adviser=seat, actor=request.user, **form.cleaned_data)
        return redirect(back)
    context = {"entry": found, "member": seat, "of_team": True, "support": support, "form": form, "back": back}
    return render(request, "evaluations/conflict_settle.html", frame(found.round, **context))


@require_http_methods(["GET", "POST"])
def team_recusal_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm an adviser's declaration, or do not accept it."""
    found = get_object_or_404(selectors.team_recusals_visible_to(request.user), pk=pk)
    if not rules.may_answer_team_recusal(request.user, found):
        raise NotAllowed
    back = reverse("evaluations:recusals", args=[found.entry.round_id])
    if found.state != RecusalState.DECLARED:
        messages.error(request, _("This declaration was answered already."))
        return redirect(back)
    form = RecusalAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The adviser was told your answer.")):
            services.answer_team_recusal(recusal=found, actor=request.user, **form.cleaned_data)
        return redirect(back)
    context = {"recusal": found, "of_team": True, "form": form, "back": back}
    return render(request, "evaluations/recusal_answer.html", frame(found.entry.round, **context))
