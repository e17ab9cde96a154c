"""The deadlines of all apps, and which reminder each of them is due for.

An app registers a source in ``AppConfig.ready()``; ``services.send_reminders`` asks all sources and tells each person
once per rung of the ladder. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from django.utils.functional import Promise

from directives import ladders
from foundation import calendar, clock

# Days before (positive) and after (negative) the last day on which the deadline is met; 0 is that day itself.
DEFAULT_LADDER = (14, 7, 3, 1, 0, -1, -3, -7)


@dataclass(frozen=True)
class Deadline:
    """Something that has to be done in time, as long as it is not done.

    Attributes:
        kind: names the ladder (``directives.ladders``).
        subject: the stream of the object ("directives.task:5").
        occasion: tells several deadlines of one object apart; may be empty.
        title: what has to be done, in a few words.
        due_at: the first late moment (``foundation.calendar``).
        url: the page where it is done.
        recipients: the people who can do it.
        heads: who leads their office, told once it is late (``ladders.Ladder.head_after``).
        leaders: who leads the office above, told later still.
        since: when the deadline came into being; rungs that lay before are not made up for.
        ladder: rungs of its own, where the law says when people are to be told; empty for those of its kind.
    """

    kind: str
    subject: str
    occasion: str
    title: str
    due_at: datetime
    url: str
    recipients: Iterable[Any]
    since: datetime | None = None
    ladder: Sequence[int] = ()
    heads: Iterable[Any] = ()
    leaders: Iterable[Any] = ()

    @cached_property
    def last_day(self) -> date:
        """The last day on which it is met."""
        return calendar.last_day(self.due_at)


# ``(now) -> deadlines that are not met yet``, from far before to far after ``now``; reads in a stream.
Source = Callable[[datetime], Iterable[Deadline]]
_sources: dict[str, Source] = {}
_kinds: dict[str, str | Promise] = {}


def register_source(name: str, source: Source, kinds: Mapping[str, str | Promise] | None = None) -> None:
    """Add a source; registering the same name again replaces it.

    ``kinds`` names those kinds of its deadlines whose ladder an administrator may set, in words for the screen.
    """
    _sources[name] = source
    _kinds.update(kinds or {})


def kinds() -> dict[str, str | Promise]:
    """Return the kinds of deadlines whose ladder can be set, with their words."""
    return dict(_kinds)


def all_deadlines(now: datetime) -> Iterator[Deadline]:
    """Go through the open deadlines of all apps."""
    for name in sorted(_sources):
        yield from _sources[name](now)


def horizon() -> timedelta:
    """Return how far ahead a source has to look."""
    return timedelta(days=ladders.longest() + 2)


def rung_due(
    deadline: Deadline, now: datetime, rungs: Sequence[int] = DEFAULT_LADDER, rest_days: Collection[date] | None = None
) -> int | None:
    """Return the latest rung that has been reached, ``None`` before the first one.

    After some days without a worker the earlier rungs are passed over, so that people get one reminder, not ten.
    ``rest_days``: where people are told on working days only, the holidays; what falls on a rest day until the last
    day itself is then told on the working day before.
    """
    today = _local_day(now)
    last = deadline.last_day
    reached = [rung for rung in deadline.ladder or rungs if today >= _day_of(last, rung, rest_days)]
    if not reached:
        return None
    rung = min(reached)
    if deadline.since and last - timedelta(days=rung) < _local_day(deadline.since):
        return None
    return rung


@lru_cache(maxsize=512)
def _local_day(moment: datetime) -> date:
    """Return the day of a moment; a scan asks for the same few moments a hundred thousand times."""
    return clock.local(moment).date()


def _day_of(last: date, rung: int, rest_days: Collection[date] | None) -> date:
    day = last - timedelta(days=rung)
    while rest_days is not None and rung >= 0 and not calendar.is_working_day(day, rest_days):
        day -= timedelta(days=1)
    return day


def name_of(deadline: Deadline) -> str:
    """Return what makes a deadline the only one of its object; a deadline that was moved is another one."""
    day = deadline.last_day.isoformat()
    return f"{deadline.occasion}:{day}" if deadline.occasion else day
