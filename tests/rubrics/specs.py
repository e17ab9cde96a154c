"""Invented product sets for pure tests: what hypothesis draws from, and the rules of scoring written a second time."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from rubrics.scoring import BandSpec, Choice, ItemSpec, LevelSpec, PartSpec, RubricSpec

BANDS = tuple(BandSpec(stars, lower) for stars, lower in ((5, 90), (4, 70), (3, 50), (2, 30), (1, 0)))


def _invented_items(count: int) -> list[ItemSpec]:
    """Return items of every shape, simple ones first, always the same: hypothesis then only has to pick."""
    dice = random.Random(26)
    return sorted((_invented_item(dice) for _ in range(count)), key=lambda item: len(item.levels))


def _invented_item(dice: random.Random) -> ItemSpec:
    """Return an item with one to three alternative cases; in each, points rise or repeat and marks rise."""
    cases = dice.choice([1, 1, 1, 2, 3])
    levels: list[LevelSpec] = []
    for case in range(1, cases + 1):
        points = sorted(dice.choices(range(10), k=dice.randint(1, 4)))
        marks = sorted(dice.sample([3, 4, 5], dice.randint(0, min(3, len(points)))))
        at = dict(zip(sorted(dice.sample(range(len(points)), len(marks))), marks, strict=True))
        levels += [
            LevelSpec(len(levels) + place, value, "", case if cases > 1 else None, at.get(place - 1))
            for place, value in enumerate(points, start=1)
        ]
    return ItemSpec("", "", "", "", max(level.points for level in levels), tuple(levels))


_items = st.sampled_from(_invented_items(400))
_picks = st.integers(0, 12)


@st.composite
def sheets(draw: st.DrawFn, max_items: int = 6) -> tuple[RubricSpec, dict[str, Choice]]:
    """A set of two parts, whose bands lie at 30, 50, 70 and 90 % of what it can give, and a full sheet of it."""
    drawn = draw(st.lists(st.tuples(_items, _picks), min_size=1, max_size=max_items))
    built = tuple(replace(item, key=str(i), code=str(i), part="AB"[i % 2]) for i, (item, _) in enumerate(drawn))
    parts = tuple(PartSpec(code, "", sum(i.max_points for i in built if i.part == code)) for code in "AB")
    total = sum(part.max_points for part in parts)
    bands = tuple(BandSpec(band.stars, -(-band.lower * total // 100)) for band in BANDS)
    spec = RubricSpec("X", 1, "", parts, built, bands, holds_gates=draw(st.sampled_from([True, True, False])))
    choices = {}
    for item, (_, pick) in zip(built, drawn, strict=True):
        possible = [None, *(level.order for level in item.levels)]
        choices[item.key] = possible[pick % len(possible)]
    return spec, choices


# -- The rules, written again and differently ------------------------------------------------------------------------
def passes(item: ItemSpec, choice: Choice, stars: int) -> bool:
    """Tell whether a choice passes every mark of the item up to a rank."""
    marks = [level for level in item.levels if level.gate_stars and level.gate_stars <= stars]
    if choice is None:
        return not marks
    chosen = next(level for level in item.levels if level.order == choice)
    own = [level for level in item.levels if level.case == chosen.case and level.gate_stars]
    if own:
        return all(mark.order <= chosen.order for mark in marks if mark.case == chosen.case)
    return all(mark.points <= chosen.points for mark in marks)


def points_of(item: ItemSpec, choice: Choice) -> int:
    """Return the points of a choice."""
    return 0 if choice is None else {level.order: level.points for level in item.levels}[choice]


def result_of(spec: RubricSpec, choices: dict[str, Choice]) -> tuple[int, int, int]:
    """Return total, stars by points and stars."""
    total = sum(points_of(item, choices[item.key]) for item in spec.items)
    reached = [band.stars for band in spec.bands if Fraction(total) >= band.lower]
    allowed = [
        stars
        for stars in reached
        if not spec.holds_gates or all(passes(item, choices[item.key], stars) for item in spec.items)
    ]
    return total, max(reached), max(allowed)
