"""Which members stand far from the rest: for whoever leads the council's discussion, never for a result."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from evaluations.results.inputs import Ballot, Candidate, Regulation
from evaluations.results.obstacles import spread_is_wide


@dataclass(frozen=True)
class Far:
    """A counted member, and how many points the total lies from the middle of the other totals."""

    ballot: Ballot
    away: Fraction


def far_members(candidate: Candidate, regulation: Regulation) -> tuple[Far, ...]:
    """Return who is further from the middle of the others than the regulation's spread, the furthest first.

    Nobody while the totals lie within the spread. Where they do not and yet nobody alone is that far away, those who
    are furthest are returned.
    """
    if not spread_is_wide(candidate, regulation):
        return ()
    counted = candidate.counted
    known = [Far(one, _away(one, counted)) for one in counted]
    limit = min(Fraction(regulation.max_spread or 0), max(one.away for one in known))
    beyond = [one for one in known if one.away > limit] or [one for one in known if one.away == limit]
    return tuple(sorted(beyond, key=lambda one: -one.away))


def _away(ballot: Ballot, counted: tuple[Ballot, ...]) -> Fraction:
    others = sorted(one.total or 0 for one in counted if one.member != ballot.member)
    low, high = others[(len(others) - 1) // 2], others[len(others) // 2]
    return abs(Fraction(ballot.total or 0) - Fraction(low + high, 2))
