"""What a round's results are computed from, read from the database in a handful of queries whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from evaluations.enums import RECUSED_STATES, GatesMode, QuorumBase, SheetState
from evaluations.models import AgreedLevel, Entry, EvaluationRound, Recusal, Sheet, SheetItem
from evaluations.results import Agreed, Ballot, Candidate, Regulation, RoundInput, StageRules
from rubrics.scoring import Choice
from rubrics.selectors import spec_for, stages

Choices = dict[int, dict[str, Choice]]


def regulation_of(evaluation_round: EvaluationRound) -> Regulation:
    """Return the council's regulation as ``results`` reads it."""
    return Regulation(
        quorum_percent=evaluation_round.quorum_percent,
        quorum_of_remaining=evaluation_round.quorum_base == QuorumBase.REMAINING,
        chair_required=evaluation_round.chair_required,
        max_spread=evaluation_round.max_spread,
        majority_decides=evaluation_round.gates_mode == GatesMode.MAJORITY,
    )


def stage_rules_of(evaluation_round: EvaluationRound) -> StageRules:
    """Return what the stage of the round may do, from the law's data."""
    stage = evaluation_round.stage
    return StageRules(
        scores=stage.scores,
        recognises=stage.recognises,
        send_up_from=stage.send_up_from,
        left_below=_left_below(evaluation_round),
    )


def _left_below(evaluation_round: EvaluationRound) -> tuple[int, ...]:
    """Return the stars of the stage below, where the law lets it use results that do not reach this stage's own."""
    stage = evaluation_round.stage
    if not stage.result_for_level_below:
        return ()
    below = [row for row in stages(evaluation_round.law, evaluation_round.opens_on) if row.order < stage.order]
    return next((row.recognises for row in reversed(below) if row.recognises), ())


def round_input(evaluation_round: EvaluationRound, entries: Iterable[Entry] | None = None) -> RoundInput:
    """Return everything that the results of a round depend on; of some entries only, when given."""
    if entries is None:
        entries = evaluation_round.entries.select_related("rubric__decision", "dossier__product").order_by(
            "order", "pk"
        )
    chosen = list(entries)
    return RoundInput(
        regulation=regulation_of(evaluation_round),
        stage=stage_rules_of(evaluation_round),
        candidates=tuple(_candidates(evaluation_round, chosen)),
    )


def _candidates(evaluation_round: EvaluationRound, entries: list[Entry]) -> Iterable[Candidate]:
    ids = [entry.pk for entry in entries]
    members = list(evaluation_round.council.members.select_related("user"))
    sheets = {(sheet.entry_id, sheet.member_id): sheet for sheet in Sheet.objects.filter(entry_id__in=ids)}
    recused = set(
        Recusal.objects.filter(entry_id__in=ids, state__in=RECUSED_STATES).values_list("entry_id", "member_id")
    )
    choices, agreed = _gated_choices(ids), _agreed_levels(ids)
    for entry in entries:
        ballots = []
        for member in members:
            sheet = sheets.get((entry.pk, member.pk))
            ballots.append(
                Ballot(
                    member=member.pk,
                    name=str(member),
                    leads=member.leads,
                    votes=member.counted,
                    recused=(entry.pk, member.pk) in recused,
                    sheet=sheet.state if sheet else "",
                    total=sheet.total if sheet else None,
                    choices=choices.get(sheet.pk, {}) if sheet else {},
                )
            )
        yield Candidate(
            key=entry.pk,
            product=entry.dossier.product.name,
            spec=spec_for(entry.rubric),
            ballots=tuple(ballots),
            agreed=agreed.get(entry.pk, {}),
            knocked_out=bool(entry.knocked_out_reason),
            withdrawn=entry.withdrawn_at is not None,
            set_aside=bool(entry.set_aside_reason),
            unlisted=bool(entry.unlisted_reason),
        )


def _gated_choices(entry_ids: list[int]) -> Choices:
    """Return the choices of submitted sheets by sheet and item key, of items that carry a gate."""
    rows = (
        SheetItem.objects.filter(sheet__entry_id__in=entry_ids, sheet__state=SheetState.SEALED)
        .filter(criterion__levels__gate_stars__isnull=False)
        .values_list("sheet_id", "criterion__key", "level__order")
        .distinct()
        .order_by()
    )
    found: Choices = defaultdict(dict)
    for sheet_id, key, order in rows.iterator(chunk_size=5000):
        found[sheet_id][key] = order
    return found


def _agreed_levels(entry_ids: list[int]) -> dict[int, dict[str, Agreed]]:
    rows = AgreedLevel.objects.filter(entry_id__in=entry_ids)
    found: dict[int, dict[str, Agreed]] = defaultdict(dict)
    for entry_id, key, order, reason in rows.values_list("entry_id", "criterion__key", "level__order", "reason"):
        found[entry_id][key] = Agreed(order, reason)
    return found
