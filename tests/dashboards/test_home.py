"""The landing page of each login: its work, first the most urgent, and what to do when there is none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from activity import jobs
from directives.petitions.enums import PetitionState
from evaluations import services as evaluations
from foundation import clock
from foundation.models import Holiday
from registrations.enums import DossierState
from registrations.models import Dossier
from tests.factories.accounts import make_membership, make_person, make_user
from tests.factories.directives import make_document, make_house, make_task
from tests.factories.evaluations import DAY, entry_of, make_hall, make_producer_row, submit_sheet
from tests.factories.evaluations import make_round as make_evaluation_round
from tests.factories.faces import house_of, make_area, make_certificate, make_shelf
from tests.factories.petitions import make_petition

pytestmark = pytest.mark.django_db
HOME = "/lam-viec/"


@pytest.fixture(autouse=True)
def _day():
    with clock.frozen(DAY):
        yield


@pytest.fixture(autouse=True)
def _rest_days(db):
    """The rest days of this year and the next are in the table, so that nobody is asked for them."""
    for year in (DAY.year, DAY.year + 1):
        Holiday.objects.create(day=date(year, 1, 1), name="Tết Dương lịch")


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def cards_of(user: User) -> dict[str, int]:
    """The cards with work on them, and how much there is."""
    desks = as_(user).get(HOME).context["desks"]
    return {str(card.title): card.count for desk in desks for card in desk.full}


def lines_of(user: User) -> list[Any]:
    desks = as_(user).get(HOME).context["desks"]
    return [item for desk in desks for card in desk.full for item in card.items]


def test_home_needs_a_login(client):
    response = client.get(HOME)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", list(Role.values))
def test_every_role_lands_on_a_page_that_says_what_comes_next(role):
    user = make_person(role)

    response = as_(user).get(HOME)

    desk = response.context["desks"][0]
    assert response.status_code == 200
    assert len(response.context["desks"]) == 1
    assert role == Role.ADMINISTRATOR or (desk.empty and desk.url)


def test_person_without_role_is_told_so():
    response = as_(make_user()).get(HOME)

    assert response.context["desks"] == []
    assert response.status_code == 200


def test_person_with_two_roles_finds_two_desks():
    area = make_area()
    make_membership(user=area.hall.officer, role=Role.CLERK, office=area.hall.committee)

    assert len(as_(area.hall.officer).get(HOME).context["desks"]) == 2


# -- Producer ---------------------------------------------------------------------------------------------------------
def test_producer_finds_own_wishes_and_dossiers_only():
    area = make_area()
    producer = make_producer_row(area.hall)
    owner = producer.created_by
    area.wish("registered", producer=producer)
    for state in (DossierState.DRAFT, DossierState.RECEIVED, DossierState.DECIDED):
        area.dossier(state=state, producer=producer, outcome_stars=3, decided_at=clock.now())
    area.wish("registered")
    area.dossier(state=DossierState.DRAFT)

    assert list(cards_of(owner).values()) == [1, 1, 1, 1, 1]
    texts = as_(owner).get(HOME).content.decode()
    assert texts.count(producer.products.first().name) >= 1


def test_returned_dossier_comes_before_a_draft_and_is_marked():
    area = make_area()
    producer = make_producer_row(area.hall)
    area.dossier(state=DossierState.DRAFT, producer=producer)
    returned = area.dossier(
        state=DossierState.RETURNED, producer=producer, returned_from="commune", returned_at=clock.now()
    )

    first = lines_of(producer.created_by)[0]

    assert (first.url, first.tone) == (returned.get_absolute_url(), "late")


def test_work_of_a_training_round_is_live_and_says_so():
    area = make_area(make_hall(members=1, training=True))
    producer = make_producer_row(area.hall)
    area.wish("registered", producer=producer)

    hints = [line.hint for line in lines_of(producer.created_by)]

    assert hints
    assert all("TẬP HUẤN" in hint for hint in hints)


# -- Commune ----------------------------------------------------------------------------------------------------------
def test_commune_officer_finds_the_queue_by_urgency():
    area = make_area()
    at_commune = {"forwarded_at": None, "accepted_at": None}
    for days, state in (
        (-2, DossierState.RECEIVED),
        (3, DossierState.OPINION_WAITING),
        (20, DossierState.OPINION_APPROVED),
    ):
        due = DAY + timedelta(days=days)
        area.dossier(state=state, due_on=due, sort_day=due, **at_commune)
    area.dossier(state=DossierState.SUBMITTED, received_at=None, slip_number="", due_on=None, **at_commune)
    area.dossier(state=DossierState.RETURNED, returned_from="commune", returned_at=clock.now(), **at_commune)
    area.wish("registered")
    make_area(make_hall(law=area.hall.law, members=1)).wish("registered")

    cards = cards_of(area.hall.commune_officer)

    assert list(cards.values()) == [1, 1, 1, 1, 1, 1]
    assert cards_of(area.place.commune_leader) == {"Ý kiến chờ phê duyệt": 1}


def test_list_of_a_round_is_one_click_away():
    area = make_area()
    area.wish("registered")
    area.wish("registered")

    line = lines_of(area.hall.commune_officer)[0]

    assert line.url == reverse("registrations:list_of_round", args=[area.registration.pk])
    assert cards_of(area.hall.commune_officer)["Đăng ký chờ lập danh sách của xã"] == 2


# -- Office, clerk, leader --------------------------------------------------------------------------------------------
def test_round_officer_finds_lists_dossiers_and_rounds():
    area = make_area()
    area.wish("listed")
    area.wish("registered")
    area.dossier(state=DossierState.FORWARDED, accepted_at=None)
    area.dossier()
    other = make_area(make_hall(law=area.hall.law, members=1))
    other.dossier(state=DossierState.FORWARDED, accepted_at=None)

    assert cards_of(area.hall.officer) == {
        "Đăng ký chờ lựa chọn": 1,
        "Hồ sơ chờ tiếp nhận để đánh giá": 1,
        "Đã tiếp nhận, chờ đợt đánh giá": 1,
        "Đợt đăng ký đang thực hiện": 1,
    }


def test_documents_wait_on_the_desk_whose_step_is_next():
    area = make_area()
    house = house_of(area)
    for state in ("checked", "form_checked", "rendered"):
        make_document(house, state=state)

    assert list(cards_of(area.hall.clerk).values()) == [1, 1]
    assert list(cards_of(area.hall.leader).values()) == [1]


def test_leader_finds_overdue_tasks_and_ending_certificates():
    area = make_area()
    make_task(house_of(area), due_at=clock.now() - timedelta(days=2))
    make_task(house_of(area), due_at=clock.now() + timedelta(days=2))
    make_certificate(make_shelf(area.hall), dossier=area.dossier(), expires_on=DAY + timedelta(days=100))

    assert list(cards_of(area.hall.leader).values()) == [1, 1]
    assert list(cards_of(area.hall.commune_officer).values()) == [2]


def test_petitions_wait_with_whose_step_is_next():
    house = make_house()
    for state in (PetitionState.RETURNED, PetitionState.SENT, PetitionState.SENT, PetitionState.PROPOSED):
        make_petition(house, state=state)
    title = "Kiến nghị chờ bạn xử lý"

    waiting = [cards_of(user).get(title) for user in (house.commune_officer, house.officer, house.leader, house.clerk)]

    assert waiting == [1, 2, 1, None]


def test_petitions_and_tasks_of_two_roles_lie_on_one_desk_each():
    house = make_house()
    person = house.commune_officer
    make_membership(user=person, role=Role.COMMUNE_LEADER, office=house.commune)
    make_membership(user=person, role=Role.LEADER, office=house.committee)
    make_membership(user=person, role=Role.ROUND_OFFICER, office=house.agriculture)
    for state in (PetitionState.RETURNED, PetitionState.DRAFT, PetitionState.SENT, PetitionState.PROPOSED):
        make_petition(house, state=state)
    make_task(house, due_at=clock.now() + timedelta(days=5))
    person = User.objects.get(pk=person.pk)

    desks = {str(desk.role): desk for desk in as_(person).get(HOME).context["desks"]}

    title = "Kiến nghị chờ bạn xử lý"
    found = {role: card.count for role, desk in desks.items() for card in desk.full if str(card.title) == title}
    assert found == {
        str(Role.COMMUNE_OFFICER.label): 2, str(Role.ROUND_OFFICER.label): 1, str(Role.LEADER.label): 1,
    }  # fmt: skip
    tasks = [card.count for desk in desks.values() for card in desk.full if str(card.title) == "Nhiệm vụ của đơn vị"]
    assert tasks == [1]


# -- Council ----------------------------------------------------------------------------------------------------------
def test_member_finds_sheets_to_fill_with_progress():
    hall = make_hall(members=3)
    found = make_evaluation_round(hall, entries=3, state="scoring")
    submit_sheet(entry_of(found, 0), hall.members[0], 80)
    evaluations.declare_recusal(entry=entry_of(found, 1), actor=hall.members[1], reason="Người nhà.")

    desks = [as_(member).get(HOME).context["desks"][0] for member in hall.members]

    assert [desk.full[0].count for desk in desks] == [2, 2, 3]
    assert [len(desk.full) for desk in desks] == [2, 2, 3], (
        "the declaration waits for the secretary, the last of the three"
    )
    assert "Khai báo xung đột lợi ích chờ trả lời" in cards_of(hall.officer)
    assert [(line.done, line.total) for desk in desks for line in desk.full[0].progress] == [(1, 3), (0, 2), (0, 3)]


def test_member_finds_no_sheets_before_scoring_opens():
    hall = make_hall(members=3)
    make_evaluation_round(hall, entries=1, state="dossiers_fixed")

    assert list(cards_of(hall.members[0]).values()) == [1]
    assert as_(hall.members[0]).get(HOME).context["desks"][0].full[0].progress == []


# -- Administrator ----------------------------------------------------------------------------------------------------
def test_administrator_is_told_when_no_worker_lives():
    user = make_person(Role.ADMINISTRATOR)
    assert cards_of(user)["Tiến trình xử lý nền"] == 1

    jobs.sign("worker-1")

    assert "Tiến trình xử lý nền" not in cards_of(user)


# -- Cost -------------------------------------------------------------------------------------------------------------
def queries_of(users: list[User]) -> list[int]:
    counts = []
    for user in users:
        client = as_(user)
        client.get(HOME)
        with CaptureQueriesContext(connection) as captured:
            client.get(HOME)
        counts.append(len(captured))
    return counts


def test_home_takes_the_same_queries_for_one_and_three_rows():
    area = make_area(make_hall(members=3))
    hall, house, shelf = area.hall, house_of(area), make_shelf(area.hall)
    found = make_evaluation_round(hall, entries=1, state="scoring")
    Dossier.objects.filter(entries__round=found).update(round=area.registration)
    producer = make_producer_row(hall)
    at_commune = {"forwarded_at": None, "accepted_at": None, "producer": producer, "due_on": DAY, "sort_day": DAY}

    def more() -> None:
        area.wish("registered", producer=producer)
        area.wish("listed", producer=producer)
        for state in (DossierState.RECEIVED, DossierState.OPINION_WAITING, DossierState.OPINION_APPROVED):
            area.dossier(state=state, **at_commune)
        area.dossier(state=DossierState.FORWARDED, producer=producer)
        make_certificate(shelf, dossier=area.dossier(producer=producer), expires_on=DAY + timedelta(days=90))
        make_task(house, due_at=clock.now() - timedelta(days=1))
        for state in ("draft", "checked", "form_checked"):
            make_document(house, state=state)

    users = [
        producer.created_by, hall.commune_officer, area.place.commune_leader, hall.officer, hall.members[0], hall.clerk,
        hall.leader, make_person(Role.ADMINISTRATOR),
    ]  # fmt: skip
    more()
    one = queries_of(users)
    more()
    more()

    assert queries_of(users) == one
