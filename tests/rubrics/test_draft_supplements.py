"""A decision published without sets, because its text was not at hand, takes them once from an office's draft."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from activity.errors import Refused
from rubrics import selectors, services
from rubrics.lawfiles.sheets import set_workbook
from rubrics.lawfiles.texts import read_facts, read_set
from rubrics.lawfiles.writing import set_text
from rubrics.models import Decision, Level, Rubric
from rubrics.services import Outcome, publish_decision
from tests.factories.accounts import make_person
from tests.factories.rubrics import CODE_2023, law_data, publish_law

pytestmark = pytest.mark.django_db
COFFEE = 13


@pytest.fixture
def first():
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def second():
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def draft(first):
    """A draft of 148/QĐ-TTg with the parts of its sheet, as an office begins it that has the text."""
    made = services.begin_draft(name="148, toàn văn", actor=first, base=publish_law(CODE_2023))
    facts, _problems = read_facts(made.facts)
    facts |= {"parts": {"A": 40, "B": 25, "C": 35}, "holds_gates": True}
    return services.save_facts(draft=made, facts=facts, actor=first, version=made.version)


def coffee():
    return next(one for one in law_data("26/2026/QĐ-TTg").sets if one.number == COFFEE)


def add_coffee(draft, actor):
    services.save_set(draft=draft, text=set_text(coffee()), actor=actor, version=draft.version)
    draft.refresh_from_db()
    return draft


def publish(draft, first, second):
    return services.publish_draft(draft=services.hand_in(draft=draft, actor=first), actor=second)


def test_office_enters_148_from_xlsx_and_a_second_person_publishes_it(client, draft, first, second):
    before = Decision.objects.get(code=CODE_2023)
    client.force_login(first)
    book = SimpleUploadedFile("bo-13.xlsx", set_workbook(coffee()))
    client.post(reverse("rubrics:set_import", args=[draft.pk]), {"upload": book, "version": draft.version})
    page = client.get(reverse("rubrics:draft", args=[draft.pk]))
    client.post(reverse("rubrics:draft_act", args=[draft.pk, "hand_in"]))
    client.force_login(second)
    client.post(reverse("rubrics:draft_act", args=[draft.pk, "publish"]))

    decision = Decision.objects.get(code=CODE_2023)
    rubric = decision.rubrics.get()
    assert page.context["lacking"] == before
    assert (decision.pk, decision.content_hash, decision.holds_gates) == (before.pk, before.content_hash, True)
    assert (rubric.number, rubric.being_added) == (COFFEE, False)
    assert Level.objects.filter(criterion__rubric=rubric).count() > 80
    assert rubric.get_absolute_url() in client.get(reverse("rubrics:index")).content.decode()


def test_added_sets_are_shut_for_good(draft, first, second):
    publish(add_coffee(draft, first), first, second)
    rubric = Rubric.objects.get(decision__code=CODE_2023)

    for change in (
        lambda: Rubric.objects.filter(pk=rubric.pk).update(name="Khác"),
        lambda: Rubric.objects.filter(pk=rubric.pk).update(being_added=True),
        lambda: Level.objects.filter(criterion__rubric=rubric).update(points=1),
        lambda: Decision.objects.filter(code=CODE_2023).update(holds_gates=False),
        lambda: Rubric.objects.create(
            decision=rubric.decision, number=14, name="Thêm", industry_code="I", industry="x", being_added=True
        ),
    ):
        with pytest.raises(IntegrityError, match="published decision"), transaction.atomic():
            change()


def test_loading_the_files_again_changes_nothing(draft, first, second):
    publish(add_coffee(draft, first), first, second)

    outcome = publish_decision(data=law_data(CODE_2023))
    call_command("load_rubrics", stdout=io.StringIO())

    assert outcome == Outcome.UNCHANGED
    assert Decision.objects.get(code=CODE_2023).rubrics.count() == 1


def test_sets_are_added_once(draft, first, second):
    publish(add_coffee(draft, first), first, second)
    again = services.begin_draft(name="Lần nữa", actor=first, base=Decision.objects.get(code=CODE_2023))

    with pytest.raises(Refused):
        services.hand_in(draft=again, actor=first)


def test_nothing_but_sets_is_added(draft, first):
    facts, _problems = read_facts(add_coffee(draft, first).facts)
    changed = services.save_facts(
        draft=draft, facts=facts | {"valid_from": date(2023, 3, 1)}, actor=first, version=draft.version
    )

    with pytest.raises(Refused, match="valid_from"):
        services.hand_in(draft=changed, actor=first)


def test_draft_without_a_set_adds_nothing(draft, first):
    with pytest.raises(Refused):
        services.hand_in(draft=draft, actor=first)


def test_set_is_compared_with_the_newest_published_one_where_the_copied_decision_has_none(client, draft, first):
    publish_law()
    text = set_text(coffee())
    lines = text.splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("  1 | "))
    lines[place] += " (148)"
    row = services.save_set(draft=draft, text="\n".join(lines), actor=first, version=draft.version)
    client.force_login(first)

    page = client.get(reverse("rubrics:set_edit", args=[draft.pk, COFFEE])).content.decode()

    assert len(selectors.differences_to_base(row)) == 1
    assert "26/2026/QĐ-TTg" in page
    assert read_set(row.text, {})[1] == []
