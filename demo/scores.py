"""Filled score sheets with a wanted total, made without chance: the same wish gives the same sheet."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import pairwise

from rubrics.scoring import ItemSpec, LevelSpec, RubricSpec

Choices = dict[str, LevelSpec | None]


def sheet(
    spec: RubricSpec,
    *,
    total: int,
    seed: str,
    gates_for: int = 5,
    hold: Mapping[str, int] | None = None,
    start: Choices | None = None,
) -> Choices:
    """Return a level for every item so that the points come as near to ``total`` as the set's levels allow.

    Args:
        total: the wanted points.
        seed: sheets of different members differ in where the points lie, by this word.
        gates_for: the minimum requirements up to this rank are kept where the total allows it.
        hold: points of single items that must not change, e.g. to miss one minimum requirement.
        start: another sheet to go out from; then only items without minimum requirements change, as far as they reach.
    """
    rng = random.Random(seed)  # noqa: S311 -- demo data, no secret
    hold = hold or {}
    chosen: Choices = dict(start or {item.key: _least(item, gates_for) for item in spec.items})
    for key, points in hold.items():
        chosen[key] = _level_with(next(item for item in spec.items if item.key == key), points)
    fixed = set(hold) | ({item.key for item in spec.gated_items} if start else set())
    free = [item for item in spec.items if item.key not in fixed]
    for _step in range(400):
        gap = total - sum(level.points if level else 0 for level in chosen.values())
        if gap == 0:
            break
        moves = [move for item in free for move in _moves(item, chosen[item.key], gap, gates_for if gap > 0 else 0)]
        if not moves:
            break
        best = max(abs(step) for _item, _level, step in moves)
        item, level, _points = rng.choice([move for move in moves if abs(move[2]) == best or rng.random() < 0.5])
        chosen[item.key] = level
    return chosen


def _least(item: ItemSpec, stars: int) -> LevelSpec | None:
    """Return the lowest level of the first case that meets the item's minimum requirements up to a rank."""
    levels = _first_case(item)
    marked = [level for level in levels if level.gate_stars and level.gate_stars <= stars]
    return marked[-1] if marked else levels[0]


def _first_case(item: ItemSpec) -> list[LevelSpec]:
    case = item.levels[0].case
    return [level for level in item.levels if level.case == case]


def _level_with(item: ItemSpec, points: int) -> LevelSpec | None:
    return next((level for level in _first_case(item) if level.points == points), None)


def _moves(
    item: ItemSpec, now: LevelSpec | None, gap: int, keep_gates_for: int
) -> list[tuple[ItemSpec, LevelSpec, int]]:
    """Return the changes of one item that bring the total nearer without passing it."""
    here = now.points if now else 0
    floor = _least(item, keep_gates_for) if keep_gates_for else None
    least = floor.points if floor else 0
    found = []
    for level in _first_case(item):
        step = level.points - here
        towards = 0 < step <= gap if gap > 0 else gap <= step < 0
        if towards and level.points >= least:
            found.append((item, level, step))
    return found


def miss_gate(spec: RubricSpec, stars: int) -> dict[str, int]:
    """Return one item and points that miss its minimum requirement for a rank while they meet those of lower ranks."""
    for item in spec.items:
        levels = _first_case(item)
        for below, level in pairwise(levels):
            marks_before = {other.gate_stars for other in levels[: levels.index(level)]}
            if level.gate_stars == stars and len(marks_before & set(range(1, stars))) == 0:
                return {item.key: below.points}
    raise LookupError(f"set {spec.number} has no minimum requirement that only {stars} stars ask for")
