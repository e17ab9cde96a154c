"""What lifts a sheet to the next star: over the real sets and over invented ones, against every possible way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.lawfiles import DecisionData
from rubrics.lawfiles.data import CriterionData, SetData
from rubrics.scoring import (
    MOST_WAYS,
    BandSpec,
    Change,
    Choice,
    ItemSpec,
    LevelSpec,
    NextStar,
    PartSpec,
    RubricSpec,
    Way,
    next_star,
    score,
)
from tests.factories.rubrics import CODE_2019, CODE_2026, law_data
from tests.rubrics.specs import sheets

Sheet = tuple[RubricSpec, dict[str, Choice]]


# -- The real sets, without a database -------------------------------------------------------------------------------
@cache
def real_specs() -> tuple[RubricSpec, ...]:
    return tuple(_spec(law_data(code), one) for code in (CODE_2026, CODE_2019) for one in law_data(code).sets)


def _spec(law: DecisionData, data: SetData) -> RubricSpec:
    items = tuple(_item(leaf, part.code) for part in data.parts for leaf in _leaves(part.criteria))
    parts = tuple(
        PartSpec(part.code, part.title, sum(i.max_points for i in items if i.part == part.code)) for part in data.parts
    )
    bands = tuple(sorted((BandSpec(b["stars"], b["lower"]) for b in law.facts["bands"]), key=lambda b: -b.stars))
    return RubricSpec(law.code, data.number, data.header["name"], parts, items, bands, law.facts["holds_gates"])


def _leaves(criteria: list[CriterionData]) -> Iterator[CriterionData]:
    for criterion in criteria:
        yield from _leaves(criterion.children) if criterion.children else [criterion]


def _item(leaf: CriterionData, part: str) -> ItemSpec:
    levels = tuple(
        LevelSpec(place, level.points, level.label, level.case, level.gate_stars)
        for place, level in enumerate(leaf.levels, start=1)
    )
    # What is printed without levels is 0 or its maximum.
    levels = levels or (LevelSpec(1, leaf.max_points),)
    return ItemSpec(leaf.key, leaf.code, leaf.title, part, leaf.max_points, levels)


@st.composite
def real_sheets(draw: st.DrawFn) -> Sheet:
    """A sheet of a real set: each item at a random level, some knocked to 0, some left open."""
    spec = draw(st.sampled_from(real_specs()))
    leaning = draw(st.integers(0, 3))
    choices: dict[str, Choice] = {}
    for item in spec.items:
        pick = draw(st.integers(-2, len(item.levels)))
        if pick == -2:
            continue
        place = max(0, min(len(item.levels), pick + leaning - 1))
        choices[item.key] = item.levels[place - 1].order if place else None
    return spec, choices


# -- What must hold --------------------------------------------------------------------------------------------------
def applied(choices: dict[str, Choice], changes: Iterator[Change] | tuple[Change, ...]) -> dict[str, Choice]:
    return {**choices, **{change.item: change.to_order for change in changes}}


def check(spec: RubricSpec, choices: dict[str, Choice], ahead: NextStar, way: Way) -> None:
    """The way reaches the star it promises, and no part of it does."""
    after = score(spec, applied(choices, way.changes), partial=True)
    assert after.stars >= ahead.stars
    assert after.total == way.total_after
    assert len({change.item for change in way.changes}) == len(way.changes)
    for change in way.changes:
        now = choices.get(change.item)
        assert change.from_order == now
        assert change.to_order != now
    for size in range(len(way.changes)):
        # With one left out, every smaller part is left out too; larger sets would take too long to go through whole.
        if size < len(way.changes) - 1 and len(way.changes) > 8:
            continue
        for part in combinations(way.changes, size):
            assert score(spec, applied(choices, part), partial=True).stars < ahead.stars


@settings(max_examples=150)
@given(real_sheets())
def test_every_way_reaches_its_star_and_needs_all_of_its_changes_in_real_sets(sheet: Sheet) -> None:
    spec, choices = sheet
    before = score(spec, choices, partial=True)

    ahead = next_star(spec, choices)

    if ahead is None:
        assert before.stars == 5
        return
    assert ahead.stars == before.stars + 1
    assert ahead.points_missing == max(0, ahead.points_needed - before.total)
    for way in ahead.ways:
        check(spec, choices, ahead, way)


@given(sheets())
def test_every_way_reaches_its_star_and_needs_all_of_its_changes_in_invented_sets(sheet: Sheet) -> None:
    spec, choices = sheet

    ahead = next_star(spec, choices)

    for way in ahead.ways if ahead else ():
        check(spec, choices, ahead, way)


@given(sheets())
def test_no_level_of_a_way_is_higher_than_it_must_be(sheet: Sheet) -> None:
    spec, choices = sheet

    ahead = next_star(spec, choices)

    for way in ahead.ways if ahead else ():
        for change in way.changes:
            levels = spec.item(change.item).levels
            case = next(level.case for level in levels if level.order == change.to_order)
            start = change.from_order if any(lv.order == change.from_order and lv.case == case for lv in levels) else 0
            for level in levels:
                if level.case == case and (start or 0) < level.order < change.to_order:
                    lower = {**applied(choices, way.changes), change.item: level.order}
                    assert score(spec, lower).stars < ahead.stars


@given(sheets() | real_sheets())
def test_ways_change_as_many_items_but_never_the_same(sheet: Sheet) -> None:
    spec, choices = sheet

    ahead = next_star(spec, choices)

    if ahead is not None:
        touched = [frozenset(change.item for change in way.changes) for way in ahead.ways]
        assert len(set(touched)) == len(touched) <= MOST_WAYS
        assert len({len(items) for items in touched}) <= 1
        gated = {gate.item for gate in ahead.gates}
        for way in ahead.ways:
            assert gated <= {change.item for change in way.changes}
            first = [change.item in gated for change in way.changes]
            assert first == sorted(first, reverse=True)


@settings(max_examples=80)
@given(sheets(max_items=4))
def test_ways_are_the_cheapest_of_all(sheet: Sheet) -> None:
    spec, choices = sheet

    ahead = next_star(spec, choices)

    if ahead is not None:
        found = [cost_of(spec, choices, applied(choices, way.changes)) for way in ahead.ways]
        assert found == cheapest_of_all(spec, choices, ahead.stars)


def cheapest_of_all(spec: RubricSpec, choices: dict[str, Choice], stars: int) -> list[tuple[int, int, int, int]]:
    """Go through every sheet there is; return the costs of the cheapest for each group of items, at most three."""
    best: dict[frozenset[str], tuple[int, int, int, int]] = {}
    possible = [[choices[item.key], *(level.order for level in item.levels)] for item in spec.items]
    for picks in product(*possible):
        sheet = {item.key: pick for item, pick in zip(spec.items, picks, strict=True)}
        cost = cost_of(spec, choices, sheet)
        if cost is not None and score(spec, sheet).stars >= stars:
            items = frozenset(key for key in sheet if sheet[key] != choices[key])
            best[items] = min(best.get(items, cost), cost)
    ordered = sorted(best.values())
    return [cost for cost in ordered if cost[:2] == ordered[0][:2]][:MOST_WAYS]


def cost_of(spec: RubricSpec, now: dict[str, Choice], then: dict[str, Choice]) -> tuple[int, int, int, int] | None:
    """Return cases changed, items, steps and points raised; None where an item goes down within its case."""
    cases = items = steps = points = 0
    for item in spec.items:
        old, new = now[item.key], then[item.key]
        if old == new:
            continue
        level = next(level for level in item.levels if level.order == new)
        before = next((level for level in item.levels if level.order == old), None)
        ladder = [other.order for other in item.levels if other.case == level.case]
        if before is not None and before.case == level.case:
            if level.order < before.order:
                return None
            steps += ladder.index(level.order) - ladder.index(before.order)
        else:
            steps += ladder.index(level.order) + 1
            cases += before is not None
        items += 1
        points += max(0, level.points - (before.points if before else 0))
    return cases, items, steps, points


# -- Examples --------------------------------------------------------------------------------------------------------
BANDS = tuple(BandSpec(stars, lower) for stars, lower in ((5, 90), (4, 70), (3, 50), (2, 30), (1, 0)))


def ladder(key: str, *points: int, gate: dict[int, int] | None = None) -> ItemSpec:
    marks = gate or {}
    levels = tuple(LevelSpec(n, value, gate_stars=marks.get(n)) for n, value in enumerate(points, start=1))
    return ItemSpec(key, key, key, "A", max(points), levels)


def spec_of(*items: ItemSpec) -> RubricSpec:
    return RubricSpec("X", 1, "", (PartSpec("A", "", 100),), items, BANDS)


def test_one_item_with_more_steps_is_cheaper_than_two_items_with_fewer() -> None:
    spec = spec_of(ladder("base", 45), ladder("one", 1, 3, 5), ladder("two", 2), ladder("three", 3))

    ahead = next_star(spec, {"base": 1, "one": None, "two": None, "three": None})

    assert ahead is not None
    assert [[(c.item, c.from_points, c.to_points) for c in way.changes] for way in ahead.ways] == [[("one", 0, 5)]]


def test_gate_comes_first_even_where_points_suffice() -> None:
    spec = spec_of(ladder("base", 60), ladder("gated", 1, 2, gate={2: 3}), ladder("other", 5))

    ahead = next_star(spec, {"base": 1, "gated": 1, "other": None})

    assert ahead is not None
    assert (ahead.stars, ahead.points_missing) == (3, 0)
    assert [(change.item, change.to_points) for change in ahead.changes] == [("gated", 2)]


def test_equal_ways_are_all_offered_and_no_more_than_three() -> None:
    spec = spec_of(ladder("base", 49), *(ladder(f"item{n}", 1) for n in range(5)))

    ahead = next_star(spec, {"base": 1, **{f"item{n}": None for n in range(5)}})

    assert ahead is not None
    assert [way.changes[0].item for way in ahead.ways] == ["item0", "item1", "item2"]
    assert all(way.total_after == 50 for way in ahead.ways)


def test_no_way_is_offered_where_the_set_cannot_reach_the_star() -> None:
    spec = spec_of(ladder("base", 40), ladder("little", 1))

    ahead = next_star(spec, {"base": 1, "little": None})

    assert ahead is not None
    assert (ahead.ways, ahead.changes, ahead.total_after) == ((), (), 40)


def test_case_is_changed_only_where_nothing_else_helps() -> None:
    cases = (LevelSpec(1, 1, case=1), LevelSpec(2, 2, case=1), LevelSpec(3, 9, case=2))
    item = ItemSpec("cases", "cases", "", "A", 9, cases)
    staying = spec_of(ladder("base", 48), item, ladder("other", 1))
    changing = spec_of(ladder("base", 45), replace(item), ladder("other", 1))

    stays = next_star(staying, {"base": 1, "cases": 1, "other": None})
    changes = next_star(changing, {"base": 1, "cases": 1, "other": None})

    assert stays is not None
    assert [[c.item for c in way.changes] for way in stays.ways] == [["cases"], ["other"]]
    assert changes is not None
    assert [(c.item, c.to_points) for c in changes.changes] == [("cases", 9)]


def test_advice_for_the_largest_real_set_takes_less_than_a_twentieth_of_a_second() -> None:
    spec = max(real_specs(), key=lambda spec: len(spec.items))

    took = []
    for _attempt in range(5):
        begun = time.process_time()
        next_star(spec, {})
        took.append(time.process_time() - begun)

    assert min(took) < 0.05
