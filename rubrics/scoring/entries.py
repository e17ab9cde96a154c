"""An entry of a round: the members' totals together, and the places of a round.

The result is the mean of the counted totals, kept as sum and count, so that no threshold and no place is ever decided
by a rounded number.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rubrics.scoring.gates import UnmetGate, gates_unmet
from rubrics.scoring.sheets import stars_after_gates, stars_for
from rubrics.scoring.specs import BandSpec, LevelSpec, MissingItemsError, RubricSpec


@dataclass(frozen=True, slots=True)
class EntryTotals:
    """Sum and count of the members' totals that count for an entry."""

    sum: int
    count: int

    @classmethod
    def of(cls, totals: Iterable[int]) -> EntryTotals:
        """Add up the counted totals."""
        counted = list(totals)
        return cls(sum(counted), len(counted))

    @property
    def mean(self) -> Fraction:
        """Return the exact mean; raise ValueError where nobody is counted."""
        if self.count < 1:
            raise ValueError("a mean needs at least one counted sheet")
        return Fraction(self.sum, self.count)


@dataclass(frozen=True)
class EntryScore:
    """The result of an entry. ``unmet_gates`` as in ``SheetScore``."""

    totals: EntryTotals
    stars_by_points: int
    stars: int
    unmet_gates: tuple[UnmetGate, ...]


@dataclass(frozen=True, slots=True)
class Contender:
    """An entry that is to be placed. ``stars`` is None in a stage that gives none; ``mean`` None where nobody scored.

    ``placed`` is False for an entry that takes no place (knocked out). ``tie_break`` holds what the regulation compares
    between equals, higher first; empty leaves equals equal.
    """

    key: Hashable
    mean: Fraction | None
    stars: int | None = None
    placed: bool = True
    tie_break: tuple[Fraction | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an entry; None where it takes none."""

    key: Hashable
    place: int | None


def score_entry(spec: RubricSpec, totals: EntryTotals, gate_levels: Mapping[str, LevelSpec | None]) -> EntryScore:
    """Return stars and unmet gates of an entry from its counted totals and the level that decides each gated item.

    ``gate_levels`` decides gates only; points stay those of the sheets. Raises MissingItemsError where a gated item has
    no decided level ("không đạt" is decided: None), ValueError where nobody is counted.
    """
    if spec.holds_gates:
        undecided = [item.key for item in spec.gated_items if item.key not in gate_levels]
        if undecided:
            raise MissingItemsError(undecided)
    by_points = stars_for(totals.sum, totals.count, spec.bands)
    stars = stars_after_gates(spec, by_points, gate_levels)
    return EntryScore(totals, by_points, stars, gates_unmet(spec, gate_levels, by_points, above=stars))


def points_missing(totals: EntryTotals, lower: int) -> Fraction:
    """Return how many points the mean lacks to a bound; 0 where it is reached."""
    return max(Fraction(0), lower - totals.mean)


def rank(entries: Iterable[Contender]) -> tuple[Place, ...]:
    """Place entries by stars, then mean, then the regulation's tie-break: competition ranking (1, 2, 2, 4).

    Entries come back in that order, equals in the order given, those without a place last.
    """
    entries = list(entries)
    placed = [entry for entry in entries if entry.placed and entry.mean is not None]
    placed.sort(key=_strength, reverse=True)
    places: list[Place] = []
    for position, entry in enumerate(placed):
        equal = position > 0 and _strength(placed[position - 1]) == _strength(entry)
        places.append(Place(entry.key, places[-1].place if equal else position + 1))
    return (*places, *(Place(entry.key, None) for entry in entries if not entry.placed or entry.mean is None))


def _strength(entry: Contender) -> tuple[int, Fraction, tuple[Fraction | int, ...]]:
    return (entry.stars or 0, entry.mean or Fraction(0), entry.tie_break)


def round_half_up(value: Fraction, digits: int) -> Decimal:
    """Round a value that is not negative half up to so many decimals, exactly."""
    scale = 10**digits
    return Decimal((value.numerator * scale * 2 + value.denominator) // (value.denominator * 2)).scaleb(-digits)


def mean_display(total: int, count: int, bands: Sequence[BandSpec]) -> Decimal:
    """Return the mean as it is shown: half up to two decimals, with more where two would seem to cross a band.

    629/7 is 89.86. 17999/200 is 89.995, because 90.00 would read as five stars; 90 is 90.00.
    """
    mean = EntryTotals(total, count).mean
    digits = 2
    while True:
        shown = round_half_up(mean, digits)
        if all((shown >= band.lower) == (mean >= band.lower) for band in bands):
            return shown
        digits += 1
