"""Sending the reminders that are due: one digest per person and day. Beat calls this every ten minutes.

Running twice tells nobody twice: first every rung that is reached becomes a row (``ReminderMark``), unique per
deadline, rung and person; then each person's rows are claimed and told in one transaction together with the notice,
which is unique per person and day. A run that dies in between leaves rows that nobody was told of; the next run drops
them and looks afresh, so that what was done meanwhile is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Min

from activity.models import Notification
from directives import ladders
from directives.deadlines import Deadline, all_deadlines, name_of, rung_due
from directives.enums import Audience
from directives.models import ReminderMark
from directives.reminding import reason_of, title_of
from directives.services.digests import DIGEST, send_digests
from foundation import clock

CHUNK = 500


@dataclass(frozen=True)
class Reminder:
    """What one person is told about one deadline on one rung of its ladder, and why."""

    kind: str
    subject: str
    title: str
    due_at: datetime
    last_day: date
    rung: int
    recipient: str
    url: str
    audience: str
    why: str


@dataclass(frozen=True)
class _Found:
    """A rung that is reached for one person."""

    deadline: Deadline
    name: str
    rung: int
    person: Any
    audience: str


def send_reminders(*, now: datetime | None = None, dry_run: bool = False) -> list[Reminder]:
    """Send what is due and was not told yet; return it. With ``dry_run`` nothing is written.

    Outside the hours that are set nothing is sent; what waits is sent when they begin. Whoever has had today's digest
    gets the rest with tomorrow's.
    """
    now = now or clock.now()
    if dry_run:
        return [_reminder(found, now) for found in _due(now)]
    sent: list[Reminder] = []
    run_reminders(now=now, sent=sent)
    return sent


def run_reminders(*, now: datetime | None = None, sent: list[Reminder] | None = None) -> int:
    """Send what is due and return how many reminders were told; ``sent`` collects them where somebody wants to see.

    Memory does not grow with the number of deadlines: they are read in a stream and written in chunks.
    """
    now = now or clock.now()
    if not ladders.hours(now).are_open(now):
        return 0
    ReminderMark.objects.filter(told_at=None).delete()
    found: dict[tuple[str, str, int], Reminder] = {}
    for chunk in _chunks(_due(now)):
        ReminderMark.objects.bulk_create([_mark(entry, now) for entry in chunk], ignore_conflicts=True)
        if sent is not None:
            found |= {(e.deadline.subject, e.name, e.person.pk): _reminder(e, now) for e in chunk}
    told = 0
    for mark in send_digests(now):
        told += 1
        if sent is not None and (reminder := found.get((mark.subject, mark.deadline, mark.recipient_id))):
            sent.append(reminder)
    return told


def _due(now: datetime) -> Iterator[_Found]:
    """Go through the rungs that are reached and that nobody was told of."""
    hours, set_ladders = ladders.hours(now), ladders.current()
    if not hours.are_open(now):
        return
    had_today = set(
        Notification.objects.filter(kind=DIGEST, occasion=clock.local(now).date().isoformat()).values_list(
            "recipient_id", flat=True
        )
    )
    for chunk in _chunks(all_deadlines(now)):
        reached = [found for entry in chunk for found in _reached(entry, now, set_ladders, hours)]
        told = _told({found.deadline.subject for found in reached})
        for found in reached:
            # A lower rung was told: the clock stands further back than it did, and earlier rungs are over.
            lowest = told.get((found.deadline.kind, found.deadline.subject, found.name, found.person.pk))
            if found.person.pk not in had_today and (lowest is None or found.rung < lowest):
                yield found


def _reached(entry: Deadline, now: datetime, set_ladders: ladders.Ladders, hours: ladders.Hours) -> Iterable[_Found]:
    """Return for each person the lowest rung that is reached, in the first role in which the person is told."""
    ladder = set_ladders.of(entry.kind)
    name = name_of(entry)
    people: dict[int, _Found] = {}
    sides = (
        (Audience.WORKER, entry.recipients, ladder.rungs),
        (Audience.HEAD, entry.heads, ladder.for_heads),
        (Audience.LEADER, entry.leaders, ladder.for_leaders),
    )
    for audience, recipients, rungs in sides:
        rung = rung_due(entry, now, rungs, hours.rest_days) if rungs else None
        for person in recipients if rung is not None else ():
            if person.is_active and rung is not None:
                people.setdefault(person.pk, _Found(entry, name, rung, person, audience))
    return people.values()


def _told(subjects: set[str]) -> dict[tuple[str, str, str, int], int]:
    rows = ReminderMark.objects.filter(subject__in=subjects, told_at__isnull=False).order_by()
    lowest = rows.values_list("kind", "subject", "deadline", "recipient_id").annotate(lowest=Min("rung"))
    return {(kind, subject, name, person): rung for kind, subject, name, person, rung in lowest}


def _mark(found: _Found, now: datetime) -> ReminderMark:
    entry = found.deadline
    return ReminderMark(
        kind=entry.kind,
        subject=entry.subject,
        deadline=found.name,
        rung=found.rung,
        recipient_id=found.person.pk,
        audience=found.audience,
        title=title_of(entry, now)[:300],
        due_at=entry.due_at,
        url=entry.url,
    )


def _reminder(found: _Found, now: datetime) -> Reminder:
    d = found.deadline
    return Reminder(
        kind=f"reminder:{d.kind}",
        subject=d.subject,
        title=title_of(d, now),
        due_at=d.due_at,
        last_day=d.last_day,
        rung=found.rung,
        recipient=found.person.username,
        url=d.url,
        audience=found.audience,
        why=reason_of(d.last_day, found.rung, found.audience),
    )


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    stream = iter(items)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk
