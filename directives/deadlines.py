"""The deadlines of all apps, and which reminder each of them is due for.

An app registers a source in ``AppConfig.ready()``; ``services.send_reminders`` asks all sources and tells each person
once per rung of the ladder. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from foundation import calendar, clock

# Days before (positive) and after (negative) the last day on which the deadline is met; 0 is that day itself.
DEFAULT_LADDER = (7, 3, 1, 0, -1, -3, -7)


@dataclass(frozen=True)
class Deadline:
    """Something that has to be done in time, as long as it is not done.

    Attributes:
        kind: names the ladder in ``settings.REMINDER_LADDERS`` and the kind of the notification.
        subject: the stream of the object ("directives.task:5").
        occasion: tells several deadlines of one object apart; may be empty.
        title: what has to be done, in a few words.
        due_at: the first late moment (``foundation.calendar``).
        url: the page where it is done.
        recipients: the people who can do it.
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

    @property
    def last_day(self) -> date:
        """The last day on which it is met."""
        return calendar.last_day(self.due_at)


# ``(now) -> deadlines that are not met yet``, from far before to far after ``now``; reads in a stream.
Source = Callable[[datetime], Iterable[Deadline]]
_sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Add a source; registering the same name again replaces it."""
    _sources[name] = source


def all_deadlines(now: datetime) -> Iterator[Deadline]:
    """Go through the open deadlines of all apps."""
    for name in sorted(_sources):
        yield from _sources[name](now)


def ladder_of(kind: str) -> Sequence[int]:
    """Return the rungs of a kind of deadline, from ``settings.REMINDER_LADDERS`` or the usual ones."""
    ladders: dict[str, Sequence[int]] = getattr(settings, "REMINDER_LADDERS", {})
    return ladders.get(kind, ladders.get("default", DEFAULT_LADDER))


def horizon() -> timedelta:
    """Return how far ahead a source has to look."""
    ladders: dict[str, Sequence[int]] = getattr(settings, "REMINDER_LADDERS", {})
    rungs = [rung for ladder in [*ladders.values(), DEFAULT_LADDER] for rung in ladder]
    return timedelta(days=max(rungs) + 2)


def rung_due(deadline: Deadline, now: datetime) -> int | None:
    """Return the latest rung that has been reached, ``None`` before the first one.

    After some days without a worker the earlier rungs are passed over, so that people get one reminder, not ten.
    """
    today = clock.local(now).date()
    ladder = deadline.ladder or ladder_of(deadline.kind)
    reached = [rung for rung in ladder if today >= deadline.last_day - timedelta(days=rung)]
    if not reached:
        return None
    rung = min(reached)
    if deadline.since and deadline.last_day - timedelta(days=rung) < clock.local(deadline.since).date():
        return None
    return rung


def occasion_of(deadline: Deadline, rung: int) -> str:
    """Return what makes a reminder the only one of its kind: deadline and rung."""
    occasion = f"{deadline.last_day.isoformat()}:{rung}"
    return f"{deadline.occasion}:{occasion}" if deadline.occasion else occasion
