"""Deadlines around midnight in Asia/Ho_Chi_Minh, as pure functions."""

from datetime import date

import pytest

from foundation import calendar
from registrations.deadlines import Standing, Step, Window, in_force, is_checked, moment_that_counts, standing
from registrations.enums import MeetsEvent, RestDays
from tests.factories.registrations import moment
from tests.registrations.deadlines.dates import HARD, LEAVE, SECOND, SOFT

# A moment, and how it stands to the dates without and with a late entry.
AROUND_MIDNIGHT = [
    (SOFT - SECOND, Standing.ON_TIME, Standing.ON_TIME),
    (SOFT, Standing.LATE, Standing.LATE),
    (SOFT + SECOND, Standing.LATE, Standing.LATE),
    (HARD - SECOND, Standing.LATE, Standing.LATE),
    (HARD, Standing.CLOSED, Standing.BY_LEAVE),
    (HARD + SECOND, Standing.CLOSED, Standing.BY_LEAVE),
    (LEAVE - SECOND, Standing.CLOSED, Standing.BY_LEAVE),
    (LEAVE, Standing.CLOSED, Standing.CLOSED),
]


@pytest.mark.parametrize(("at", "plain", "with_leave"), AROUND_MIDNIGHT)
def test_standing_around_midnight(at, plain, with_leave):
    assert standing(at, SOFT, HARD) is plain
    assert Window(SOFT, HARD).standing(at) is plain
    assert Window(SOFT, HARD, LEAVE).standing(at) is with_leave


def test_words_of_the_letter_are_one_moment():
    assert calendar.due_before(date(2026, 9, 25)) == calendar.due_until(date(2026, 9, 24)) == SOFT
    assert SOFT.isoformat() == "2026-09-25T00:00:00+07:00"
    assert calendar.describe_due(SOFT) == "đến hết ngày 24/09/2026"


def test_same_moment_in_another_zone_stands_the_same():
    utc = (HARD - SECOND).astimezone(tz=None)

    assert standing(utc, SOFT, HARD) is Standing.LATE
    assert standing(utc + SECOND, SOFT, HARD) is Standing.CLOSED


@pytest.mark.parametrize(
    ("hard", "leave", "closes"),
    [(None, None, None), (None, LEAVE, None), (HARD, None, HARD), (HARD, LEAVE, LEAVE), (HARD, SOFT, HARD)],
)
def test_window_closes_at_the_last_of_its_dates(hard, leave, closes):
    assert Window(SOFT, hard, leave).closes_at == closes


@pytest.mark.parametrize(
    ("event", "step", "stopped"),
    [
        (MeetsEvent.RECEIVED, Step.FILED, True),
        (MeetsEvent.RECEIVED, Step.SENT, False),
        (MeetsEvent.SENT, Step.FILED, True),
        (MeetsEvent.SENT, Step.SENT, True),
    ],
)
def test_event_says_which_steps_the_hard_date_stops(event, step, stopped):
    assert is_checked(event, step) is stopped


def test_event_says_which_moment_counts():
    assert moment_that_counts(MeetsEvent.RECEIVED, filed_at=SOFT, sent_at=HARD) == SOFT
    assert moment_that_counts(MeetsEvent.SENT, filed_at=SOFT, sent_at=HARD) == HARD
    assert moment_that_counts(MeetsEvent.SENT, filed_at=SOFT, sent_at=None) is None


TET = {date(2027, 2, day) for day in (4, 5, 8, 9, 10)}


@pytest.mark.parametrize(
    ("last_day", "holidays", "moved"),
    [
        (date(2026, 9, 24), set(), date(2026, 9, 24)),  # a Thursday
        (date(2026, 9, 26), set(), date(2026, 9, 28)),  # Saturday to Monday
        (date(2026, 9, 27), set(), date(2026, 9, 28)),  # Sunday to Monday
        (date(2026, 9, 2), {date(2026, 9, 2)}, date(2026, 9, 3)),  # Quốc khánh, a Wednesday
        (date(2026, 9, 26), {date(2026, 9, 28)}, date(2026, 9, 29)),  # a weekend and a holiday after it
        (date(2027, 2, 4), TET, date(2027, 2, 11)),  # Tết with the weekend inside
    ],
)
def test_date_on_a_rest_day_stays_or_moves_by_the_rule_of_the_round(last_day, holidays, moved):
    written = calendar.due_until(last_day)

    assert in_force(written, policy=RestDays.STAY, holidays=holidays) == written
    assert in_force(written, policy=RestDays.NEXT, holidays=holidays) == calendar.due_until(moved)


def test_hour_of_a_letter_moves_with_its_day():
    written = moment("2026-09-26 17:00")  # a Saturday

    assert in_force(written, policy=RestDays.NEXT, holidays=set()) == moment("2026-09-28 17:00")
    assert calendar.describe_due(written) == "trước 17:00 26/09/2026"
