"""Closing a round: results are computed once, by the one function, and stored on the entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import transitions
from activity.errors import NotAllowed, Refused
from directives import services as directives
from directives.enums import UNNUMBERED, DocumentAction
from evaluations.enums import ROUND_TRANSITIONS, RecusalState, RoundState
from evaluations.models import Entry, EvaluationRound, Recusal, TeamRecusal
from evaluations.results import EntryResult, compute, obstacles
from evaluations.results.stored import shown_mean, to_stored
from evaluations.selectors.meetings import below_quorum
from evaluations.selectors.obstacles import sentences
from evaluations.selectors.tally import round_input
from evaluations.selectors.written import facts_of_written, written_of
from evaluations.services.guard import hold, refuse_open_conflicts
from foundation import clock

_COLUMNS = (
    "total_sum",
    "counted",
    "mean",
    "stars_by_points",
    "stars",
    "place",
    "result_order",
    "outcome",
    "result",
)
_SHOWN = 6


@transaction.atomic
def close_round(
    *, evaluation_round: EvaluationRound, actor: User, confirmation: str = "", count_missing: bool = False
) -> EvaluationRound:
    """Close a round: compute totals, gates, stars, outcomes and places, and store them on the entries.

    Args:
        evaluation_round: as the caller has read it, in discussion.
        actor: the secretary.
        confirmation: the council's written word on minimum requirements; must be given where the decision's are not
            held as data (DESIGN §5).
        count_missing: close although sheets were not submitted; they do not count. Only where the regulation allows it.

    Raises:
        NotAllowed: the person is not the secretary.
        Conflict: the round is not in discussion any more.
        Refused: something is missing; the message says what, for which product, from whom.
    """
    if not ROUND_TRANSITIONS["close"].rule(actor, evaluation_round):
        raise NotAllowed
    # The round's row first, then the sheets: from here on nobody can seal one (services.guard).
    hold(evaluation_round, RoundState.DISCUSSION)
    _refuse_unready(evaluation_round, confirmation)
    found, written = round_input(evaluation_round), written_of(evaluation_round)
    count_missing = count_missing and evaluation_round.missing_allowed
    if left := [*below_quorum(evaluation_round, written), *sentences(obstacles(found, count_missing=count_missing))]:
        more = _("And %(n)s more.") % {"n": len(left) - _SHOWN} if len(left) > _SHOWN else ""
        raise Refused(" ".join([_("The round cannot be closed yet."), *left[:_SHOWN], more]).strip())
    results = compute(found)
    changes = {"closed_at": clock.now(), "closing_confirmation": confirmation.strip()}
    transitions.apply(
        ROUND_TRANSITIONS,
        "close",
        evaluation_round,
        actor=actor,
        reason=confirmation,
        changes=changes,
        facts={"count_missing": count_missing},
    )
    _store(results, {pk: {"written": facts_of_written(one)} for pk, one in written.items()})
    return evaluation_round


def _refuse_unready(evaluation_round: EvaluationRound, confirmation: str) -> None:
    asked = {"entry__round": evaluation_round, "state": RecusalState.DECLARED, "entry__in_round": True}
    if Recusal.objects.filter(**asked).exists() or TeamRecusal.objects.filter(**asked).exists():
        raise Refused(_("A declaration of a conflict of interest waits for the secretary's answer."))
    refuse_open_conflicts(evaluation_round)
    if evaluation_round.gives_stars and not evaluation_round.law.holds_gates and not confirmation.strip():
        raise Refused(
            _("The minimum requirements of this decision are not held in the portal. Write the council's confirmation.")
        )


def _store(results: tuple[EntryResult, ...], written: Mapping[int, dict[str, Any]]) -> None:
    rows = []
    for position, result in enumerate(results, start=1):
        has_mean = result.totals.count > 0
        rows.append(
            Entry(
                pk=result.candidate.key,
                total_sum=result.totals.sum if has_mean else None,
                counted=result.totals.count if has_mean else None,
                mean=shown_mean(result) or "",
                stars_by_points=result.stars_by_points,
                stars=result.stars,
                place=result.place,
                result_order=position,
                outcome=result.outcome,
                result=to_stored(result) | written.get(result.candidate.key, {}),
            )
        )
    Entry.objects.bulk_update(rows, _COLUMNS, batch_size=200)


@transaction.atomic
def reopen_round(*, evaluation_round: EvaluationRound, actor: User, reason: str) -> EvaluationRound:
    """Set the results aside and discuss again. Drafts made from them are voided.

    Raises NotAllowed, Conflict, and Refused where a paper of the results has a number already.
    """
    if evaluation_round.adopts_id is not None:
        raise Refused(_("These are results of the level above; there is nothing to discuss."))
    refuse_numbered(evaluation_round)
    transitions.apply(
        ROUND_TRANSITIONS,
        "reopen",
        evaluation_round,
        actor=actor,
        reason=reason,
        changes={"closed_at": None, "closing_confirmation": ""},
    )
    void_drafts(evaluation_round, actor, reason)
    blank = {"total_sum": None, "counted": None, "stars_by_points": None, "stars": None, "place": None}
    evaluation_round.entries.update(mean="", result_order=0, outcome="", result=None, **blank)
    return evaluation_round


def void_drafts(evaluation_round: EvaluationRound, actor: User, reason: str) -> None:
    """Void the round's papers; ask ``refuse_numbered`` first. What hangs on the decision goes with it."""
    for paper in evaluation_round.papers.select_related("document__office", "document__drafting_office"):
        if paper.document.attached_to_id is None:
            directives.act(document=paper.document, action=DocumentAction.VOID, actor=actor, reason=reason)


def refuse_numbered(evaluation_round: EvaluationRound) -> None:
    """Raise Refused where a paper of the round has a number already."""
    if evaluation_round.papers.exclude(document__state__in=UNNUMBERED).exists():
        raise Refused(_("A paper of this round has a number already; void it on its own page first."))
