"""Conflicts of interest: declaring one, and the secretary's answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from activity.errors import NotAllowed
from activity.web import acting, confirm_page
from evaluations import rules, selectors, services
from evaluations.enums import RecusalState
from evaluations.forms import ConflictForm, RecusalAnswerForm
from evaluations.models import AdvisoryMember, CouncilMember, Entry, Recusal, TeamRecusal
from evaluations.notices import keepers
from evaluations.selectors.conflicts import conflicts_shown_to, known_conflicts, support_of_member
from evaluations.views.common import frame, visible_entry, visible_round
from foundation.components import Confirm, Text
from foundation.forms import ReasonForm

_MEMBER_LOSES: list[Text] = [
    gettext_lazy("The dossier, its files and all sheets of this product are closed to you at once."),
    gettext_lazy("A sheet that you have filled in is kept and does not count."),
]
_TEAM_LOSES: list[Text] = [
    gettext_lazy("The dossier, its files and the team's report on this product are closed to you at once."),
    gettext_lazy("The rest of the team goes on with the report."),
]


@require_http_methods(["GET", "POST"])
def recuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a conflict of interest, on the council or on the team; the entry closes to the person at once."""
    found = visible_entry(request, pk)
    for_team = rules.declares_for_team(request.user, found)
    if not (for_team or rules.may_declare(request.user, found)):
        raise NotAllowed
    declare = services.declare_team_recusal if for_team else services.declare_recusal
    confirm = Confirm(
        title=_("Declare a conflict of interest"),
        action=_("Declare"),
        lead=found.dossier.product.name,
        cancel_url=reverse("evaluations:entry", args=[pk]),
        what=_TEAM_LOSES if for_team else _MEMBER_LOSES,
        tells=[str(person) for person in keepers(found.round) if person.pk != request.user.pk],
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None),
        act=lambda values: declare(entry=found, actor=request.user, **values),
        done=_("Your declaration is with the secretary. The product is closed to you."),
        back=reverse("evaluations:round", args=[found.round_id]),
        **frame(found.round),
    )


@require_GET
def recusals(request: HttpRequest, pk: int) -> HttpResponse:
    """List the declarations of a round that the person may see."""
    found = visible_round(request, pk)
    rows = [*selectors.recusals_visible_to(request.user).filter(entry__round=found)]
    team = [*selectors.team_recusals_visible_to(request.user).filter(entry__round=found)]
    keeps = rules.keeps_round(request.user, found)
    known = conflicts_shown_to(request.user, known_conflicts(found), keeps=keeps)
    return render(
        request, "evaluations/recusals.html", frame(found, rows=rows, team=team, keeps=keeps, conflicts=known)
    )


@require_http_methods(["GET", "POST"])
def conflict_settle(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Answer a conflict that the portal knows of: recuse the supporter, or give the reason why not."""
    found = visible_entry(request, pk)
    seat = get_object_or_404(found.round.council.members.select_related("user"), pk=member)
    if not rules.may_settle_conflict(request.user, found, seat):
        raise NotAllowed
    settle = partial(services.settle_conflict, entry=found, member=seat)
    return _settle(request, found, seat, settle, of_team=False)


@require_http_methods(["GET", "POST"])
def team_conflict_settle(request: HttpRequest, pk: int, adviser: int) -> HttpResponse:
    """Answer an adviser's conflict that the portal knows of: recuse, or give the reason why not."""
    found = visible_entry(request, pk)
    seat = get_object_or_404(found.round.council.advisers.select_related("user"), pk=adviser)
    if not rules.may_settle_team_conflict(request.user, found, seat):
        raise NotAllowed
    settle = partial(services.settle_team_conflict, entry=found, adviser=seat)
    return _settle(request, found, seat, settle, of_team=True)


def _settle(
    request: HttpRequest,
    entry: Entry,
    seat: CouncilMember | AdvisoryMember,
    settle: Callable[..., object],
    *,
    of_team: bool,
) -> HttpResponse:
    support = support_of_member(entry, seat)
    if not support and request.method == "GET":
        raise Http404
    form = ConflictForm(request.POST or None)
    back = reverse("evaluations:recusals", args=[entry.round_id])
    if request.method == "POST" and form.is_valid():
        with acting(request, _told(of_team)) as outcome:
            settle(actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect(back)
    context = {"entry": entry, "member": seat, "of_team": of_team, "support": support, "form": form, "back": back}
    return render(request, "evaluations/conflict_settle.html", frame(entry.round, **context))


@require_http_methods(["GET", "POST"])
def recusal_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a member's declaration, or do not accept it."""
    found = get_object_or_404(selectors.recusals_visible_to(request.user), pk=pk)
    if not rules.may_answer_recusal(request.user, found):
        raise NotAllowed
    return _answer(request, found, services.answer_recusal, of_team=False)


@require_http_methods(["GET", "POST"])
def team_recusal_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm an adviser's declaration, or do not accept it."""
    found = get_object_or_404(selectors.team_recusals_visible_to(request.user), pk=pk)
    if not rules.may_answer_recusal(request.user, found):
        raise NotAllowed
    return _answer(request, found, services.answer_team_recusal, of_team=True)


def _answer(
    request: HttpRequest, found: Recusal | TeamRecusal, answer: Callable[..., object], *, of_team: bool
) -> HttpResponse:
    back = reverse("evaluations:recusals", args=[found.entry.round_id])
    if found.state != RecusalState.DECLARED and request.method == "GET":
        messages.error(request, _("This declaration was answered already."))
        return redirect(back)
    form = RecusalAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _told(of_team)) as outcome:
            answer(recusal=found, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect(back)
    context = {"recusal": found, "of_team": of_team, "form": form, "back": back}
    return render(request, "evaluations/recusal_answer.html", frame(found.entry.round, **context))


def _told(of_team: bool) -> str:  # noqa: FBT001 -- one word of a sentence
    return _("The adviser was told your answer.") if of_team else _("The member was told your answer.")
