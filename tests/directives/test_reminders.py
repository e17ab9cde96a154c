"""Reminders: each rung once, the latest one after downtime, none when the work is done, midnight where it belongs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.enums import UnitLevel
from accounts.models import Membership
from activity.models import Notification
from directives import services, tasks
from directives.deadlines import DEFAULT_LADDER, Deadline, name_of, rung_due
from directives.enums import DocumentAction, DocumentState
from directives.models import Document, ReminderLadder, ReminderMark
from directives.reminding import title_of
from foundation import calendar, clock
from tests.factories.accounts import make_membership, make_office, make_unit
from tests.factories.directives import make_house, make_task

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LAST = date(2026, 10, 29)  # "trước ngày 30/10/2026"
DUE = calendar.due_before(date(2026, 10, 30))
ISSUED = date(2026, 9, 1)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HANOI)


def make_waiting_task(house=None, *, issued: date = ISSUED, due_at: datetime = DUE):
    with clock.frozen(issued):
        return make_task(house or make_house(), due_at=due_at)


def sent_on(day: date, **kwargs) -> list[tuple[str, int]]:
    return sorted((r.recipient, r.rung) for r in services.send_reminders(now=at(day), **kwargs))


def told(house, rung: int) -> list[tuple[str, int]]:
    """Return whom a rung of the usual ladder reaches: officer, from three days late the head, from seven the leader."""
    people = [house.commune_officer]
    people += [house.commune_leader] if rung <= -3 else []
    people += [house.leader] if rung <= -7 else []
    return sorted((person.username, rung) for person in people)


# -- The ladder ------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_each_rung_is_sent_once_on_its_day_and_on_no_other():
    house = make_house()
    make_waiting_task(house)

    sent = {}
    for offset in range(-15, 9):
        day = LAST - timedelta(days=-offset)
        for _run in range(2):
            for username, rung in sent_on(day):
                sent.setdefault((day - LAST).days, []).append((username, rung))

    assert sent == {-rung: told(house, rung) for rung in DEFAULT_LADDER}
    assert Notification.objects.filter(kind="reminder").count() == len(DEFAULT_LADDER) + 3


@pytest.mark.django_db
@pytest.mark.parametrize(("days_late", "rung"), [(-10, 14), (-5, 7), (-2, 3), (0, 0), (2, -1), (5, -3), (400, -7)])
def test_after_downtime_only_the_latest_rung_is_sent(days_late, rung):
    house = make_house()
    make_waiting_task(house)

    assert sent_on(LAST + timedelta(days=days_late)) == told(house, rung)
    assert sent_on(LAST + timedelta(days=days_late)) == []


@pytest.mark.django_db
def test_clock_moved_back_repeats_nothing():
    make_waiting_task()
    sent_on(LAST)
    sent_on(LAST + timedelta(days=1))

    assert sent_on(LAST) == []


@pytest.mark.django_db
def test_rungs_before_the_letter_was_issued_are_not_made_up_for():
    house = make_house()
    make_waiting_task(house, issued=LAST - timedelta(days=2))

    assert sent_on(LAST - timedelta(days=2)) == []
    assert sent_on(LAST - timedelta(days=1)) == told(house, 1)


@pytest.mark.django_db
def test_ladder_of_a_kind_is_data():
    house = make_house()
    make_waiting_task(house)
    ReminderLadder.objects.create(kind="default", rungs=[9])
    ReminderLadder.objects.create(kind="task", rungs=[2, -2], head_after=2)

    sent = {offset: sent_on(LAST + timedelta(days=offset)) for offset in (-9, -2, 2)}

    late = sorted((person.username, -2) for person in (house.commune_officer, house.commune_leader))
    assert sent == {-9: [], -2: told(house, 2), 2: late}


# -- Who and when not ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_report_stops_and_its_return_starts_again():
    house = make_house()
    task = make_waiting_task(house)
    services.report_task(task=task, actor=house.commune_officer, text="Đã lập danh sách.")

    assert sent_on(LAST - timedelta(days=3)) == []
    services.return_report(task=task, actor=house.officer, reason="Thiếu địa chỉ.")
    assert sent_on(LAST - timedelta(days=1)) == told(house, 1)
    services.report_task(task=task, actor=house.commune_officer, text="Đã bổ sung.")
    services.accept_report(task=task, actor=house.officer)
    assert sent_on(LAST + timedelta(days=7)) == []


@pytest.mark.django_db
def test_drafts_regular_tasks_and_inactive_people_are_left_alone():
    house = make_house()
    with clock.frozen(ISSUED):
        make_task(house, due_at=DUE, state=DocumentState.DRAFT)
        make_task(house)
        make_task(house, due_at=DUE)
    house.commune_leader.is_active = False
    house.commune_leader.save()

    days_late = sent_on(LAST + timedelta(days=3))
    assert days_late == [(house.commune_officer.username, -3)]


@pytest.mark.django_db
def test_people_of_a_merged_commune_are_reminded_of_the_tasks_of_the_old_one():
    house = make_house()
    task = make_waiting_task(house)
    Membership.objects.filter(office=house.commune).update(ends_on=date(2026, 9, 30))
    heir = make_office(unit=make_unit(level=UnitLevel.COMMUNE))
    from accounts import services as accounts

    accounts.name_successors(unit=house.commune.unit, successors=[heir.unit])
    accounts.rebuild_reach()
    person = make_membership(office=heir).user

    with clock.frozen(LAST):
        assert sent_on(LAST) == [(person.username, 0)]
        assert services.take_task(task=task, actor=person).state == "in_progress"


@pytest.mark.django_db
def test_dry_run_says_and_sends_nothing():
    house = make_house()
    make_waiting_task(house)

    assert sent_on(LAST, dry_run=True) == told(house, 0)
    assert not Notification.objects.filter(kind="reminder").exists()
    assert not ReminderMark.objects.exists()
    assert sent_on(LAST) == told(house, 0)


@pytest.mark.django_db
def test_moved_deadline_has_a_ladder_of_its_own():
    house = make_house()
    task = make_waiting_task(house)
    sent_on(LAST)
    later = DUE + timedelta(days=10)
    type(task).objects.filter(pk=task.pk).update(due_at=later, due_sort=later)

    assert sent_on(LAST + timedelta(days=10)) == told(house, 0)


@pytest.mark.django_db
def test_beat_sends_now():
    make_waiting_task()

    with clock.frozen(LAST):
        assert tasks.send_reminders() == 1
        assert tasks.send_reminders() == 0


@pytest.mark.django_db
def test_replaced_letter_still_reminds_and_voided_draft_does_not():
    house = make_house()
    task = make_waiting_task(house)
    Document.objects.filter(pk=task.document_id).update(state=DocumentState.REPLACED)
    with clock.frozen(ISSUED):
        dropped = make_task(house, due_at=DUE, state=DocumentState.DRAFT).document
    services.act(document=dropped, action=DocumentAction.VOID, actor=house.officer, reason="Không gửi nữa.")

    assert sent_on(LAST) == told(house, 0)


# -- Midnight, pure --------------------------------------------------------------------------------------------------
def deadline(due_at: datetime, **given) -> Deadline:
    return Deadline("task", "directives.task:1", "", "Lập danh sách", due_at, "/", [], **given)


@settings(deadline=None)
@given(
    day=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    left=st.integers(-20, 20),
    second=st.integers(0, 86399),
    until=st.booleans(),
)
def test_rung_depends_on_the_day_in_viet_nam_alone(day, left, second, until):
    entry = deadline(calendar.due_until(day) if until else calendar.due_before(day))
    last = day if until else day - timedelta(days=1)
    now = clock.start_of(last - timedelta(days=left)) + timedelta(seconds=second)

    rung = rung_due(entry, now)

    reached = [step for step in DEFAULT_LADDER if step >= left]
    assert rung == (min(reached) if reached else None)
    assert name_of(entry) == last.isoformat()


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(LAST - timedelta(days=2)), "Còn 2 ngày"),
        (at(LAST, 23, 59), "Hôm nay là ngày cuối"),
        (at(LAST + timedelta(days=1), 0, 0), "Quá hạn 1 ngày"),
    ],
)
def test_title_says_how_far_the_deadline_is(now, words):
    assert title_of(deadline(DUE), now) == f"{words}: Lập danh sách"


def test_deadline_with_an_hour_has_passed_after_it_on_the_same_day():
    entry = deadline(at(LAST, 17))

    assert title_of(entry, at(LAST, 16, 59)).startswith("Hôm nay")
    assert title_of(entry, at(LAST, 17)) == "Đã hết hạn trong hôm nay: Lập danh sách"
    assert rung_due(entry, at(LAST, 17)) == 0
