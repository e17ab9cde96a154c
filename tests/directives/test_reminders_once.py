"""Exactly once: replays, two runs at a time, a run that dies, a lost message; one digest a day, in the hours set."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection, connections
from django.urls import reverse

from accounts.enums import Role
from accounts.rules import is_administrator
from activity import jobs
from activity.models import JournalEntry, Notification
from directives import services
from directives.models import ReminderHours, ReminderLadder, ReminderMark
from directives.services import digests
from foundation import calendar, clock
from foundation.models import Holiday
from tests.factories.accounts import make_office, make_person
from tests.factories.directives import make_house, make_task

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LAST = date(2026, 10, 29)
DUE = calendar.due_until(LAST)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=HANOI)


def make_waiting(house, count: int = 1, due_at: datetime = DUE):
    with clock.frozen(date(2026, 9, 1)):
        return [make_task(house, due_at=due_at, summary=f"Việc {n}") for n in range(count)]


def digests_sent():
    return Notification.objects.filter(kind="reminder")


# -- One digest a day ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_digest_tells_all_deadlines_of_a_person_at_once():
    house = make_house()
    make_waiting(house, 3)

    sent = services.send_reminders(now=at(LAST))

    row = digests_sent().get()
    assert (len(sent), row.recipient, row.title) == (3, house.commune_officer, "Bạn có 3 việc cần làm đúng hạn")
    assert all(f"Việc {n}" in row.body for n in range(3))


@pytest.mark.django_db
def test_digest_of_many_names_the_most_urgent_and_counts_the_rest(monkeypatch):
    monkeypatch.setattr(digests, "LINES", 2)
    house = make_house()
    make_waiting(house, 3)

    services.send_reminders(now=at(LAST))

    assert digests_sent().get().body.count("Hôm nay là ngày cuối") == 2
    assert "và 1 việc nữa" in digests_sent().get().body


@pytest.mark.django_db
def test_what_comes_up_after_the_digest_waits_for_tomorrow():
    house = make_house()
    make_waiting(house)
    services.send_reminders(now=at(LAST, 8))
    make_waiting(house, due_at=DUE + timedelta(days=1))

    assert services.send_reminders(now=at(LAST, 15)) == []
    [later] = services.send_reminders(now=at(LAST + timedelta(days=1), 8), dry_run=True)[1:]
    assert later.rung == 0


@pytest.mark.django_db
def test_digest_goes_out_by_mail_when_its_job_runs():
    house = make_house()
    house.commune_officer.email = "can-bo@example.vn"
    house.commune_officer.save()
    make_waiting(house)
    services.send_reminders(now=at(LAST))  # the broker's message is lost with this transaction; the row is there

    jobs.run_waiting()
    jobs.run_waiting()

    mine = [m for m in mail.outbox if m.to == ["can-bo@example.vn"] and "Việc 0" in m.subject]
    assert len(mine) == 1


# -- Hours -----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "count"), [(6, 0), (7, 1), (17, 1), (18, 0), (23, 0)])
def test_reminders_go_out_in_working_hours_only(hour, count):
    make_waiting(make_house())

    assert len(services.send_reminders(now=at(LAST, hour))) == count


@pytest.mark.django_db
def test_on_working_days_only_a_rest_day_is_told_on_the_day_before():
    ReminderHours.objects.create(pk=1, working_days_only=True)
    Holiday.objects.create(day=LAST, name="Nghỉ")
    Holiday.objects.create(day=LAST - timedelta(days=1), name="Nghỉ")
    make_waiting(make_house())

    told = {n: [r.rung for r in services.send_reminders(now=at(LAST + timedelta(days=n)))] for n in range(-3, 2)}

    assert told == {-3: [3], -2: [0], -1: [], 0: [], 1: [-1]}


# -- Exactly once ----------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_day_replayed_and_clock_moved_back_tell_nothing_again():
    house = make_house()
    make_waiting(house)
    days = [LAST - timedelta(days=7), LAST, LAST + timedelta(days=1)]

    first = [len(services.send_reminders(now=at(day))) for day in days]
    replayed = [len(services.send_reminders(now=at(day))) for day in days]
    between = services.send_reminders(now=at(LAST - timedelta(days=3)))

    assert (first, replayed, between) == ([1, 1, 1], [0, 0, 0], [])


@pytest.mark.django_db(transaction=True)
def test_run_that_dies_between_claim_and_notice_has_told_nobody_and_the_next_one_does(monkeypatch):
    make_waiting(make_house())

    def die(*_args):
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(digests, "notify_first", die)
        with pytest.raises(SystemExit):
            services.send_reminders(now=at(LAST))
    assert (digests_sent().count(), ReminderMark.objects.filter(told_at=None).count()) == (0, 1)

    assert len(services.send_reminders(now=at(LAST, 10))) == 1
    assert digests_sent().count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_done_after_a_run_died_is_not_told():
    house = make_house()
    [task] = make_waiting(house)
    person = house.commune_officer
    left = {"kind": "task", "subject": task.stream, "deadline": LAST.isoformat(), "rung": 0, "recipient": person}
    ReminderMark.objects.create(**left, title="Việc", due_at=DUE)
    services.report_task(task=task, actor=person, text="Đã làm xong.")

    assert services.send_reminders(now=at(LAST)) == []
    assert not digests_sent().exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_tell_once():
    house = make_house()
    make_waiting(house, 3)
    start = threading.Barrier(2)

    def beat() -> None:
        start.wait()
        try:
            services.run_reminders(now=at(LAST))
        finally:
            connections.close_all()

    runs = [threading.Thread(target=beat) for _n in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    services.run_reminders(now=at(LAST, 10))
    services.run_reminders(now=at(LAST, 11))

    assert digests_sent().count() == 1
    told = ReminderMark.objects.filter(told_at__isnull=False).values_list("subject", "rung")
    assert len(told) == len(set(told)) >= 1
    assert connection.is_usable()


@pytest.mark.django_db
def test_another_run_that_was_first_leaves_the_rest_for_tomorrow():
    house = make_house()
    make_waiting(house)
    person = house.commune_officer
    Notification.objects.create(
        kind="reminder",
        subject=f"accounts.user:{person.pk}",
        occasion=LAST.isoformat(),
        recipient=person,
        title="Đã báo",
    )
    mark = {"kind": "task", "subject": "directives.task:999", "deadline": "x", "rung": 0, "recipient": person}
    ReminderMark.objects.create(**mark, title="Việc", due_at=DUE)

    assert list(digests.send_digests(at(LAST))) == []
    assert ReminderMark.objects.filter(told_at=None).count() == 1


# -- The screen ------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_administrator_sets_ladder_and_hours_on_the_screen(client):
    person = make_person(Role.ADMINISTRATOR, make_office())
    assert is_administrator(person)
    client.force_login(person)
    ladder = {"before": "10; 2", "on_day": "on", "after": "5", "head_after": "5", "leader_after": ""}

    client.post(reverse("directives:reminder_ladder", args=["task"]), ladder)
    client.post(reverse("directives:reminder_hours"), {"first_hour": 8, "last_hour": 17, "working_days_only": "on"})

    row = ReminderLadder.objects.get(kind="task")
    assert (row.rungs, row.head_after, row.leader_after) == ([10, 2, 0, -5], 5, None)
    page = client.get(reverse("directives:reminders")).content.decode()
    assert "10, 2" in page
    assert "8:00" in page
    assert JournalEntry.objects.filter(action="change", actor=person).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"before": "hai"}, "before"),
        ({"before": "0"}, "before"),
        ({"before": "121"}, "before"),
        ({"before": ",".join("1" * 13)}, "before"),
        ({"before": ""}, "__all__"),
        ({"after": "1", "head_after": "5", "leader_after": "2"}, "leader_after"),
        ({"after": "1", "head_after": "-1"}, "head_after"),
    ],
)
def test_bad_ladder_is_refused_with_the_reason(client, data, field):
    client.force_login(make_person(Role.ADMINISTRATOR, make_office()))

    response = client.post(reverse("directives:reminder_ladder", args=["task"]), data)

    assert list(response.context["form"].errors) == [field]
    assert not ReminderLadder.objects.exists()


@pytest.mark.django_db
def test_others_cannot_set_reminders_and_unknown_kinds_are_not_found(client):
    house = make_house()
    administrator = make_person(Role.ADMINISTRATOR, make_office())

    for user, code in ((house.officer, 403), (administrator, 200)):
        client.force_login(user)
        assert client.get(reverse("directives:reminders")).status_code == code
        assert client.get(reverse("directives:reminder_hours")).status_code == code
    assert client.get(reverse("directives:reminder_ladder", args=["nothing"])).status_code == 404
    assert client.post(reverse("directives:reminder_hours"), {"first_hour": 9, "last_hour": 9}).status_code == 200
    assert not ReminderHours.objects.exists()
