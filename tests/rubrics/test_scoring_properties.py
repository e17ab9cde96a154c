"""Scoring against a second implementation, over invented sets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from rubrics.scoring import (
    Choice,
    MissingItemsError,
    NotALevelError,
    RubricSpec,
    UnknownItemError,
    choices_from_points,
    levels_chosen,
    score,
)
from tests.rubrics.specs import passes, points_of, result_of, sheets


@given(sheets())
def test_score_agrees_with_second_implementation(sheet: tuple[RubricSpec, dict[str, Choice]]) -> None:
    spec, choices = sheet

    result = score(spec, choices)

    assert (result.total, result.stars_by_points, result.stars) == result_of(spec, choices)
    assert result.parts == {
        part.code: sum(points_of(item, choices[item.key]) for item in spec.items if item.part == part.code)
        for part in spec.parts
    }


@given(sheets())
def test_unmet_gates_are_those_between_stars_and_stars_by_points(sheet: tuple[RubricSpec, dict[str, Choice]]) -> None:
    spec, choices = sheet

    result = score(spec, choices)

    between = range(result.stars + 1, result.stars_by_points + 1)
    expected = {
        (item.key, stars)
        for stars in between
        for item in spec.items
        if any(level.gate_stars == stars for level in item.levels) and not passes(item, choices[item.key], stars)
    }
    assert {(gate.item, gate.for_stars) for gate in result.unmet_gates} == expected
    assert len(result.unmet_gates) == len(expected)
    assert bool(expected) == (result.stars < result.stars_by_points)


@given(sheets())
def test_unmet_gate_names_a_level_that_passes_it(sheet: tuple[RubricSpec, dict[str, Choice]]) -> None:
    spec, choices = sheet

    result = score(spec, choices)

    for gate in result.unmet_gates:
        item = spec.item(gate.item)
        assert passes(item, gate.needs_order, gate.for_stars)
        assert points_of(item, gate.needs_order) == gate.needs_points


@given(sheets())
def test_gates_not_held_leave_stars_by_points(sheet: tuple[RubricSpec, dict[str, Choice]]) -> None:
    spec, choices = sheet

    result = score(replace(spec, holds_gates=False), choices)

    assert result.stars == result.stars_by_points
    assert result.unmet_gates == ()


@given(sheets())
def test_raising_an_item_within_its_case_never_loses_a_star(sheet: tuple[RubricSpec, dict[str, Choice]]) -> None:
    spec, choices = sheet
    before = score(spec, choices)

    for item in spec.items:
        now = choices[item.key]
        case = None if now is None else item.level(now).case
        higher = [level.order for level in item.levels if now is None or (level.case == case and level.order > now)]
        for order in higher:
            assert score(spec, {**choices, item.key: order}).stars >= before.stars


@given(sheets())
def test_choices_from_points_take_the_first_level_with_those_points(
    sheet: tuple[RubricSpec, dict[str, Choice]],
) -> None:
    spec, choices = sheet
    points = {item.key: points_of(item, choices[item.key]) for item in spec.items}

    found = choices_from_points(spec, points)

    for item in spec.items:
        same = [level.order for level in item.levels if level.points == points[item.key]]
        assert found[item.key] == (same[0] if same else None)


@given(sheets())
def test_sheet_with_open_items_is_refused_unless_partial(sheet: tuple[RubricSpec, dict[str, Choice]]) -> None:
    spec, choices = sheet
    first = spec.items[0].key
    rest = {key: choice for key, choice in choices.items() if key != first}

    with pytest.raises(MissingItemsError) as caught:
        score(spec, rest)

    assert caught.value.keys == (first,)
    assert score(spec, rest, partial=True) == score(spec, {**choices, first: None})


@given(sheets())
def test_sheet_that_does_not_fit_is_refused(sheet: tuple[RubricSpec, dict[str, Choice]]) -> None:
    spec, choices = sheet

    with pytest.raises(UnknownItemError):
        score(spec, {**choices, "99": None})
    for wrong in (0, -1, 99, True, 1.0, "1"):
        with pytest.raises(NotALevelError):
            levels_chosen(spec, {**choices, "0": wrong})
    with pytest.raises(NotALevelError):
        choices_from_points(spec, {"0": 10})
