"""Deadlines of rounds: pure functions over first late moments, and the term of the commune's answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from foundation import calendar
from registrations.enums.choices import MeetsEvent, RestDays

# The dates of a round that may move to a working day.
ROUND_DATES = ("due_at", "hard_due_at", "dossier_due_at", "dossier_hard_due_at", "commune_list_due")


class Standing(Enum):
    """How a moment stands to a deadline."""

    ON_TIME = "on_time"
    LATE = "late"  # after the soft date: accepted and marked
    BY_LEAVE = "by_leave"  # after the hard date, by a late entry that was granted: accepted and marked
    CLOSED = "closed"  # at or after the hard date: refused


class Step(Enum):
    """The two events of a wish or dossier that a round can ask to happen in time."""

    FILED = "filed"  # the producer registers or submits: from then on commune and office have it
    SENT = "sent"  # the commune sends its list, or the dossier, up


@dataclass(frozen=True)
class Window:
    """Until when something may come. Every moment is the first one that is too late.

    Attributes:
        due_at: the date that is shown; what comes later is marked as late.
        hard_due_at: nothing is accepted from here on; None accepts and marks what comes late.
        leave_until: the end of the late entry that was granted to whoever files, where there is one.
    """

    due_at: datetime | None
    hard_due_at: datetime | None
    leave_until: datetime | None = None

    def standing(self, moment: datetime) -> Standing:
        """Return how a moment stands to the dates."""
        found = standing(moment, self.due_at, self.hard_due_at)
        if found is Standing.CLOSED and self.leave_until is not None and moment < self.leave_until:
            return Standing.BY_LEAVE
        return found

    @property
    def closes_at(self) -> datetime | None:
        """The first moment at which nothing is accepted any more; None when that never comes."""
        if self.hard_due_at is None or self.leave_until is None:
            return self.hard_due_at
        return max(self.hard_due_at, self.leave_until)


def standing(moment: datetime, due_at: datetime | None, hard_due_at: datetime | None) -> Standing:
    """Return how a moment stands to a soft and a hard deadline, each the first moment that is too late."""
    if hard_due_at is not None and moment >= hard_due_at:
        return Standing.CLOSED
    if due_at is not None and moment >= due_at:
        return Standing.LATE
    return Standing.ON_TIME


def is_checked(meets_event: str, step: Step) -> bool:
    """Tell whether the hard date stops this step.

    Filing is always stopped: what is filed after the hard date can no longer be sent up in time either. The commune's
    sending is stopped only where the round asks that it happen in time; what came in time may be sent up later.
    """
    return step is Step.FILED or meets_event == MeetsEvent.SENT


def moment_that_counts(meets_event: str, *, filed_at: datetime | None, sent_at: datetime | None) -> datetime | None:
    """Return the moment by which lateness is judged; None while that event has not happened."""
    return sent_at if meets_event == MeetsEvent.SENT else filed_at


def in_force(written: datetime, *, policy: str, holidays: Collection[date]) -> datetime:
    """Return the first late moment that a written date means under the round's rule for rest days.

    Args:
        written: the first late moment as the letter says it.
        policy: a value of ``RestDays``.
        holidays: the rest days of the table around it.
    """
    if policy != RestDays.NEXT:
        return written
    return calendar.moved_to_working_day(written, holidays)


def in_force_today(written: datetime, *, policy: str) -> datetime:
    """Return what a written date means by the table of rest days as it stands today."""
    last = calendar.last_day(written)
    return in_force(written, policy=policy, holidays=calendar.holidays_between(last, last + timedelta(days=60)))


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
