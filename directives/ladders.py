"""The ladders of reminders as they are set, and the usual ones where nothing is set."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from directives.models.reminders import ReminderHours, ReminderLadder
from foundation import calendar, clock

DEFAULT = "default"


@dataclass(frozen=True)
class Ladder:
    """On which days whom: ``rungs`` those who can act, heads and leaders only so many days after the last day."""

    rungs: tuple[int, ...] = (14, 7, 3, 1, 0, -1, -3, -7)
    head_after: int | None = 3
    leader_after: int | None = 7

    @property
    def for_heads(self) -> tuple[int, ...]:
        """The rungs on which the head of the office is told."""
        return _late_from(self.head_after, self.rungs)

    @property
    def for_leaders(self) -> tuple[int, ...]:
        """The rungs on which the leader above is told."""
        return _late_from(self.leader_after, self.rungs)


def _late_from(days: int | None, rungs: tuple[int, ...]) -> tuple[int, ...]:
    if days is None:
        return ()
    return tuple(sorted({-days, *(rung for rung in rungs if rung <= -days)}, reverse=True))


@dataclass(frozen=True)
class Ladders:
    """All ladders as they stand now; one read for a whole run."""

    by_kind: dict[str, Ladder]

    def of(self, kind: str) -> Ladder:
        """Return the ladder of a kind, the usual one where it has none of its own."""
        return self.by_kind.get(kind) or self.by_kind.get(DEFAULT) or Ladder()


def current() -> Ladders:
    """Read the ladders."""
    rows = ReminderLadder.objects.all()
    return Ladders(
        {row.kind: Ladder(tuple(int(n) for n in row.rungs), row.head_after, row.leader_after) for row in rows}
    )


def longest() -> int:
    """Return the greatest number of days before a deadline on which anybody is told of anything."""
    ladders = [Ladder(), *current().by_kind.values()]
    return max(rung for ladder in ladders for rung in (*ladder.rungs, 0))


@dataclass(frozen=True)
class Hours:
    """When people may be told; ``rest_days`` is ``None`` where it may be on any day."""

    first: int = 7
    last: int = 18
    rest_days: Collection[date] | None = None

    def are_open(self, now: datetime) -> bool:
        """Tell whether a reminder may be sent at this moment."""
        moment = clock.local(now)
        if not self.first <= moment.hour < self.last:
            return False
        return self.rest_days is None or calendar.is_working_day(moment.date(), self.rest_days)


def hours(now: datetime) -> Hours:
    """Read the hours, with the holidays around this day where rest days are left out."""
    row = ReminderHours.objects.first()
    if row is None:
        return Hours()
    day = clock.local(now).date()
    around = timedelta(days=120)
    rest = calendar.holidays_between(day - around, day + around) if row.working_days_only else None
    return Hours(row.first_hour, row.last_hour, rest)
