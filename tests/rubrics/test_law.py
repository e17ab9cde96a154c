"""The law that the project brings along: what is in it, and which decision holds when."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.core.management import call_command

from rubrics.models import Criterion, Decision, Level, Rubric
from rubrics.selectors import (
    decision_by_code,
    decision_in_force,
    decisions,
    is_in_force,
    leaf_criteria,
    level_ids,
    rubric_by_number,
    rubric_tree,
    rubrics_of,
    spec_for,
    stage,
    stages,
)
from rubrics.services import publish_decision
from tests.factories.rubrics import CODE_2019, CODE_2023, CODE_2026, coffee_rubric, law_data, publish_law

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole_law() -> None:
    call_command("load_rubrics", verbosity=0)


@pytest.fixture
def law() -> None:
    """Publish the three decisions with their coffee sets."""
    for code in (CODE_2019, CODE_2023, CODE_2026):
        publish_law(code)


def on(year: int, month: int, day: int) -> datetime.date:
    return datetime.date(year, month, day)


def test_all_sets_are_loaded(whole_law: None) -> None:
    assert [(decision.code, decision.rubric_count) for decision in decisions()] == [
        (CODE_2026, 26),
        (CODE_2023, 0),
        (CODE_2019, 22),
    ]
    numbers = set(decision_by_code(CODE_2019).rubrics.values_list("number", flat=True))
    assert set(range(1, 27)) - numbers == {3, 10, 16, 19}
    assert Level.objects.filter(is_printed=True).count() == 4904
    assert Level.objects.filter(gate_stars__isnull=False).count() == 572
    assert (
        not Level.objects.filter(gate_stars__isnull=False).exclude(criterion__rubric__decision__code=CODE_2026).exists()
    )
    for code, points in ((CODE_2026, [40, 25, 35]), (CODE_2019, [35, 25, 40])):
        for rubric in rubrics_of(decision_by_code(code)):
            assert list(rubric.parts.order_by("order").values_list("max_points", flat=True)) == points


def test_odd_prints_are_kept() -> None:
    publish_law(sets=(4, 7, 10, 11, 23))

    level = Level.objects.get(criterion__rubric__number=4, criterion__key="7", printed_points="13")
    nine = Criterion.objects.get(rubric__decision__code=CODE_2026, rubric__number=23, key="9")

    assert level.points == 3
    assert (nine.max_points, nine.printed_max) == (4, "4 1")
    assert any("6.2" in oddity for oddity in nine.rubric.oddities)
    assert Level.objects.filter(printed_points="–", points=0).count() == 4


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (on(2019, 8, 20), None),
        (on(2019, 8, 21), CODE_2019),
        (on(2021, 11, 17), CODE_2019),
        (on(2023, 2, 23), CODE_2019),
        (on(2023, 2, 24), CODE_2023),
        (on(2026, 5, 21), CODE_2023),
        (on(2026, 5, 22), CODE_2026),
    ],
)
def test_decision_in_force(law: None, day: datetime.date, code: str | None) -> None:
    decision = decision_in_force(day)

    assert (decision and decision.code) == code


def test_replaced_decision_holds_through_the_transition(law: None) -> None:
    old = decision_by_code(CODE_2023)

    assert is_in_force(old, on(2026, 7, 21))
    assert not is_in_force(old, on(2026, 7, 22))


def test_later_decision_ends_an_earlier_one_without_changing_it() -> None:
    old = publish_law()
    data = law_data(CODE_2026)
    facts = data.facts | {
        "code": "9/2030/QĐ-TTg",
        "valid_from": on(2030, 1, 1),
        "replaces": [CODE_2026],
        "terms": {"transition_days": 30},
    }
    publish_decision(data=replace(data, facts=facts, sets=[], path=data.path.parent.parent / "new" / "decision.toml"))

    assert is_in_force(old, on(2030, 1, 31))
    assert not is_in_force(old, on(2030, 2, 1))
    assert decision_in_force(on(2030, 1, 1)).code == "9/2030/QĐ-TTg"


def test_stages_of_each_time(law: None) -> None:
    def summary(code: str, day: datetime.date) -> list[tuple]:
        found = stages(decision_by_code(code), day)
        return [(each.level, each.scores, each.recognises, each.send_up_from) for each in found]

    assert summary(CODE_2019, on(2021, 11, 17)) == [
        ("commune", False, (), None),
        ("district", True, (), 50),
        ("province", True, (3, 4), 90),
        ("centre", True, (5,), None),
    ]
    assert summary(CODE_2023, on(2024, 3, 25)) == [
        ("commune", False, (), None),
        ("district", True, (3,), 70),
        ("province", True, (4,), 90),
        ("centre", True, (5,), None),
    ]
    new = [("commune", False, (), None), ("province", True, (3, 4), 90), ("centre", True, (5,), None)]
    assert summary(CODE_2023, on(2025, 7, 6)) == new
    assert summary(CODE_2026, on(2026, 6, 1)) == new


def test_stage_that_does_not_exist_any_more(law: None) -> None:
    decision = decision_by_code(CODE_2023)

    assert stage(decision, "district", on(2025, 7, 5)).recognises == (3,)
    assert stage(decision, "district", on(2025, 7, 6)) is None
    assert stage(decision, "commune", on(2025, 7, 6)).gives_opinions


def test_terms_that_are_not_stated_are_none(law: None) -> None:
    new, old = decision_by_code(CODE_2026), decision_by_code(CODE_2023)

    assert (new.term("certificate_months"), new.term("commune_working_days")) == (36, 15)
    assert new.term("dossier_lead_working_days") is None
    assert old.term("dossier_lead_working_days") == 1
    assert old.term("commune_working_days") is None
    assert decision_by_code(CODE_2019).term("dossier_lead_working_days") == 2


def test_dossier_items_of_the_decisions(law: None) -> None:
    required = {
        code: sum(item["required"] for item in decision_by_code(code).dossier_items) for code in (CODE_2019, CODE_2026)
    }

    assert required == {CODE_2019: 5, CODE_2026: 3}
    assert len(decision_by_code(CODE_2019).dossier_items) == 18
    assert len(decision_by_code(CODE_2026).dossier_items) == 18


def test_spec_is_read_once_for_a_published_set(django_assert_num_queries) -> None:
    rubric = coffee_rubric()

    spec = spec_for(rubric)

    with django_assert_num_queries(0):
        assert spec_for(rubric) is spec


def test_spec_and_rows_name_the_same_levels() -> None:
    rubric = coffee_rubric()

    spec = spec_for(rubric)
    ids = level_ids(rubric)

    assert {(item.key, level.order) for item in spec.items for level in item.levels} == ids.keys()
    row = Level.objects.get(pk=ids["4.1", 4])
    assert (row.points, row.gate_stars) == (5, 5)


def test_tree_holds_every_criterion_in_the_order_of_the_print(django_assert_num_queries) -> None:
    rubric = coffee_rubric()

    with django_assert_num_queries(3):
        tree = rubric_tree(rubric)

    def walk(nodes: tuple) -> list[str]:
        return [key for node in nodes for key in (node.criterion.key, *walk(node.children))]

    printed = list(rubric.criteria.order_by("order").values_list("key", flat=True))
    assert [key for node in tree for key in walk(node.children)] == printed


def test_leaves_come_with_part_and_levels(django_assert_num_queries) -> None:
    rubric = coffee_rubric()

    with django_assert_num_queries(2):
        leaves = [(leaf.key, leaf.part.code, len(leaf.levels.all())) for leaf in leaf_criteria(rubric)]

    assert len(leaves) == 34
    assert leaves[0] == ("1.1", "A", 3)


def test_unknown_decision_and_set() -> None:
    decision = publish_law()

    with pytest.raises(Decision.DoesNotExist):
        decision_by_code("1/2030/QĐ-TTg")
    with pytest.raises(Rubric.DoesNotExist):
        rubric_by_number(decision, 14)
