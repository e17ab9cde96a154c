"""Working days and deadlines.

A deadline is kept as the first moment that is too late (``due_at``): "trước ngày 25/3" and "đến hết ngày 24/3" are the
same moment, 00:00 on 25/3. Whatever happens at or after it is late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from foundation import clock
from foundation.models import Holiday

# Days beyond these are slips of the hand, and near the ends of the calendar nothing can be counted from them.
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


def holidays_between(first: date, last: date) -> set[date]:
    """Return the rest days of the holiday table from ``first`` to ``last``, both included."""
    return set(Holiday.objects.filter(day__range=(first, last)).values_list("day", flat=True))


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Tell whether offices work on this day: not Saturday, not Sunday, not a holiday."""
    return day.weekday() < 5 and day not in holidays


def add_working_days(start: date, days: int) -> date:
    """Return the last day of a term of ``days`` working days that starts the day after ``start``."""
    if days < 1:
        return start
    holidays = holidays_between(start, start + timedelta(days=days * 3 + 30))
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, holidays)
    return day


def working_days_left(today: date, last_day: date) -> int:
    """Return how many working days are left, today not counted; negative when the last day has passed."""
    if last_day < today:
        return -working_days_left(last_day, today)
    holidays = holidays_between(today, last_day)
    span = (last_day - today).days
    return sum(is_working_day(today + timedelta(days=n), holidays) for n in range(1, span + 1))


def working_days_left_of(today: date, last_days: Iterable[date]) -> dict[date, int]:
    """Return ``working_days_left`` for many last days with one look into the holiday table."""
    days = set(last_days)
    if not days:
        return {}
    first, last = min(today, *days), max(today, *days)
    holidays = holidays_between(first, last)
    # Working days up to and with each day, counted once from the first to the last.
    counted, reached, day = {first: 0}, 0, first
    while day < last:
        day += timedelta(days=1)
        reached += is_working_day(day, holidays)
        counted[day] = reached
    return {day: counted[day] - counted[today] for day in days}


def due_before(day: date) -> datetime:
    """Return the first late moment of "trước ngày X": 00:00 on X."""
    return clock.start_of(day)


def due_until(day: date) -> datetime:
    """Return the first late moment of "đến hết ngày X" and "chậm nhất ngày X": 00:00 on the day after."""
    return clock.start_of(day + timedelta(days=1))


def last_day(due_at: datetime) -> date:
    """Return the last day on which the deadline is still met."""
    return clock.local(due_at - timedelta(microseconds=1)).date()


def moved_to_working_day(due_at: datetime, holidays: Collection[date]) -> datetime:
    """Return a deadline whose last day is no rest day: the same hour of the next working day where it was one."""
    last = day = last_day(due_at)
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return due_at + (day - last)


def describe_due(due_at: datetime) -> str:
    """Return the deadline in words that leave no doubt: "đến hết ngày 24/03/2024" or "trước 17:00 ngày 24/03/2024"."""
    moment = clock.local(due_at)
    if moment.hour == moment.minute == 0:
        return _("until the end of %(day)s") % {"day": last_day(due_at).strftime("%d/%m/%Y")}
    return _("before %(moment)s") % {"moment": moment.strftime("%H:%M %d/%m/%Y")}
