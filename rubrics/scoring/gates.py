"""Gates: the least level that a product of a rank must reach in an item, whatever its points.

The print marks levels with ``***``, ``****``, ``*****``. The gate of rank S in an item is its highest mark not above
S. A level passes it when it stands at that mark or after it. Where an item has alternative cases:

- a case with marks of its own is judged by them alone, by order within the case;
- a case without any mark, beside another that has some, is not free: the item is gated, so the level needs at least
  the points of the item's highest mark not above S;
- "không đạt" passes no gate of the item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rubrics.scoring.specs import ItemSpec, LevelSpec, RubricSpec


@dataclass(frozen=True, slots=True)
class UnmetGate:
    """A gate not passed: for ``for_stars`` the item (its key) needs the level ``needs_order`` (``needs_points``)."""

    item: str
    for_stars: int
    needs_points: int
    needs_order: int


def _marks(item: ItemSpec, stars: int) -> dict[int | None, LevelSpec]:
    """Return per case the highest mark not above this rank."""
    highest: dict[int | None, LevelSpec] = {}
    for level in item.levels:
        if level.gate_stars is not None and level.gate_stars <= stars:
            kept = highest.get(level.case)
            if kept is None or level.gate_stars >= (kept.gate_stars or 0):
                highest[level.case] = level
    return highest


def required_level(item: ItemSpec, level: LevelSpec | None, stars: int) -> LevelSpec | None:
    """Return the level that the rank asks of this item, seen from the chosen level's case; None where it asks none.

    Nothing chosen: the mark with the fewest points, because any case may still be taken.
    """
    marks = _marks(item, stars)
    if level is not None and any(other.gate_stars and other.case == level.case for other in item.levels):
        return marks.get(level.case)
    choose = min if level is None else max
    return choose(marks.values(), key=lambda mark: mark.points, default=None)


def gate_is_met(item: ItemSpec, level: LevelSpec | None, stars: int) -> bool:
    """Tell whether the chosen level passes the gate of this rank in this item."""
    required = required_level(item, level, stars)
    if required is None:
        return True
    if level is None:
        return False
    if level.case == required.case:
        return level.order >= required.order
    return level.points >= required.points


def gates_unmet(
    spec: RubricSpec, levels: Mapping[str, LevelSpec | None], stars: int, *, above: int = 0
) -> tuple[UnmetGate, ...]:
    """Return the gates for ranks over ``above`` up to ``stars`` that these levels do not pass, lowest rank first.

    Each printed mark counts once, under its own rank: an item marked ``****`` alone is listed for 4 stars and not
    again for 5. A key without level counts as "không đạt". Always empty where the decision's gates are not held.
    """
    if not spec.holds_gates:
        return ()
    unmet = []
    for rank in range(above + 1, stars + 1):
        for item in spec.items:
            marked = any(level.gate_stars == rank for level in item.levels)
            level = levels.get(item.key)
            required = required_level(item, level, rank) if marked else None
            if required is not None and not gate_is_met(item, level, rank):
                unmet.append(UnmetGate(item.key, rank, required.points, required.order))
    return tuple(unmet)
