"""The council as an object: its regulation, its decision, its advisory team; ties that members declare once."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from evaluations import selectors, services
from evaluations.enums import RoundState
from evaluations.selectors.conflicts import open_conflicts, ties_visible_to
from evaluations.services import RegulationFacts
from registrations.models import ProducerMember
from registrations.selectors import dossiers_visible_to
from tests.factories.accounts import make_membership, make_office, make_person
from tests.factories.evaluations import bring_to, entry_of, make_round, submit_all


@pytest.fixture
def adviser(hall):
    person = make_person(Role.COUNCIL_MEMBER, hall.office, full_name="Người Thẩm Tra")
    services.add_adviser(council=hall.council, user=person, actor=hall.officer, title="Chuyên viên", leads=True)
    return person


# -- Regulation ------------------------------------------------------------------------------------------------------
def test_regulation_goes_over_to_rounds_that_have_not_begun_to_score(client, hall):
    preparing = make_round(hall, state=RoundState.PREPARING)
    client.force_login(hall.officer)

    client.post(
        reverse("evaluations:council_regulation", args=[hall.council.pk]),
        {"quorum_percent": "60", "quorum_base": "remaining", "max_spread": "", "gates_mode": "majority"},
    )

    preparing.refresh_from_db()
    hall.council.refresh_from_db()
    expected = (60, "remaining", None, "majority", False)
    for row in (preparing, hall.council):
        assert (row.quorum_percent, row.quorum_base, row.max_spread, row.gates_mode, row.chair_required) == expected
    entry = JournalEntry.objects.get(action="set_regulation")
    assert '"quorum_percent": 75' in entry.before


def test_regulation_of_a_council_that_scores_is_refused(hall):
    found = make_round(hall, state=RoundState.SCORING)

    with pytest.raises(Refused):
        services.set_regulation(council=hall.council, facts=RegulationFacts(50), actor=hall.officer)

    found.refresh_from_db()
    assert found.quorum_percent == 75


def test_regulation_of_another_office_is_out_of_reach(client, hall):
    stranger = make_person(Role.ROUND_OFFICER, make_office(runs_rounds=True))
    client.force_login(stranger)

    assert client.get(reverse("evaluations:council_regulation", args=[hall.council.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        services.set_regulation(council=hall.council, facts=RegulationFacts(50), actor=stranger)


@pytest.mark.parametrize("wrong", [{"quorum_percent": "0"}, {"max_spread": "101"}, {"gates_mode": "x"}])
def test_regulation_form_refuses_values_out_of_range(client, hall, wrong):
    client.force_login(hall.officer)
    values = {"quorum_percent": "75", "quorum_base": "council", "max_spread": "10", "gates_mode": "agreed"}

    page = client.post(reverse("evaluations:council_regulation", args=[hall.council.pk]), values | wrong)

    assert set(page.context["form"].errors) == set(wrong)


def test_round_prepared_from_the_council_begins_with_its_regulation(client, hall):
    services.set_regulation(council=hall.council, facts=RegulationFacts(66, max_spread=8), actor=hall.officer)
    client.force_login(hall.officer)

    form = client.get(reverse("evaluations:round_create"), {"council": hall.council.pk}).context["form"]

    assert (form["council"].value(), form["quorum_percent"].value(), form["max_spread"].value()) == (
        hall.council.pk,
        66,
        8,
    )


def test_council_names_its_decision(client, hall):
    client.force_login(hall.officer)

    client.post(
        reverse("evaluations:council_edit", args=[hall.council.pk]),
        {"name": "Hội đồng mới", "decision_text": "QĐ 15/QĐ-UBND ngày 02/09/2026"},
    )

    page = client.get(reverse("evaluations:council", args=[hall.council.pk])).content.decode()
    assert "QĐ 15/QĐ-UBND ngày 02/09/2026" in page
    assert "Hội đồng mới" in page


# -- The advisory team -----------------------------------------------------------------------------------------------
def test_team_is_told_reads_dossiers_and_writes_the_report(client, hall, adviser):
    found = make_round(hall, state=RoundState.PREPARING)
    entry = entry_of(found)
    assert entry.dossier not in dossiers_visible_to(adviser)

    bring_to(hall, found, RoundState.DOSSIERS_FIXED)

    assert Notification.objects.filter(kind="advice_awaited", recipient=adviser).exists()
    assert entry.dossier in dossiers_visible_to(adviser)
    client.force_login(adviser)
    assert [row[0] for row in client.get(reverse("evaluations:scoring")).context["advice_work"]] == [found]
    page = client.post(
        reverse("evaluations:advice_write", args=[entry.pk]), {"version": "0", "summary": "Hồ sơ đầy đủ."}
    )
    assert page.status_code == 302
    client.post(reverse("evaluations:advice_hand_over", args=[entry.pk]))
    assert selectors.advice_on(entry, hall.members[0]).summary == "Hồ sơ đầy đủ."


def test_team_never_sees_sheets_nor_results(client, hall, adviser):
    found = make_round(hall)
    entry = entry_of(found)
    submit_all(hall, found, 83)
    client.force_login(adviser)
    pages = [reverse(f"evaluations:{name}", args=[found.pk]) for name in ("discussion", "results", "results_export")]
    pages += [reverse(f"evaluations:{name}", args=[entry.pk]) for name in ("entry", "sheet", "entry_agree")]

    bring_to(hall, found, RoundState.DISCUSSION)
    talking = b"".join(client.get(page).content for page in pages)
    assert client.get(pages[3]).status_code == 200
    bring_to(hall, found, RoundState.CLOSED)

    assert not selectors.sheets_visible_to(adviser).exists()
    assert not re.search(rb">\s*83(,\d+)?\s*<", talking)
    assert [client.get(page).status_code for page in pages[1:4]] == [404, 404, 404]
    assert not selectors.entries_with_result_for(adviser).exists()


def test_member_taken_off_the_team_sees_nothing_more(client, hall, adviser):
    found = make_round(hall)
    client.force_login(hall.officer)

    client.post(reverse("evaluations:adviser_remove", args=[hall.council.advisers.get().pk]))

    assert not selectors.rounds_visible_to(adviser).filter(pk=found.pk).exists()
    assert not selectors.entries_visible_to(adviser).exists()


def test_same_person_twice_and_second_head_are_refused(hall, adviser):
    other = make_person(Role.COUNCIL_MEMBER, hall.office)

    for user, leads in ((adviser, False), (other, True)):
        with pytest.raises(Refused):
            services.add_adviser(council=hall.council, user=user, actor=hall.officer, leads=leads)


def test_adviser_who_sits_on_the_council_is_closed_out_by_a_recusal(hall):
    member = hall.members[1]
    services.add_adviser(council=hall.council, user=member, actor=hall.officer)
    entry = entry_of(make_round(hall))
    services.declare_recusal(entry=entry, actor=member, reason="Em ruột của giám đốc.")

    assert entry not in selectors.entries_visible_to(member)
    assert entry.dossier not in dossiers_visible_to(member)
    with pytest.raises(NotAllowed):
        services.save_advice(entry=entry, actor=member, facts={}, findings={}, version=0)


# -- Declared ties ---------------------------------------------------------------------------------------------------
def test_declared_tie_asks_the_secretary_in_every_round_of_the_producer(client, hall):
    member = hall.members[1]
    first = make_round(hall, state=RoundState.DOSSIERS_FIXED)
    producer = entry_of(first).dossier.producer
    client.force_login(member)

    client.post(reverse("evaluations:ties"), {"producer": producer.pk, "relation": "Cháu ruột của giám đốc"})

    assert [(c.member.user, c.support) for c in open_conflicts(first)] == [(member, "Cháu ruột của giám đốc")]
    told = Notification.objects.filter(kind="tie_declared").values_list("recipient_id", flat=True)
    assert set(told) == {hall.officer.pk, hall.members[2].pk}
    with pytest.raises(Refused, match="Cháu ruột"):
        services.open_scoring(evaluation_round=first, actor=hall.officer)
    services.settle_conflict(entry=entry_of(first), member=hall.seats[1], actor=hall.officer, recuse=True)
    assert services.open_scoring(evaluation_round=first, actor=hall.officer).state == RoundState.SCORING
    assert entry_of(first) not in selectors.entries_visible_to(member)


def test_member_who_acts_for_the_producer_is_known(hall):
    found = make_round(hall, state=RoundState.DOSSIERS_FIXED)
    ProducerMember.objects.create(user=hall.members[1], producer=entry_of(found).dossier.producer)

    assert [conflict.member.user for conflict in open_conflicts(found)] == [hall.members[1]]


def test_tie_taken_back_suggests_nothing_more(hall):
    found = make_round(hall, state=RoundState.DOSSIERS_FIXED)
    producer = entry_of(found).dossier.producer
    tie = services.declare_tie(user=hall.members[1], producer=producer, relation="Góp vốn")
    with pytest.raises(Conflict):
        services.declare_tie(user=hall.members[1], producer=producer, relation="Góp vốn")

    services.end_tie(tie=tie, actor=hall.members[1])

    assert open_conflicts(found) == []
    with pytest.raises(Conflict):
        services.end_tie(tie=tie, actor=hall.members[1])


def test_ties_are_read_by_nobody_else(client, hall):
    found = make_round(hall)
    tie = services.declare_tie(
        user=hall.members[1], producer=entry_of(found).dossier.producer, relation="CHAU RUOT KIN"
    )

    for user in (hall.members[0], hall.commune_officer):
        client.force_login(user)
        for page in (reverse("evaluations:ties"), reverse("evaluations:recusals", args=[found.pk])):
            assert b"CHAU RUOT KIN" not in client.get(page).content
        assert client.post(reverse("evaluations:tie_end", args=[tie.pk])).status_code == 404
    assert list(ties_visible_to(hall.members[1])) == [tie]


def test_producers_of_other_councils_cannot_be_chosen(client, hall):
    producer = entry_of(make_round(hall)).dossier.producer
    stranger = make_membership(role=Role.COUNCIL_MEMBER, office=hall.office).user
    client.force_login(stranger)

    page = client.post(reverse("evaluations:ties"), {"producer": producer.pk, "relation": "Góp vốn"})

    assert set(page.context["form"].errors) == {"producer"}
