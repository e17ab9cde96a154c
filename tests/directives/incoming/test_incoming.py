"""Letters in: read, confirmed, registered with their tasks and rounds in one act; nothing before."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed
from directives import selectors, services
from directives.drafts import TaskDraft
from directives.models import IncomingLetter, Task
from foundation import clock
from tests.directives.incoming.letters import LETTER, make_incoming, posted
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.directives import make_house

pytestmark = pytest.mark.django_db


def confirm_url(letter):
    return reverse("directives:incoming_confirm", args=[letter.pk])


def test_pasted_letter_creates_nothing_but_itself(client):
    house = make_house()
    client.force_login(house.officer)

    answer = client.post(
        reverse("directives:incoming_receive"), {"office": house.agriculture.pk, "text": LETTER}, follow=True
    )

    letter = IncomingLetter.objects.get()
    assert answer.redirect_chain == [(confirm_url(letter), 302)]
    assert (letter.state, letter.number, Task.objects.count()) == ("new", None, 0)
    assert '<mark id="number"' in answer.content.decode()


def test_unknown_office_is_asked_not_guessed(client):
    house = make_house()
    letter = make_incoming(house)
    client.force_login(house.officer)
    page = client.get(confirm_url(letter))
    data = posted(page.context["forms"])

    answer = client.post(confirm_url(letter), data)

    rows = answer.context["forms"].tasks.forms
    assert [bool(row.errors) for row in rows[:5]] == [False, False, True, False, False] or any(
        "assignees" in row.errors for row in rows
    )
    letter.refresh_from_db()
    assert (letter.state, Task.objects.count()) == ("new", 0)


def test_confirmed_letter_gets_number_and_tasks_in_one_act(client):
    house = make_house()
    letter = make_incoming(house)
    client.force_login(house.officer)
    data = posted(client.get(confirm_url(letter)).context["forms"])
    for name in [name for name in data if name.endswith("-named") and "du lịch" in data[name]]:
        del data[name.replace("named", "keep")]
    for name in [name for name in data if name.startswith("rounds-") and name.endswith("-keep")]:
        del data[name]

    answer = client.post(confirm_url(letter), data)

    assert answer.url == reverse("directives:incoming_detail", args=[letter.pk])
    letter.refresh_from_db()
    assert (letter.number, letter.symbol, letter.dated) == (1, "812/SNN-PTNT", datetime.date(2024, 3, 4))
    tasks = Task.objects.filter(incoming=letter, assignee=house.agriculture)
    due = {clock.local(task.due_at).date() for task in tasks if task.due_at}
    assert datetime.date(2024, 4, 25) in due
    assert set(selectors.tasks_visible_to(house.officer)) == set(Task.objects.all())


def test_second_confirmation_conflicts_and_takes_no_number():
    house = make_house()
    letter = make_incoming(house)
    stale = IncomingLetter.objects.get(pk=letter.pk)
    facts = services.LetterFacts(clock.today(), "Sở", "1/SNN", "Đăng ký")
    services.register_letter(letter=letter, facts=facts, actor=house.officer)

    with pytest.raises(Conflict):
        services.register_letter(letter=stale, facts=facts, actor=house.officer)

    other = make_incoming(house, registered=True)
    assert other.number == 2


def test_task_of_an_incoming_letter_is_reported_and_accepted():
    house = make_house()
    letter = make_incoming(house)
    draft = TaskDraft(assignee=house.commune, summary="Gửi danh sách", due_at=clock.now())
    facts = services.LetterFacts(clock.today(), "Sở", "1/SNN", "Đăng ký")
    services.register_letter(letter=letter, facts=facts, tasks=[draft], actor=house.officer)
    task = selectors.tasks_visible_to(house.commune_officer).get()

    services.take_task(task=task, actor=house.commune_officer)
    services.report_task(task=task, actor=house.commune_officer, text="Đã gửi")
    services.accept_report(task=task, actor=house.officer)

    task.refresh_from_db()
    assert task.state == "accepted"


def test_strangers_see_neither_letter_nor_register(client):
    house = make_house()
    letter = make_incoming(house, registered=True)
    stranger = make_person(Role.ROUND_OFFICER, make_office(unit=make_unit()))
    client.force_login(stranger)

    codes = [client.get(reverse(f"directives:{name}", args=[letter.pk])).status_code for name in (
        "incoming_detail", "incoming_confirm", "incoming_note", "incoming_file", "incoming_discard")]  # fmt: skip

    assert codes == [404] * 5
    with pytest.raises(NotAllowed):
        services.receive_letter(office=house.agriculture, text="x", actor=stranger)
    assert letter not in list(client.get(reverse("directives:incoming")).context["page"].items)


def test_commune_sees_the_letter_from_its_registration_on_when_it_has_a_task():
    house = make_house()
    letter = make_incoming(house)
    before = selectors.incoming_letters_visible_to(house.commune_officer).count()
    draft = TaskDraft(assignee=house.commune, summary="Gửi danh sách")
    facts = services.LetterFacts(clock.today(), "Sở", "1/SNN", "Đăng ký")

    services.register_letter(letter=letter, facts=facts, tasks=[draft], actor=house.officer)

    assert before == 0
    assert list(selectors.incoming_letters_visible_to(house.commune_officer)) == [letter]
    assert list(selectors.incoming_letters_visible_to(house.clerk)) == []


def test_entry_is_completed_and_found_by_search(client):
    house = make_house()
    letter = make_incoming(house, registered=True, subject="Đăng ký cà phê")
    make_incoming(house, registered=True, subject="Lúa gạo")
    client.force_login(house.officer)
    url = reverse("directives:incoming_note", args=[letter.pk])
    data = {"direction": "Giao chuyên viên xử lý", "in_charge": house.agriculture.pk, "due_on": "2030-01-05"}

    client.post(url, data | {"version": letter.version})

    letter.refresh_from_db()
    assert (letter.direction, letter.in_charge) == ("Giao chuyên viên xử lý", house.agriculture)
    found = client.get(reverse("directives:incoming"), {"q": "ca phe"}).context["page"].items
    assert found == [letter]


def test_discarded_letter_leaves_the_waiting_list(client):
    house = make_house()
    letter = make_incoming(house)
    client.force_login(house.officer)

    client.post(reverse("directives:incoming_discard", args=[letter.pk]), {"reason": "Nhập nhầm hai lần"})

    letter.refresh_from_db()
    assert (letter.state, letter.number) == ("discarded", None)
    assert list(selectors.letters_to_confirm(house.officer, house.agriculture)) == []


@pytest.mark.parametrize("name", ["incoming", "incoming_print", "incoming_xlsx"])
def test_register_asks_the_database_as_often_for_three_rows_as_for_one(client, queries_of, name):
    house = make_house()
    client.force_login(house.officer)
    make_incoming(house, registered=True)
    make_incoming(house)
    one = queries_of(reverse(f"directives:{name}"))

    for _n in range(2):
        make_incoming(house, registered=True)
        make_incoming(house)

    assert queries_of(reverse(f"directives:{name}")) == one
