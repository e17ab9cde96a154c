"""The one function that turns sheets into results (DESIGN §5). Pure and exact: integers and fractions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluations.enums.choices import DecidedBy, NotCounted, Outcome
from evaluations.results.gating import Decided, deciding_levels
from evaluations.results.inputs import Ballot, Candidate, RoundInput, StageRules
from evaluations.results.obstacles import spread, spread_is_wide
from rubrics.scoring import Contender, EntryTotals, UnmetGate, rank, score_entry, stars_for


class UndecidedGateError(ValueError):
    """Sheets differ on a gated item and nothing was agreed; ``entry`` and ``items`` name them."""

    def __init__(self, entry: int, items: Iterable[str]) -> None:
        self.entry = entry
        self.items = tuple(items)
        super().__init__(f"entry {entry}: not agreed on {', '.join(self.items)}")


@dataclass(frozen=True)
class Uncounted:
    """A member whose sheet does not count for an entry, and why. ``total`` None where no sheet was submitted."""

    ballot: Ballot
    total: int | None
    why: NotCounted


@dataclass(frozen=True)
class EntryResult:
    """The result of one entry.

    ``stars`` and ``stars_by_points`` are None in screening stages and where nothing was scored; ``stars`` is 0 for an
    entry that was knocked out. ``gates_considered`` is False where the decision's minimum requirements are not held as
    data: the stars are then those of the points, and every page says so.
    """

    candidate: Candidate
    counted: tuple[Ballot, ...]
    not_counted: tuple[Uncounted, ...]
    totals: EntryTotals
    outcome: Outcome
    stars_by_points: int | None = None
    stars: int | None = None
    decided: tuple[Decided, ...] = ()
    unmet_gates: tuple[UnmetGate, ...] = ()
    gates_considered: bool = True
    spread: int | None = None
    spread_wide: bool = False
    place: int | None = None

    @property
    def mean(self) -> Fraction | None:
        """The exact mean; None where nobody is counted."""
        return self.totals.mean if self.totals.count else None


def compute(found: RoundInput) -> tuple[EntryResult, ...]:
    """Return the results of a round in the order of its list: by stars, then mean; entries without a place last.

    Places follow the same order as competition ranking (1, 2, 2, 4).

    Raises:
        UndecidedGateError: sheets differ on a gated item of an entry and nothing was agreed.
    """
    results = {candidate.key: _result(candidate, found) for candidate in found.candidates}
    contenders = [
        Contender(
            key=key,
            mean=result.mean,
            stars=result.stars,
            placed=result.outcome not in (Outcome.KNOCKED_OUT, Outcome.WITHDRAWN, Outcome.NOT_SCORED),
        )
        for key, result in results.items()
    ]
    return tuple(replace(results[int(str(place.key))], place=place.place) for place in rank(contenders))


def _result(candidate: Candidate, found: RoundInput) -> EntryResult:
    counted = candidate.counted
    base = EntryResult(
        candidate=candidate,
        counted=counted,
        not_counted=tuple(_uncounted(b, candidate) for b in candidate.ballots if b not in counted),
        totals=EntryTotals.of(ballot.total or 0 for ballot in counted),
        outcome=Outcome.WITHDRAWN if candidate.withdrawn else Outcome.NOT_SCORED,
        gates_considered=candidate.spec.holds_gates,
    )
    if not counted:
        return base
    base = replace(base, spread=spread(candidate), spread_wide=spread_is_wide(candidate, found.regulation))
    if not found.stage.scores:
        return replace(base, outcome=_screened(base, found.stage))
    return _scored(base, found)


def _uncounted(ballot: Ballot, candidate: Candidate) -> Uncounted:
    """Say why a sheet does not count; the member's own reason comes before the entry's."""
    if ballot.recused:
        why = NotCounted.RECUSED
    elif not ballot.votes:
        why = NotCounted.NON_VOTING
    elif ballot.sheet == "abstained":
        why = NotCounted.ABSTAINED
    elif ballot.sheet != "sealed":
        why = NotCounted.MISSING
    else:
        why = NotCounted.WITHDRAWN if candidate.withdrawn else NotCounted.NOT_SCORED
    return Uncounted(ballot, ballot.total if ballot.sheet == "sealed" else None, why)


def _screened(base: EntryResult, stage: StageRules) -> Outcome:
    """A screening stage puts entries on a list, by points only where the law names some, or leaves them out."""
    if base.candidate.knocked_out:
        return Outcome.KNOCKED_OUT
    return Outcome.NOT_LISTED if base.candidate.unlisted or not _reaches(base, stage) else Outcome.LISTED


def _scored(base: EntryResult, found: RoundInput) -> EntryResult:
    candidate, totals = base.candidate, base.totals
    if candidate.knocked_out:
        by_points = stars_for(totals.sum, totals.count, candidate.spec.bands)
        return replace(base, stars_by_points=by_points, stars=0, outcome=Outcome.KNOCKED_OUT)
    decided = deciding_levels(candidate, found.regulation)
    if undecided := [one.item.key for one in decided if one.by is DecidedBy.OPEN]:
        raise UndecidedGateError(candidate.key, undecided)
    score = score_entry(candidate.spec, totals, {one.item.key: one.level for one in decided})
    scored = replace(
        base,
        stars_by_points=score.stars_by_points,
        stars=score.stars,
        decided=decided,
        unmet_gates=score.unmet_gates,
    )
    return replace(scored, outcome=_outcome(scored, found.stage))


def _outcome(result: EntryResult, stage: StageRules) -> Outcome:
    """A stage recognises its own stars only; what stands above goes up, what stays below may serve the level below."""
    stars = result.stars or 0
    if stage.send_up_from is not None and _reaches(result, stage) and stars > max(stage.recognises, default=0):
        return Outcome.PROPOSED_UP
    if stars in stage.recognises:
        return Outcome.RECOGNISED
    return Outcome.LEFT_BELOW if stars in stage.left_below else Outcome.NOTICE


def _reaches(result: EntryResult, stage: StageRules) -> bool:
    return result.totals.sum >= (stage.send_up_from or 0) * result.totals.count
