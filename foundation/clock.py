"""The one clock. Everything that asks for the time asks here, so that seeds and tests can choose it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.utils import timezone

_override: ContextVar[datetime | None] = ContextVar("clock_override", default=None)


def now() -> datetime:
    """Return the present moment as an aware datetime."""
    return _override.get() or timezone.now()


def today() -> date:
    """Return the present day in Asia/Ho_Chi_Minh."""
    return timezone.localtime(now()).date()


def local(moment: datetime) -> datetime:
    """Return the moment in the portal's time zone."""
    return timezone.localtime(moment)


def start_of(day: date) -> datetime:
    """Return 00:00 of the day in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


@contextmanager
def frozen(moment: datetime | date) -> Iterator[None]:
    """Make ``now()`` answer ``moment`` inside the block. Only seeds and tests use it.

    A plain date stands for nine o'clock on that day in the portal's time zone.
    """
    if not isinstance(moment, datetime):
        moment = start_of(moment) + timedelta(hours=9)
    token = _override.set(moment)
    try:
        yield
    finally:
        _override.reset(token)
