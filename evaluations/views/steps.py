"""The steps of a round: each page says what the step will do and whom it will tell before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.transitions import may
from activity.web import acting
from evaluations import selectors, services
from evaluations.enums import ROUND_TRANSITIONS, WITH_THE_DECISION
from evaluations.forms import CloseForm
from evaluations.models import EvaluationRound
from evaluations.results import Kind, obstacles
from evaluations.selectors.conflicts import conflict_sentences, open_conflicts
from evaluations.selectors.meetings import below_quorum, short_notice
from evaluations.selectors.obstacles import sentences
from evaluations.selectors.tally import round_input
from evaluations.selectors.written import open_questions
from evaluations.views.common import frame, visible_round
from evaluations.views.telling import people_named
from foundation.components import Confirm, Text
from foundation.forms import ReasonForm


@require_http_methods(["GET", "POST"])
def round_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Ask before a step of the round, and take it."""
    found = visible_round(request, pk)
    if action not in ROUND_TRANSITIONS or action in WITH_THE_DECISION:
        raise Http404
    if not may(ROUND_TRANSITIONS, action, request.user, found) and request.method == "GET":
        raise Http404
    form = _form(request, found, action)
    if request.method == "POST" and (form is None or form.is_valid()):
        values = form.cleaned_data if form else {}
        with acting(request, str(ROUND_TRANSITIONS[action].done)) as outcome:
            _SERVICES[action](found, request.user, values)
        if outcome.ok or form is None:
            return redirect(_after(found, action) if outcome.ok else reverse("evaluations:round", args=[pk]))
    step = ROUND_TRANSITIONS[action]
    confirm = Confirm(
        title=step.label,
        action=step.label,
        lead=found.name,
        cancel_url=reverse("evaluations:round", args=[pk]),
        what=_what(found, action),
        tells=_tells(found, action, request.user),
        danger=step.danger,
    )
    left = _left(found) if action == "close" else []
    if action == "open_scoring":
        left = conflict_sentences(open_conflicts(found))
    if action == "open_discussion" and (late := short_notice(found)) and not late.answered:
        left = [late.sentence]
    if action == "open_discussion":
        left += open_questions(found)
    return render(request, "evaluations/step.html", frame(found, confirm=confirm, form=form, left=left))


def _after(found: EvaluationRound, action: str) -> str:
    name = {"close": "results", "propose": "papers", "open_discussion": "discussion"}.get(action, "round")
    return reverse(f"evaluations:{name}", args=[found.pk])


def _form(request: HttpRequest, found: EvaluationRound, action: str) -> forms.Form | None:
    data = request.POST if request.method == "POST" else None
    if ROUND_TRANSITIONS[action].needs_reason:
        return ReasonForm(data)
    if action == "close":
        missing = any(one.kind is Kind.MISSING_SHEETS for one in obstacles(round_input(found)))
        confirmation = found.gives_stars and not found.law.holds_gates
        if confirmation or (missing and found.missing_allowed):
            return CloseForm(data, needs_confirmation=confirmation, offers_missing=missing and found.missing_allowed)
    return None


def _left(found: EvaluationRound) -> list[str]:
    """Return what still keeps the round from closing, so that nobody learns it only from the refusal."""
    left = [*conflict_sentences(open_conflicts(found)), *below_quorum(found), *sentences(obstacles(round_input(found)))]
    if selectors.waiting_recusals(found):
        left.insert(0, _("A declaration of a conflict of interest waits for the secretary's answer."))
    return left


_SERVICES: dict[str, Callable[[EvaluationRound, Any, dict[str, Any]], Any]] = {
    "fix_dossiers": lambda found, user, _v: services.fix_dossiers(evaluation_round=found, actor=user),
    "release_dossiers": lambda found, user, v: services.release_dossiers(
        evaluation_round=found, actor=user, reason=v["reason"]
    ),
    "open_scoring": lambda found, user, _v: services.open_scoring(evaluation_round=found, actor=user),
    "open_discussion": lambda found, user, _v: services.open_discussion(evaluation_round=found, actor=user),
    "close": lambda found, user, v: services.close_round(evaluation_round=found, actor=user, **v),
    "reopen": lambda found, user, v: services.reopen_round(evaluation_round=found, actor=user, reason=v["reason"]),
    "propose": lambda found, user, _v: services.propose_results(evaluation_round=found, actor=user),
    "take_back": lambda found, user, v: services.take_back(evaluation_round=found, actor=user, reason=v["reason"]),
}


def _what(found: EvaluationRound, action: str) -> list[str]:
    """Say what a step will do."""
    n = found.entries.filter(in_round=True).count()
    texts: dict[str, list[str]] = {
        "fix_dossiers": [
            _("%(n)s dossiers are fixed: their producers can no longer change them.") % {"n": n},
            _("The council can read the dossiers."),
        ],
        "release_dossiers": [_("%(n)s dossiers are accepted again and can leave the round.") % {"n": n}],
        "open_scoring": [
            _("Every member with a vote gets a sheet for each of %(n)s products.") % {"n": n},
            _("Nobody sees another member's sheet or any total; the secretary only sees who has submitted."),
        ],
        "open_discussion": [
            _("The council sees all submitted sheets side by side."),
            _("Where members are far apart or differ on items that decide stars, this is marked."),
            *_unsubmitted(found),
        ],
        "close": [
            _("Means, stars, outcomes and places are computed and stored."),
            _("No sheet can be changed any more."),
        ],
        "reopen": [
            _("The results are set aside and computed anew at the next closing."),
            _("Drafts of papers are voided."),
        ],
        "propose": [
            _("Minutes, decision, notices and certificates are drafted from the results."),
            _("They can be edited before they are approved; nothing is issued yet."),
        ],
        "take_back": [_("The drafts of the papers are voided. The results stay.")],
    }
    return texts[action]


def _unsubmitted(found: EvaluationRound) -> list[str]:
    missing = sum(len(one.names) for one in obstacles(round_input(found)) if one.kind is Kind.MISSING_SHEETS)
    return [_("%(n)s sheets are not submitted yet.") % {"n": missing}] if missing else []


def _tells(found: EvaluationRound, action: str, user: Any) -> list[Text]:
    """Name the people whom the step will tell and their offices, from the same list that it will use."""
    told = ROUND_TRANSITIONS[action].notices
    return people_named(told(found, user)) if told else []
