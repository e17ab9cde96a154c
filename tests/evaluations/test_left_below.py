"""26/2026/QĐ-TTg: below 90 at the Ministry the province may use the result for the stars that it recognises."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from activity.errors import NotAllowed, Refused
from activity.models import Notification
from directives import services as directives
from evaluations import services
from evaluations.enums import CouncilRole, Outcome, RoundState
from evaluations.models import Certificate, Entry, EvaluationRound, Recognition, TeamRecusal
from evaluations.selectors import entries_visible_to
from evaluations.selectors.adopting import left_to_user
from evaluations.services import RoundFacts
from foundation import clock
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.evaluations import (
    bring_to,
    close,
    decide,
    decision_of,
    entry_of,
    make_hall,
    make_round,
    propose,
    submit_all,
    submit_sheet,
)


@pytest.fixture
def hall(db):
    return make_hall(members=2)


class Ministry:
    """The centre with its office, committee, people and a council of two."""

    def __init__(self, law):
        unit = make_unit(level="centre")
        self.committee = make_office(unit=unit)
        self.office = make_office(unit=unit, kind="agriculture", parent=self.committee, runs_rounds=True)
        self.officer = make_person(Role.ROUND_OFFICER, self.office)
        self.head = make_person(Role.LEADER, self.office)
        self.leader = make_person(Role.LEADER, self.committee)
        self.clerk = make_person(Role.CLERK, self.committee)
        self.law, self.training = law, False
        self.council = services.create_council(office=self.office, name="Hội đồng trung ương", actor=self.officer)
        self.members = []
        for role in (CouncilRole.CHAIR, CouncilRole.MEMBER):
            person = make_person(Role.COUNCIL_MEMBER, self.office)
            services.add_member(council=self.council, user=person, actor=self.officer, role=role)
            self.members.append(person)


def sent_up(hall, number=1):
    found = make_round(hall, entries=number)
    submit_all(hall, found, 92)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    close(hall, found)
    bring_to(hall, found, RoundState.PUBLISHED)
    return [entry.dossier for entry in found.entries.select_related("dossier__product").order_by("order")]


def judged_above(ministry, dossiers, totals):
    """Score the dossiers at the centre with these totals and publish."""
    stage = ministry.law.stages.get(level="centre")
    facts = RoundFacts(
        name="Đợt trung ương", stage=stage, council=ministry.council, year=2026, ordinal=1, opens_on=clock.today()
    )
    found = services.create_round(office=ministry.office, facts=facts, actor=ministry.officer)
    services.choose_dossiers(evaluation_round=found, dossiers=dossiers, actor=ministry.officer)
    services.fix_dossiers(evaluation_round=found, actor=ministry.officer)
    services.open_scoring(evaluation_round=found, actor=ministry.officer)
    for entry, total in zip(found.entries.order_by("order"), totals, strict=True):
        for member in ministry.members:
            submit_sheet(entry, member, total)
    services.open_discussion(evaluation_round=found, actor=ministry.officer)
    services.close_round(evaluation_round=found, actor=ministry.officer)
    found.refresh_from_db()
    return bring_to(ministry, found, RoundState.PUBLISHED)


def test_outcome_by_points_at_the_centre(hall):
    ministry = Ministry(hall.law)

    found = judged_above(ministry, sent_up(hall, 4), (90, 89, 70, 49))

    outcomes = [entry.outcome for entry in found.entries.order_by("order")]
    assert outcomes == [Outcome.RECOGNISED, Outcome.LEFT_BELOW, Outcome.LEFT_BELOW, Outcome.NOTICE]
    text = str(decision_of(found).content)
    assert "Chuyển kết quả của 2 sản phẩm" in text
    assert Recognition.objects.count() == 1
    assert Notification.objects.filter(kind="result_left", recipient=hall.officer).exists()


def test_stage_without_the_rule_leaves_nothing(hall):
    found = make_round(hall)
    submit_all(hall, found, 40)
    services.open_discussion(evaluation_round=found, actor=hall.officer)

    close(hall, found)

    assert entry_of(found).outcome == Outcome.NOTICE


def test_province_uses_the_result_and_recognises_by_its_own_decision(hall, client):
    ministry = Ministry(hall.law)
    (dossier,) = sent_up(hall)
    judged_above(ministry, [dossier], (88,))
    client.force_login(hall.officer)
    address = reverse("evaluations:left_results")
    row = Entry.objects.get(outcome=Outcome.LEFT_BELOW)

    assert str(dossier.product) in client.get(address).content.decode()
    client.post(address, {"office": hall.office.pk, "entries": [row.pk]})
    made = hall.office.evaluation_rounds.get(adopts=row.round)
    propose(hall, made)
    decide(hall, made, "check", "form_check", "approve", "issue")

    certificate = Certificate.objects.get(entry__round=made)
    dossier.refresh_from_db()
    assert (certificate.stars, certificate.recognition.issuer) == (4, hall.committee)
    assert (dossier.outcome, dossier.outcome_stars) == (Outcome.RECOGNISED, 4)
    assert set(made.papers.values_list("kind", flat=True)) == {
        "decision", "commune_notice", "producer_notice", "certificate",
    }  # fmt: skip
    assert ministry.committee.name in str(decision_of(made).content)
    assert str(dossier.product) not in client.get(address).content.decode()


def test_result_is_used_once_and_only_by_the_office_that_sent_it_up(hall, client):
    ministry = Ministry(hall.law)
    judged_above(ministry, sent_up(hall), (88,))
    row = Entry.objects.get(outcome=Outcome.LEFT_BELOW)
    other = make_hall(law=hall.law, members=1)

    with pytest.raises(Refused):
        services.adopt_results(office=other.office, entries=[row], actor=other.officer)
    with pytest.raises(NotAllowed):
        services.adopt_results(office=hall.office, entries=[row], actor=other.officer)
    made = services.adopt_results(office=hall.office, entries=[row], actor=hall.officer)
    with pytest.raises(Refused):
        services.adopt_results(office=hall.office, entries=[row], actor=hall.officer)
    with pytest.raises(Refused):
        services.reopen_round(evaluation_round=made, actor=hall.officer, reason="Bàn lại.")
    client.force_login(other.officer)
    assert str(row.dossier.product) not in client.get(reverse("evaluations:left_results")).content.decode()
    client.force_login(hall.commune_officer)
    assert client.get(reverse("evaluations:left_results")).status_code == 403


def test_voided_decision_leaves_the_used_results_to_be_proposed_again(hall):
    ministry = Ministry(hall.law)
    judged_above(ministry, sent_up(hall), (88,))
    made = services.adopt_results(
        office=hall.office, entries=[Entry.objects.get(outcome=Outcome.LEFT_BELOW)], actor=hall.officer
    )
    propose(hall, made)

    directives.act(document=decision_of(made), action="void", actor=hall.officer, reason="Sai thể thức.")

    made.refresh_from_db()
    assert made.state == RoundState.CLOSED
    assert propose(hall, made).state == RoundState.PROPOSED


def test_list_of_results_costs_the_same_for_one_and_three(hall, client):
    first, second = Ministry(hall.law), Ministry(hall.law)
    client.force_login(hall.officer)

    def queries():
        client.get(reverse("evaluations:left_results"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("evaluations:left_results")).status_code == 200
        return len(captured)

    judged_above(first, sent_up(hall), (88,))
    one = queries()
    judged_above(second, sent_up(hall, 2), (88, 87))

    assert queries() == one
    assert Entry.objects.filter(outcome=Outcome.LEFT_BELOW).count() == 3


def recused_and_sent_up(hall):
    """Send a product up from which the second member is recused."""
    found = make_round(hall, quorum_percent=50)
    entry, member = entry_of(found), hall.members[1]
    recusal = services.declare_recusal(entry=entry, actor=member, reason="Anh em.")
    services.answer_recusal(recusal=recusal, actor=hall.officer, accepted=True)
    submit_sheet(entry, hall.members[0], 92)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    close(hall, found)
    bring_to(hall, found, RoundState.PUBLISHED)
    return entry.dossier


def test_member_recused_below_is_recused_from_the_used_result(hall, client):
    member, other = hall.members[1], make_person(Role.ROUND_OFFICER, hall.office)
    judged_above(Ministry(hall.law), [recused_and_sent_up(hall)], (88,))
    TeamRecusal.objects.create(
        entry=Entry.objects.get(outcome=Outcome.PROPOSED_UP), user=other, reason="Chị dâu.", state="confirmed",
        confirmed_by=hall.officer,
    )  # fmt: skip
    row = Entry.objects.get(outcome=Outcome.LEFT_BELOW)

    with pytest.raises(Refused):
        services.adopt_results(office=hall.office, entries=[row], actor=other)
    assert left_to_user(other) == []
    made = services.adopt_results(office=hall.office, entries=[row], actor=hall.officer)

    taken = made.entries.get()
    for person in (member, other):
        client.force_login(person)
        assert client.get(reverse("evaluations:entry", args=[taken.pk])).status_code == 404
        assert taken not in entries_visible_to(person)
    client.force_login(hall.members[0])
    assert client.get(reverse("evaluations:entry", args=[taken.pk])).status_code == 200


def test_used_result_names_no_member_of_the_council_above(hall, client):
    ministry = Ministry(hall.law)
    (dossier,) = sent_up(hall)
    judged_above(ministry, [dossier], (88,))
    EvaluationRound.objects.filter(office=hall.office).update(names_to_producer=True)

    made = services.adopt_results(
        office=hall.office, entries=[Entry.objects.get(outcome=Outcome.LEFT_BELOW)], actor=hall.officer
    )

    entry = made.entries.get()
    assert [row["total"] for row in entry.result["counted"]] == ["88", "88"]
    bring_to(hall, made, RoundState.PUBLISHED)
    for reader in (hall.members[0], hall.officer, dossier.producer.created_by):
        client.force_login(reader)
        page = client.get(reverse("evaluations:entry", args=[entry.pk])).content.decode()
        assert "88" in page
        assert not [person.full_name for person in ministry.members if person.full_name in page]
    assert not [person.full_name for person in ministry.members if person.full_name in json.dumps(entry.result)]


def test_empty_choice_is_answered_with_a_word(hall, client):
    judged_above(Ministry(hall.law), sent_up(hall), (88,))
    client.force_login(hall.officer)

    page = client.post(reverse("evaluations:left_results"), {"office": hall.office.pk}, follow=True)

    assert len(page.context["messages"]) == 1
    assert not hall.office.evaluation_rounds.filter(adopts__isnull=False).exists()
