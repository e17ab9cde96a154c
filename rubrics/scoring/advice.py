"""What lifts a sheet to the next star: the gates that it must pass and the cheapest sets of levels to raise.

What a set of changes costs, compared in this order:

1. changes from one alternative case to another: a product belongs to its case, so only where nothing else helps;
2. items changed: each is something to be done and proved;
3. levels climbed, counted within the case of the new level (from "không đạt" the first level is one);
4. points raised: of two equal ways the one that promises less.

Gates come first: in every item the choice must pass the gate of the aimed rank. What is left is a knapsack over the
points that lack, solved exactly by walking the items once. No part of a cheapest set is enough by itself, because it
would be cheaper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rubrics.scoring.gates import UnmetGate, gate_is_met, gates_unmet
from rubrics.scoring.sheets import levels_chosen, points_by_part, stars_after_gates, stars_for
from rubrics.scoring.specs import Choices, ItemSpec, LevelSpec, RubricSpec

# How many ways are offered: the cheapest, and others that change as many items, but not the same ones.
MOST_WAYS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """Raise one item. ``from_order`` is None for "không đạt"."""

    item: str
    from_order: int | None
    from_points: int
    to_order: int
    to_points: int


@dataclass(frozen=True, slots=True)
class Way:
    """A set of changes that reaches the star, those that pass a gate first, and the total that it leads to."""

    changes: tuple[Change, ...]
    total_after: int


@dataclass(frozen=True)
class NextStar:
    """The way to the next star: its band, the points that lack, the gates to pass, and the cheapest sets of changes.

    ``ways`` holds up to ``MOST_WAYS`` sets, the cheapest first. They change the same number of items, never the same
    items, and nothing can be left out of any of them. Empty only where the set cannot reach the star at all.
    """

    stars: int
    points_needed: int
    points_missing: int
    gates: tuple[UnmetGate, ...]
    ways: tuple[Way, ...]
    total_now: int

    @property
    def changes(self) -> tuple[Change, ...]:
        """The cheapest set of changes."""
        return self.ways[0].changes if self.ways else ()

    @property
    def total_after(self) -> int:
        """The total after the cheapest set of changes."""
        return self.ways[0].total_after if self.ways else self.total_now


# A choice in one item: points above the least that any choice of the item gives, cost, change (None: stay).
_Option = tuple[int, int, Change | None]
# Cost, items changed (a bit each), the changes as a chain from the last to the first.
_Chain = tuple[Change, "_Chain"] | None
_Partial = tuple[int, int, _Chain]
# The parts of a cost in one number, so that adding and comparing is cheap. No part comes near its limit: a sheet has
# some forty items of at most a few levels and a hundred points.
_SWITCH, _ITEM, _STEP = 10**9, 10**6, 10**3


def next_star(spec: RubricSpec, choices: Choices) -> NextStar | None:
    """Return what lifts these choices to the next star; open items count as "không đạt". None at the highest rank."""
    levels = levels_chosen(spec, choices, partial=True)
    total = sum(points_by_part(spec, levels).values())
    stars = stars_after_gates(spec, stars_for(total, 1, spec.bands), levels)
    band = min((band for band in spec.bands if band.stars > stars), key=lambda band: band.stars, default=None)
    if band is None:
        return None
    gates = gates_unmet(spec, levels, band.stars)
    gated = {gate.item for gate in gates}
    found = _cheapest(spec, levels, band.stars, band.lower, switch=False)
    found = found or _cheapest(spec, levels, band.stars, band.lower, switch=True)
    return NextStar(
        stars=band.stars,
        points_needed=band.lower,
        points_missing=max(0, band.lower - total),
        gates=gates,
        ways=tuple(_way(changes, gated, total) for changes in found),
        total_now=total,
    )


def _way(changes: Sequence[Change], gated: set[str], total: int) -> Way:
    ordered = tuple(sorted(changes, key=lambda change: change.item not in gated))
    return Way(ordered, total + sum(change.to_points - change.from_points for change in ordered))


def _cheapest(
    spec: RubricSpec, levels: Mapping[str, LevelSpec | None], stars: int, target: int, *, switch: bool
) -> list[list[Change]]:
    """Return the cheapest sets of changes that pass all gates and reach the target; none where nothing does.

    ``switch`` also allows to change from one alternative case to another.
    """
    gate = stars if spec.holds_gates else 0
    per_item = [_worthwhile(_options(item, levels.get(item.key), gate, switch=switch)) for item in spec.items]
    if not all(per_item):
        return []
    least = [min(points for points, _cost, _change in options) for options in per_item]
    lacking = max(0, target - sum(least))
    ways: dict[int, list[_Partial]] = {0: [(0, 0, None)]}
    for place, (options, floor) in enumerate(zip(per_item, least, strict=True)):
        ways = _walk(ways, [(points - floor, cost, change) for points, cost, change in options], 1 << place, lacking)
    reached = ways.get(lacking, [])
    return [_unchained(chain) for cost, _mask, chain in reached if cost // _ITEM == reached[0][0] // _ITEM]


def _walk(
    ways: Mapping[int, list[_Partial]], options: Sequence[_Option], bit: int, lacking: int
) -> dict[int, list[_Partial]]:
    """Take one more item along: for each total up to what lacks, keep the cheapest partial ways.

    Of partial ways with the same total and the same items only the cheapest can be part of an answer, and of those with
    other items only the ``MOST_WAYS`` cheapest: whatever is added later is added to all of them.
    """
    best: dict[tuple[int, int], _Partial] = {}
    for total, partials in ways.items():
        for points, cost, change in options:
            reached = min(lacking, total + points)
            for spent, mask, chain in partials:
                together = spent + cost
                items = mask | bit if change else mask
                known = best.get((reached, items))
                if known is None or together < known[0]:
                    best[reached, items] = (together, items, (change, chain) if change else chain)
    grouped: dict[int, list[_Partial]] = {}
    for (reached, _items), partial in best.items():
        grouped.setdefault(reached, []).append(partial)
    for reached, partials in grouped.items():
        if len(partials) > 1:
            partials.sort(key=lambda partial: (partial[0], partial[1]))
            grouped[reached] = partials[:MOST_WAYS]
    return grouped


def _unchained(chain: _Chain) -> list[Change]:
    changes: list[Change] = []
    while chain is not None:
        change, chain = chain
        changes.append(change)
    return changes[::-1]


def _options(item: ItemSpec, now: LevelSpec | None, stars: int, *, switch: bool) -> Iterator[_Option]:
    """Yield what may be chosen in an item (points, cost, change): staying where that passes the gate, and raising."""
    points_now = now.points if now else 0
    if gate_is_met(item, now, stars):
        yield points_now, 0, None
    for level in item.levels:
        steps = _steps(item, now, level, switch=switch)
        if steps and gate_is_met(item, level, stars):
            switched = now is not None and now.case != level.case
            cost = switched * _SWITCH + _ITEM + steps * _STEP + max(0, level.points - points_now)
            yield (
                level.points,
                cost,
                Change(item.key, now.order if now else None, points_now, level.order, level.points),
            )


def _worthwhile(options: Iterator[_Option]) -> list[_Option]:
    """Leave out changes that cost no less than another change of the same item, but give no more points."""
    kept: list[_Option] = []
    most = -1
    for option in sorted(options, key=lambda option: (option[1], -option[0])):
        if option[2] is None:
            kept.append(option)
        elif option[0] > most:
            kept.append(option)
            most = option[0]
    return kept


def _steps(item: ItemSpec, now: LevelSpec | None, level: LevelSpec, *, switch: bool) -> int:
    """Return how many levels lie between, counted within the case of the new level; 0 where it is no raise."""
    same_case = [other for other in item.levels if other.case == level.case]
    if now is None or (switch and now.case != level.case):
        return same_case.index(level) + 1
    if now.case != level.case or level.order <= now.order:
        return 0
    return same_case.index(level) - same_case.index(now)
