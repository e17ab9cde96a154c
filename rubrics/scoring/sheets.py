"""One sheet: from choices to points and stars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rubrics.scoring.gates import UnmetGate, gates_unmet
from rubrics.scoring.specs import (
    BandSpec,
    Choice,
    Choices,
    LevelSpec,
    MissingItemsError,
    RubricSpec,
    UnknownItemError,
)


@dataclass(frozen=True)
class SheetScore:
    """The result of one sheet. ``unmet_gates`` are those for ranks above ``stars`` up to ``stars_by_points``."""

    parts: Mapping[str, int]
    total: int
    stars_by_points: int
    stars: int
    unmet_gates: tuple[UnmetGate, ...]


def levels_chosen(spec: RubricSpec, choices: Choices, *, partial: bool = False) -> dict[str, LevelSpec | None]:
    """Return the level of every item of the set; with ``partial`` an open item counts as "không đạt".

    Raises UnknownItemError, NotALevelError, and without ``partial`` MissingItemsError.
    """
    unknown = [key for key in choices if not spec.has(key)]
    if unknown:
        raise UnknownItemError(unknown)
    missing = [item.key for item in spec.items if item.key not in choices]
    if missing and not partial:
        raise MissingItemsError(missing)
    return {item.key: item.level(choices.get(item.key)) for item in spec.items}


def choices_from_points(spec: RubricSpec, points: Mapping[str, int]) -> dict[str, Choice]:
    """Return the choices of a sheet that was written down in points: the first level with those points.

    Raises UnknownItemError and NotALevelError.
    """
    unknown = [key for key in points if not spec.has(key)]
    if unknown:
        raise UnknownItemError(unknown)
    found = {key: spec.item(key).level_with_points(value) for key, value in points.items()}
    return {key: level.order if level else None for key, level in found.items()}


def points_by_part(spec: RubricSpec, levels: Mapping[str, LevelSpec | None]) -> dict[str, int]:
    """Return the points of each part, in the order of the print."""
    sums = {part.code: 0 for part in spec.parts}
    for item in spec.items:
        level = levels.get(item.key)
        sums[item.part] += level.points if level else 0
    return sums


def stars_for(total: int, count: int, bands: Sequence[BandSpec]) -> int:
    """Return the highest rank whose band is reached by a mean of ``total / count``, compared without division.

    0 where no band is reached. Raises ValueError for a count below 1.
    """
    if count < 1:
        raise ValueError("a mean needs at least one counted sheet")
    return max((band.stars for band in bands if total >= band.lower * count), default=0)


def stars_after_gates(spec: RubricSpec, stars_by_points: int, levels: Mapping[str, LevelSpec | None]) -> int:
    """Return the highest rank up to ``stars_by_points`` all of whose gates are passed."""
    unmet = gates_unmet(spec, levels, stars_by_points)
    if not unmet:
        return stars_by_points
    failed_from = min(gate.for_stars for gate in unmet)
    return max((band.stars for band in spec.bands if band.stars < failed_from), default=0)


def score(spec: RubricSpec, choices: Choices, *, partial: bool = False) -> SheetScore:
    """Score one sheet. Errors as in ``levels_chosen``."""
    levels = levels_chosen(spec, choices, partial=partial)
    parts = points_by_part(spec, levels)
    total = sum(parts.values())
    by_points = stars_for(total, 1, spec.bands)
    stars = stars_after_gates(spec, by_points, levels)
    return SheetScore(parts, total, by_points, stars, gates_unmet(spec, levels, by_points, above=stars))
