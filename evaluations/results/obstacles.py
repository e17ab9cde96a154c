"""What keeps a round from closing, said so that the secretary knows whom to ask for what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evaluations.results.gating import open_items
from evaluations.results.inputs import Ballot, Candidate, Regulation, RoundInput


class Kind(StrEnum):
    """What is missing."""

    MISSING_SHEETS = "missing_sheets"
    QUORUM = "quorum"
    CHAIR = "chair"
    NOBODY_COUNTED = "nobody_counted"
    OPEN_GATES = "open_gates"


@dataclass(frozen=True)
class Obstacle:
    """One thing that is missing for one entry. ``names`` are members (sheets) or item codes (gates)."""

    kind: Kind
    entry: int
    product: str
    names: tuple[str, ...] = ()
    present: int = 0
    needed: int = 0


def spread(candidate: Candidate) -> int | None:
    """Return the points between the highest and the lowest counted total; None below two sheets."""
    totals = [ballot.total for ballot in candidate.counted if ballot.total is not None]
    return max(totals) - min(totals) if len(totals) > 1 else None


def spread_is_wide(candidate: Candidate, regulation: Regulation) -> bool:
    """Tell whether the totals lie further apart than the regulation allows; exactly at the limit is allowed."""
    width = spread(candidate)
    return regulation.max_spread is not None and width is not None and width > regulation.max_spread


def missing_sheets(candidate: Candidate) -> tuple[Ballot, ...]:
    """Return the members with a vote, not recused, who have neither submitted nor abstained."""
    if not candidate.is_judged:
        return ()
    return tuple(ballot for ballot in candidate.ballots if ballot.votes and not ballot.recused and not ballot.present)


def needed_for_quorum(candidate: Candidate, regulation: Regulation) -> int:
    """Return how many members must take part: the share of the regulation, rounded up, at least one."""
    base = sum(b.votes and not (regulation.quorum_of_remaining and b.recused) for b in candidate.ballots)
    return max(1, -(-base * regulation.quorum_percent // 100))


def obstacles(found: RoundInput, *, count_missing: bool = False) -> tuple[Obstacle, ...]:
    """Return everything that keeps the round from closing, entry by entry.

    ``count_missing``: the council uses the regulation's choice to close without the sheets that were not submitted.
    """
    out: list[Obstacle] = []
    for candidate in found.candidates:
        if candidate.is_judged:
            out += _of(candidate, found, count_missing=count_missing)
    return tuple(out)


def _of(candidate: Candidate, found: RoundInput, *, count_missing: bool) -> list[Obstacle]:
    regulation, out = found.regulation, []
    if (missing := missing_sheets(candidate)) and not count_missing:
        names = tuple(ballot.name for ballot in missing)
        out.append(Obstacle(Kind.MISSING_SHEETS, candidate.key, candidate.product, names))
    present = [ballot for ballot in candidate.ballots if ballot.present]
    needed = needed_for_quorum(candidate, regulation)
    if len(present) < needed:
        out.append(Obstacle(Kind.QUORUM, candidate.key, candidate.product, present=len(present), needed=needed))
    elif regulation.chair_required and not any(ballot.leads for ballot in present):
        out.append(Obstacle(Kind.CHAIR, candidate.key, candidate.product))
    elif not candidate.counted:
        out.append(Obstacle(Kind.NOBODY_COUNTED, candidate.key, candidate.product))
    if found.stage.scores and (items := open_items(candidate, regulation)):
        codes = tuple(item.key for item in items)
        out.append(Obstacle(Kind.OPEN_GATES, candidate.key, candidate.product, codes))
    return out
