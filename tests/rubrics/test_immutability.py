"""A published decision cannot change, whoever tries, on the database in use."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.checks import Tags, run_checks
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.forms.models import model_to_dict

from rubrics import triggers
from rubrics.models import Band, Criterion, Decision, Level, Part, Rubric, Stage
from rubrics.services import DecisionDiffersError, Outcome, publish_decision
from tests.factories.rubrics import CODE_2026, COFFEE_2026, law_data, publish_law

pytestmark = pytest.mark.django_db

ALL = [Decision, Band, Stage, Rubric, Part, Criterion, Level]
CHANGES = {
    Decision: {"valid_to": "2030-01-01"},
    Band: {"lower": 89},
    Stage: {"send_up_from": 10},
    Rubric: {"name": "Khác"},
    Part: {"max_points": 41},
    Criterion: {"max_points": 9},
    Level: {"points": 9},
}


def first(model: type[Model]) -> Model:
    publish_law()
    return model.objects.order_by("pk").first()


@pytest.mark.parametrize("model", ALL)
def test_published_row_cannot_be_changed(model: type[Model]) -> None:
    row = first(model)

    with pytest.raises(IntegrityError, match="published decision"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**CHANGES[model])

    before = model_to_dict(row)
    row.refresh_from_db()
    assert model_to_dict(row) == before


@pytest.mark.parametrize("model", ALL)
def test_published_row_cannot_be_removed(model: type[Model]) -> None:
    row = first(model)

    with pytest.raises(IntegrityError, match="published decision"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")

    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [model for model in ALL if model is not Decision])
def test_published_decision_takes_no_new_rows(model: type[Model]) -> None:
    row = first(model)
    row.pk = None
    for name, value in {"order": 999, "number": 99, "code": "Z", "key": "99", "stars": 1, "level": "x"}.items():
        if hasattr(row, name):
            setattr(row, name, value)

    with pytest.raises(IntegrityError, match="published decision"), transaction.atomic():
        row.save(force_insert=True)


def test_row_cannot_be_moved_into_a_published_decision() -> None:
    published = publish_law()
    draft = Decision.objects.create(
        code="1/2030/QĐ-TTg", slug="1-2030", valid_from="2030-01-01", issued_on="2030-01-01", holds_gates=True
    )
    band = Band.objects.create(decision=draft, stars=1, lower=1)

    with pytest.raises(IntegrityError, match="published decision"), transaction.atomic():
        Band.objects.filter(pk=band.pk).update(decision=published)


def test_published_decision_cannot_be_taken_back() -> None:
    decision = publish_law()

    with pytest.raises(IntegrityError, match="published decision"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(published_at=None)
    with pytest.raises(IntegrityError, match="published decision"), transaction.atomic():
        decision.delete()


@pytest.mark.postgres
def test_published_tables_cannot_be_truncated() -> None:
    publish_law()
    connection.check_constraints()  # PostgreSQL truncates nothing while foreign keys wait to be checked

    for table in triggers.GUARDED:
        with pytest.raises(IntegrityError, match="published decision"), transaction.atomic():
            connection.cursor().execute(f"TRUNCATE {table} CASCADE")


def test_decision_that_is_not_published_can_change() -> None:
    draft = Decision.objects.create(
        code="1/2030/QĐ-TTg", slug="1-2030", valid_from="2030-01-01", issued_on="2030-01-01", holds_gates=True
    )
    band = Band.objects.create(decision=draft, stars=1, lower=1)

    Band.objects.filter(pk=band.pk).update(lower=0)
    draft.delete()

    assert not Band.objects.filter(pk=band.pk).exists()


def test_missing_trigger_is_named_by_the_system_check() -> None:
    table = " ON rubrics_level" if connection.vendor == "postgresql" else ""
    connection.cursor().execute(f"DROP TRIGGER rubrics_level_guard_update{table}")

    messages = run_checks(tags=[Tags.database], databases=["default"])

    assert [message.msg for message in messages if message.id == "rubrics.E001"] == [
        "The trigger rubrics_level_guard_update of published decisions is missing."
    ]


def test_triggers_are_put_up_again() -> None:
    triggers.remove()
    assert len(triggers.missing()) == len(triggers.names(connection.vendor))

    triggers.install()
    triggers.install()

    assert triggers.missing() == []


def test_publishing_the_same_again_changes_nothing() -> None:
    data = replace(law_data(CODE_2026), sets=[])

    assert publish_decision(data=data) is Outcome.PUBLISHED
    stamp = Decision.objects.get().published_at
    assert publish_decision(data=data) is Outcome.UNCHANGED
    assert Decision.objects.get().published_at == stamp


def test_publishing_something_else_under_the_same_code_is_refused() -> None:
    publish_law()
    data = law_data(CODE_2026)
    coffee = next(each for each in data.sets if each.number == COFFEE_2026)

    with pytest.raises(DecisionDiffersError) as more_sets:
        publish_decision(data=data)
    with pytest.raises(DecisionDiffersError) as other_terms:
        publish_decision(data=replace(data, sets=[coffee], facts=data.facts | {"terms": {}}))

    assert "set 1" in more_sets.value.differences
    assert "set 13" not in more_sets.value.differences
    assert other_terms.value.differences == ("decision.toml",)
    assert Rubric.objects.count() == 1
