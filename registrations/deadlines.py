"""Deadlines of rounds: pure functions over first late moments, and the term of the commune's answer."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from foundation import calendar


class Standing(Enum):
    """How a moment stands to a deadline."""

    ON_TIME = "on_time"
    LATE = "late"  # after the soft date: accepted and marked
    CLOSED = "closed"  # at or after the hard date: refused


def standing(moment: datetime, due_at: datetime | None, hard_due_at: datetime | None) -> Standing:
    """Return how a moment stands to a soft and a hard deadline, each the first moment that is too late."""
    if hard_due_at is not None and moment >= hard_due_at:
        return Standing.CLOSED
    if due_at is not None and moment >= due_at:
        return Standing.LATE
    return Standing.ON_TIME


def answer_due(received_on: date, days: int) -> date:
    """Return the last day of the commune's answer: ``days`` working days, counted from the day after receipt."""
    return calendar.add_working_days(received_on, days)


def answer_due_again(*, policy: str, due_on: date, returned_on: date, back_on: date, days: int) -> date:
    """Return the answer day of a dossier that comes back after a return.

    Args:
        policy: a value of ``AfterReturn``: the term begins anew, stood still since the return, or ran on.
        due_on: the answer day before the return.
        returned_on: the day of the return; it still counts as a day of the commune.
        back_on: the day on which the producer sent it back; like the day of receipt it does not count.
        days: the whole term in working days.
    """
    if policy == "run_on":
        # A term that has run out meanwhile leaves the day of coming back itself.
        return max(due_on, back_on)
    if policy == "pause":
        # Who returns on the last day, or late, gets one working day for looking at the answer.
        left = max(1, calendar.working_days_left(returned_on, due_on))
        return calendar.add_working_days(back_on, left)
    return answer_due(back_on, days)
