"""Written opinions once the council sees them all, and councils that also judge under decisions without them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from activity.errors import Conflict, Refused
from activity.models import JournalEntry
from evaluations import services
from evaluations.enums import RoundState
from evaluations.models import EvaluationRound, Sheet
from evaluations.selectors.deviations import deviations_of
from evaluations.selectors.written import may_be_written, written_of
from evaluations.services import RegulationFacts
from foundation import clock
from tests.evaluations.test_written import answer, ask, make_renewal
from tests.factories.evaluations import DAY, bring_to, entry_of, make_hall, make_round, submit_all, submit_sheet
from tests.factories.rubrics import CODE_2019, publish_law


@pytest.fixture
def found(hall):
    return make_renewal(hall)


def standing(found, member):
    standings = written_of(found)[entry_of(found).pk].standings
    return next(one for one in standings if one.member.user == member)


def reopen(hall, found, member):
    sheet = Sheet.objects.get(entry__round=found, member__user=member)
    services.reopen_sheet(sheet=sheet, actor=hall.officer, reason="Tích nhầm.")


def test_opinion_is_not_changed_once_all_are_open(client, hall, found):
    asked, member = ask(hall, found), hall.members[1]
    submit_all(hall, found, 80)
    answer(hall, asked, against=[member])
    bring_to(hall, found, RoundState.DISCUSSION)
    client.force_login(member)
    address = reverse("evaluations:opinion", args=[entry_of(found).pk])

    with pytest.raises(Conflict):
        answer(hall, asked, only=[member])
    client.post(address, {"opinion": "agree"})
    page = client.get(address)

    assert written_of(found)[entry_of(found).pk].differ
    assert 'name="opinion"' not in page.content.decode()


def test_opinion_is_not_given_for_the_first_time_once_all_are_open(hall, found):
    asked, (late, *others) = ask(hall, found, until=DAY), hall.members
    submit_all(hall, found, 80)
    answer(hall, asked, only=others)
    with clock.frozen(DAY + timedelta(days=1)):
        bring_to(hall, found, RoundState.DISCUSSION)

        with pytest.raises(Conflict):
            answer(hall, asked, only=[late])

    assert standing(found, late).opinion is None


def test_opinion_that_fell_with_its_sheet_is_given_again_after_the_term(client, hall, found):
    asked, member = ask(hall, found, until=DAY), hall.members[1]
    submit_all(hall, found, 80)
    answer(hall, asked, against=[member])
    with clock.frozen(DAY + timedelta(days=1)):
        bring_to(hall, found, RoundState.DISCUSSION)
        reopen(hall, found, member)
        submit_sheet(entry_of(found), member, 81)
        client.force_login(member)
        address = reverse("evaluations:opinion", args=[entry_of(found).pk])
        page = client.get(address).content.decode()

        client.post(address, {"opinion": "agree"})
        with pytest.raises(Conflict):
            answer(hall, asked, against=[member], only=[member])

    assert 'name="opinion"' in page
    assert standing(found, member).counts
    assert standing(found, member).opinion.agrees
    assert "Sản lượng đã giảm hẳn" in JournalEntry.objects.filter(action="give_opinion").latest("pk").before


def test_opinion_that_fell_is_awaited_before_the_round_is_closed(hall):
    found = make_renewal(hall, quorum_percent=50)
    asked, member = ask(hall, found), hall.members[1]
    submit_all(hall, found, 80)
    answer(hall, asked, against=[member])
    bring_to(hall, found, RoundState.DISCUSSION)
    reopen(hall, found, member)
    submit_sheet(entry_of(found), member, 81)

    with pytest.raises(Refused, match="Thành viên 2"):
        services.close_round(evaluation_round=found, actor=hall.officer)

    answer(hall, asked, only=[member])
    services.close_round(evaluation_round=found, actor=hall.officer)
    assert entry_of(found).result["written"]["agree"] == 3


def test_journal_says_nothing_of_answers_that_are_still_closed(hall, found):
    asked, member = ask(hall, found), hall.members[1]
    submit_all(hall, found, 80)
    answer(hall, asked, against=[member], only=[member])

    answer(hall, asked, only=[member])

    entries = JournalEntry.objects.filter(action="give_opinion")
    assert entries.count() == 2
    assert not [row for row in entries if "Sản lượng" in f"{row.before}{row.after}"]


# -- The decision that knows none ------------------------------------------------------------------------------------
@pytest.fixture
def old(db):
    with clock.frozen(DAY.replace(year=2021)):
        made = make_hall(law=publish_law(CODE_2019), level="district", members=3)
        facts = RegulationFacts(written_opinions=True)
        services.set_regulation(council=made.council, facts=facts, actor=made.officer)
        yield made


def posted(hall, **given):
    return {
        "office": hall.office.pk, "stage": hall.stage.pk, "name": "Đợt 1", "year": "2021", "ordinal": "1",
        "council": hall.council.pk, "opens_on": clock.today().isoformat(), "quorum_percent": "75",
        "quorum_base": "council", "chair_required": "on", "max_spread": "10", "gates_mode": "agreed",
        "missing_allowed": "on",
    } | given  # fmt: skip


def test_council_with_written_opinions_holds_a_round_under_an_older_decision(client, old):
    client.force_login(old.officer)

    client.post(reverse("evaluations:round_create"), posted(old))

    made = EvaluationRound.objects.get()
    assert deviations_of(made) == []
    assert not may_be_written(made)


def test_prepared_round_is_changed_after_the_council_took_written_opinions_on(client, old):
    services.set_regulation(council=old.council, facts=RegulationFacts(), actor=old.officer)
    made = make_round(old, state=RoundState.PREPARING)
    services.set_regulation(council=old.council, facts=RegulationFacts(written_opinions=True), actor=old.officer)
    made.refresh_from_db()
    client.force_login(old.officer)

    client.post(
        reverse("evaluations:round_edit", args=[made.pk]), posted(old, name="Đợt đổi tên", version=made.version)
    )

    made.refresh_from_db()
    assert made.name == "Đợt đổi tên"
