"""Working days and deadlines."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from foundation import calendar, clock
from foundation.models import Holiday

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 11, 2), 1, date(2026, 11, 3)),  # Monday: the term starts on the day after
        (date(2026, 11, 6), 1, date(2026, 11, 9)),  # Friday → Monday
        (date(2026, 11, 7), 1, date(2026, 11, 9)),  # received on a Saturday
        (date(2026, 11, 2), 15, date(2026, 11, 23)),
    ],
)
def test_add_working_days(start, days, last):
    assert calendar.add_working_days(start, days) == last


@pytest.mark.django_db
def test_add_working_days_skips_holidays():
    Holiday.objects.create(day=date(2026, 11, 3), name="Ngày nghỉ thử")

    assert calendar.add_working_days(date(2026, 11, 2), 1) == date(2026, 11, 4)


def test_before_a_day_ends_at_midnight_before_it():
    due = calendar.due_before(date(2024, 3, 25))

    assert due == datetime(2024, 3, 25, tzinfo=VIETNAM)
    assert calendar.last_day(due) == date(2024, 3, 24)


def test_until_a_day_includes_the_whole_day():
    assert calendar.due_until(date(2024, 3, 24)) == calendar.due_before(date(2024, 3, 25))


def test_describe_due_says_the_last_day():
    assert "24/03/2024" in calendar.describe_due(calendar.due_before(date(2024, 3, 25)))


def test_describe_due_says_the_hour():
    due = datetime(2024, 3, 24, 17, tzinfo=VIETNAM)

    assert "17:00 24/03/2024" in calendar.describe_due(due)


def test_frozen_clock_answers_and_lets_go():
    with clock.frozen(date(2021, 11, 17)):
        assert clock.today() == date(2021, 11, 17)
        assert clock.local(clock.now()).hour == 9

    assert clock.today() != date(2021, 11, 17)


def test_today_follows_vietnam_not_utc():
    with clock.frozen(datetime(2026, 11, 21, 17, 30, tzinfo=ZoneInfo("UTC"))):
        assert clock.today() == date(2026, 11, 22)


class WorkingDays(TestCase):
    """Properties of the working calendar."""

    @given(
        start=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
        days=st.integers(1, 60),
        holidays=st.sets(st.integers(1, 120), max_size=10),
    )
    def test_term_holds_exactly_its_working_days(self, start, days, holidays):
        Holiday.objects.all().delete()
        rest = {start + timedelta(days=n) for n in holidays}
        Holiday.objects.bulk_create(Holiday(day=day, name="nghỉ") for day in rest)

        last = calendar.add_working_days(start, days)

        inside = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
        assert sum(calendar.is_working_day(day, rest) for day in inside) == days
        assert calendar.is_working_day(last, rest)
        assert calendar.working_days_left(start, last) == days
