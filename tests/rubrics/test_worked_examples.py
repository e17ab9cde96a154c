"""Sheets scored by hand under the real sets, with the arithmetic written down."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rubrics.scoring import EntryTotals, RubricSpec, choices_from_points, next_star, score, stars_for
from rubrics.selectors import rubric_by_number, spec_for
from tests.factories.rubrics import CODE_2019, CODE_2026, coffee_rubric, coffee_rubric_2019, publish_law

pytestmark = pytest.mark.django_db

# A coffee of Bờ Y, set 13 of 26/2026.
# A: 1.x  2+0+2+2+1+1+1 = 9;  2.x  2+2+2+0 = 6;  3.x  3+1+2+1+1 = 8;  together 23
# B: 4.x  2+3+3 = 8;  5.x  3+1+3 = 7;  together 15
# C: 6.1.x  2+1+2+2+1 = 8;  6.2.x  2+3 = 5;  7 to 11  3+2+1+2+1 = 9;  together 22
# Total 23 + 15 + 22 = 60.
COFFEE = {
    "1.1": 2, "1.2": 0, "1.3": 2, "1.4": 2, "1.5": 1, "1.6": 1, "1.7": 1,
    "2.1": 2, "2.2": 2, "2.3": 2, "2.4": 0,
    "3.1": 3, "3.2": 1, "3.3": 2, "3.4": 1, "3.5": 1,
    "4.1": 2, "4.2": 3, "4.3": 3,
    "5.1": 3, "5.2": 1, "5.3": 3,
    "6.1.1": 2, "6.1.2": 1, "6.1.3": 2, "6.1.4": 2, "6.1.5": 1, "6.2.1": 2, "6.2.2": 3,
    "7": 3, "8": 2, "9": 1, "10": 2, "11": 1,
}  # fmt: skip


@pytest.fixture
def coffee() -> RubricSpec:
    return spec_for(coffee_rubric())


def best(spec: RubricSpec) -> dict[str, int]:
    """Return the sheet with the most points in every item."""
    return {item.key: item.max_points for item in spec.items}


def gates(result: object) -> list[tuple[str, int, int]]:
    return [(gate.item, gate.for_stars, gate.needs_points) for gate in result.unmet_gates]


def test_coffee_with_sixty_points_has_three_stars(coffee: RubricSpec) -> None:
    result = score(coffee, choices_from_points(coffee, COFFEE))

    assert result.parts == {"A": 23, "B": 15, "C": 22}
    assert (result.total, result.stars_by_points, result.stars) == (60, 3, 3)
    assert gates(result) == []


def test_coffee_with_sixty_points_reaches_four_stars_by_its_eight_gates(coffee: RubricSpec) -> None:
    # Below the four-star mark: 1.5 1→2, 2.1 2→3, 2.3 2→3, 3.4 1→2, 3.5 1→2, 4.1 2→3 (one point each),
    # 5.1 3→5 and 9 1→3 (two points each): 6·1 + 2·2 = 10 points, 60 + 10 = 70.
    ahead = next_star(coffee, choices_from_points(coffee, COFFEE))

    assert (ahead.stars, ahead.points_needed, ahead.points_missing, ahead.total_after) == (4, 70, 10, 70)
    needed = {"1.5": 2, "2.1": 3, "2.3": 3, "3.4": 2, "3.5": 2, "4.1": 3, "5.1": 5, "9": 3}
    assert {gate.item: gate.needs_points for gate in ahead.gates} == needed
    assert {change.item: change.to_points for change in ahead.changes} == needed


def test_gate_costs_one_star(coffee: RubricSpec) -> None:
    # 100 less 2 in item 4.1 (3 of 5) is 98, five stars by points; ***** stands at 5 points of 4.1.
    result = score(coffee, choices_from_points(coffee, best(coffee) | {"4.1": 3}))

    assert (result.total, result.stars_by_points, result.stars) == (98, 5, 4)
    assert gates(result) == [("4.1", 5, 5)]


def test_gate_costs_two_stars(coffee: RubricSpec) -> None:
    # 100 less 2 in 3.5 (1 of 3: the mark is filed, not granted) is 98; **** stands at 2 points of 3.5.
    result = score(coffee, choices_from_points(coffee, best(coffee) | {"3.5": 1}))

    assert (result.total, result.stars_by_points, result.stars) == (98, 5, 3)
    assert gates(result) == [("3.5", 4, 2)]


def test_gates_of_both_lost_ranks_are_listed(coffee: RubricSpec) -> None:
    # 100 − 2 (3.5 at 1) − 3 (4.1 at 2) = 95. 3.5 and 4.1 lie below ****, 4.1 below ***** too.
    result = score(coffee, choices_from_points(coffee, best(coffee) | {"3.5": 1, "4.1": 2}))

    assert (result.total, result.stars_by_points, result.stars) == (95, 5, 3)
    assert gates(result) == [("3.5", 4, 2), ("4.1", 4, 3), ("4.1", 5, 5)]


def test_failed_item_costs_three_stars(coffee: RubricSpec) -> None:
    # "Không đạt" in 9 (food safety, *** at 1 point, **** at 3): 100 − 5 = 95, but not even three stars.
    choices = choices_from_points(coffee, best(coffee) | {"9": 0})

    result = score(coffee, choices)
    ahead = next_star(coffee, choices)

    assert (result.total, result.stars_by_points, result.stars) == (95, 5, 2)
    assert gates(result) == [("9", 3, 1), ("9", 4, 3)]
    assert (ahead.stars, ahead.points_missing) == (3, 0)
    assert [(change.item, change.from_points, change.to_points) for change in ahead.changes] == [("9", 0, 1)]


def test_best_sheet_has_five_stars_and_nothing_ahead(coffee: RubricSpec) -> None:
    choices = choices_from_points(coffee, best(coffee))

    assert score(coffee, choices).stars == 5
    assert next_star(coffee, choices) is None


def test_ninety_points_reach_five_stars_and_eighty_nine_do_not(coffee: RubricSpec) -> None:
    # No change falls below a mark: 4.3 4→2, 5.3 5→3 (*** at 1), 11 3→1, 1.4 3→1, 10 2→1, 3.2 1→0.
    less_10 = {"4.3": 2, "5.3": 3, "11": 1, "1.4": 1, "10": 1, "3.2": 0}  # 2+2+2+2+1+1 = 10
    less_11 = less_10 | {"1.7": 0}

    at_90 = score(coffee, choices_from_points(coffee, best(coffee) | less_10))
    at_89 = score(coffee, choices_from_points(coffee, best(coffee) | less_11))

    assert (at_90.total, at_90.stars) == (90, 5)
    assert (at_89.total, at_89.stars_by_points, at_89.stars) == (89, 4, 4)


def test_council_mean_of_89_5_stays_four_stars(coffee: RubricSpec) -> None:
    # "dưới 90" is four stars (26/2026); 1048 prints 70–89 and leaves 89.5 open: the lower bound 90 decides there too.
    old = spec_for(coffee_rubric_2019())
    counted = EntryTotals.of([89, 90])

    assert counted.mean == Fraction(179, 2)
    assert stars_for(counted.sum, counted.count, coffee.bands) == 4
    assert stars_for(counted.sum, counted.count, old.bands) == 4


def test_1048_gives_stars_by_points_alone() -> None:
    # Set 14 of 1048: A 35, B 25, C 40. "Không đạt" in 9 (5 points) and in 8.1 (3) and 8.2 (2): 100 − 10 = 90.
    # Under 26/2026 the missing food-safety papers would cost three stars; 781/2020's requirements are not held.
    spec = spec_for(coffee_rubric_2019())

    result = score(spec, choices_from_points(spec, best(spec) | {"9": 0, "8.1": 0, "8.2": 0}))

    assert result.parts == {"A": 35, "B": 25, "C": 30}
    assert (result.total, result.stars_by_points, result.stars, result.unmet_gates) == (90, 5, 5, ())
    assert spec.holds_gates is False


def test_second_item_of_a_printed_code_has_its_own_key() -> None:
    spec = spec_for(coffee_rubric_2019())

    result = score(spec, choices_from_points(spec, best(spec) | {"6.1.3": 1, "6.1.3#2": 0}))

    assert (spec.item("6.1.3").title, spec.item("6.1.3#2").title) == ("Màu sắc", "Mùi")
    assert result.total == 97


def test_item_without_levels_is_all_or_nothing(coffee: RubricSpec) -> None:
    item = coffee.item("2.4")

    assert [(level.order, level.points) for level in item.levels] == [(1, 1)]
    assert score(coffee, choices_from_points(coffee, best(coffee) | {"2.4": 0})).total == 99


def test_tourism_alternative_cases_give_the_same_points() -> None:
    # Items 8, 9, 15 of set 26 have a case for communities and one for organisations, each with the same points.
    publish_law(CODE_2026, sets=(26,))
    spec = spec_for(rubric_by_number(publish_law(sets=(26,)), 26))
    item = spec.item("8")
    community = choices_from_points(spec, best(spec))

    organisation = score(spec, {**community, "8": 4})

    assert [(level.case, level.points) for level in item.levels] == [(1, 1), (1, 3), (2, 1), (2, 3)]
    assert community["8"] == 2
    assert organisation == score(spec, community)


def test_case_of_1048_that_cannot_reach_the_highest_points() -> None:
    # 3.2: organisations score 1 or 2, households 0 or 1. A household stays in its case: the advice goes elsewhere.
    spec = spec_for(coffee_rubric_2019())
    item = spec.item("3.2")
    # 100 − 1 (household, 1 of 2) − 5 (item 9 at 0) − 5 (item 7 at 0) = 89: one point is missing to five stars.
    choices = choices_from_points(spec, best(spec) | {"9": 0, "7": 0}) | {"3.2": 4}

    ahead = next_star(spec, choices)

    assert [(level.case, level.points) for level in item.levels] == [(1, 1), (1, 2), (2, 0), (2, 1)]
    assert score(spec, choices).total == 89
    assert ahead.points_missing == 1
    assert "3.2" not in {change.item for change in ahead.changes}


def test_repeated_points_choose_the_first_level() -> None:
    decision = publish_law(sets=(7, 23))
    set_7 = spec_for(rubric_by_number(decision, 7))
    set_23 = spec_for(rubric_by_number(decision, 23))

    assert [level.points for level in set_7.item("3.1").levels] == [1, 1, 3]
    assert [level.points for level in set_23.item("6.2").levels] == [1, 1, 3, 5]
    assert set_7.item("3.1").level_with_points(1).order == 1
    assert set_7.item("3.1").level(2).points == 1


@pytest.mark.parametrize("code", [CODE_2026, CODE_2019])
def test_best_sheet_of_every_set_has_a_hundred_points_and_five_stars(code: str) -> None:
    decision = publish_law(code, sets="all")

    for rubric in decision.rubrics.select_related("decision"):
        spec = spec_for(rubric)
        result = score(spec, choices_from_points(spec, best(spec)))

        assert (result.total, result.stars, spec.max_total) == (100, 5, 100), rubric
        assert next_star(spec, dict.fromkeys((item.key for item in spec.items), None)).stars == 2
