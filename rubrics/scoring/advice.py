"""What lifts a sheet to the next star: the gates that it must pass and the easiest levels to raise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rubrics.scoring.gates import UnmetGate, gate_is_met, gates_unmet
from rubrics.scoring.sheets import levels_chosen, points_by_part, stars_after_gates, stars_for
from rubrics.scoring.specs import Choices, ItemSpec, LevelSpec, RubricSpec


@dataclass(frozen=True, slots=True)
class Change:
    """Raise one item. ``from_order`` is None for "không đạt"."""

    item: str
    from_order: int | None
    from_points: int
    to_order: int
    to_points: int


@dataclass(frozen=True)
class NextStar:
    """The way to the next star: its band, the points that lack, the gates to pass, and one easiest set of changes.

    The changes need the fewest steps from a level to the next one, then touch the fewest items, then raise the
    fewest points; no part of them alone is enough. Changes that pass a gate come first. ``changes`` is empty only
    where the set cannot reach the star at all.
    """

    stars: int
    points_needed: int
    points_missing: int
    gates: tuple[UnmetGate, ...]
    changes: tuple[Change, ...]
    total_after: int


# Steps, items, points: compared in this order, added up over items.
_Cost = tuple[int, int, int]
_Way = tuple[_Cost, tuple[Change, ...]]


def next_star(spec: RubricSpec, choices: Choices) -> NextStar | None:
    """Return what lifts these choices to the next star; open items count as "không đạt". None at the highest rank."""
    levels = levels_chosen(spec, choices, partial=True)
    total = sum(points_by_part(spec, levels).values())
    stars = stars_after_gates(spec, stars_for(total, 1, spec.bands), levels)
    band = min((band for band in spec.bands if band.stars > stars), key=lambda band: band.stars, default=None)
    if band is None:
        return None
    gates = gates_unmet(spec, levels, band.stars)
    way = _easiest(spec, levels, band.stars, band.lower, switch=False)
    way = way or _easiest(spec, levels, band.stars, band.lower, switch=True) or ((0, 0, 0), ())
    gated = {gate.item for gate in gates}
    changes = sorted(way[1], key=lambda change: change.item not in gated)
    return NextStar(
        stars=band.stars,
        points_needed=band.lower,
        points_missing=max(0, band.lower - total),
        gates=gates,
        changes=tuple(changes),
        total_after=total + sum(change.to_points - change.from_points for change in changes),
    )


def _easiest(
    spec: RubricSpec, levels: Mapping[str, LevelSpec | None], stars: int, target: int, *, switch: bool
) -> _Way | None:
    """Return the cheapest changes that pass all gates and reach the target; None where nothing does.

    Walks the items once and keeps, for each total reachable so far (those over the target count as the target), the
    cheapest way there. ``switch`` also allows to change from one alternative case to another.
    """
    ways: dict[int, _Way] = {0: ((0, 0, 0), ())}
    for item in spec.items:
        found: dict[int, _Way] = {}
        for points, cost, change in _options(
            item, levels.get(item.key), stars if spec.holds_gates else 0, switch=switch
        ):
            for total, (spent, changes) in ways.items():
                reached = min(target, total + points)
                together = (spent[0] + cost[0], spent[1] + cost[1], spent[2] + cost[2])
                if reached not in found or together < found[reached][0]:
                    found[reached] = (together, (*changes, change) if change else changes)
        ways = found
    return ways.get(target)


def _options(
    item: ItemSpec, now: LevelSpec | None, stars: int, *, switch: bool
) -> Iterator[tuple[int, _Cost, Change | None]]:
    """Yield what may be chosen in an item (points, cost, change): staying where that passes the gate, and raising."""
    points_now = now.points if now else 0
    if gate_is_met(item, now, stars):
        yield points_now, (0, 0, 0), None
    for level in item.levels:
        steps = _steps(item, now, level, switch=switch)
        if steps and gate_is_met(item, level, stars):
            change = Change(item.key, now.order if now else None, points_now, level.order, level.points)
            yield level.points, (steps, 1, max(0, level.points - points_now)), change


def _steps(item: ItemSpec, now: LevelSpec | None, level: LevelSpec, *, switch: bool) -> int:
    """Return how many levels lie between, counted within the case of the new level; 0 where it is no raise."""
    same_case = [other for other in item.levels if other.case == level.case]
    if now is None or (switch and now.case != level.case):
        return same_case.index(level) + 1
    if now.case != level.case or level.order <= now.order:
        return 0
    return same_case.index(level) - same_case.index(now)
