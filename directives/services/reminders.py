"""Sending the reminders that are due. Beat calls this every ten minutes; running twice tells nobody twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity.models import Notification
from activity.notifications import Notice, notify
from directives.deadlines import Deadline, all_deadlines, occasion_of, rung_due
from foundation import calendar, clock


@dataclass(frozen=True)
class Reminder:
    """What one person is told about one deadline on one rung of its ladder."""

    kind: str
    subject: str
    title: str
    due_at: datetime
    last_day: date
    rung: int
    recipient: str
    url: str


def send_reminders(*, now: datetime | None = None, dry_run: bool = False) -> list[Reminder]:
    """Send every reminder whose rung is reached and that was not sent yet; return those that this run has sent.

    Each deadline is a transaction of its own: a run that dies loses nothing and the next one goes on. With ``dry_run``
    nothing is written and what would be sent is returned.
    """
    now = now or clock.now()
    sent: list[Reminder] = []
    for deadline in all_deadlines(now):
        rung = rung_due(deadline, now)
        if rung is not None:
            sent += _remind(deadline, rung, now, dry_run=dry_run)
    return sent


def _remind(deadline: Deadline, rung: int, now: datetime, *, dry_run: bool) -> list[Reminder]:
    """Tell everybody who was not told on this rung yet."""
    kind, occasion = f"reminder:{deadline.kind}", occasion_of(deadline, rung)
    told = Notification.objects.filter(kind=kind, subject=deadline.subject, occasion=occasion)
    already = set(told.values_list("recipient_id", flat=True))
    people = {person.pk: person for person in deadline.recipients if person.is_active and person.pk not in already}
    if not people:
        return []
    if not dry_run:
        body = _("Deadline: %(due)s.") % {"due": calendar.describe_due(deadline.due_at)}
        notice = Notice(kind, list(people.values()), title_of(deadline, now), body, deadline.url)
        with transaction.atomic():
            notify(deadline.subject, notice, occasion=occasion)
    d = deadline
    return [
        Reminder(kind, d.subject, d.title, d.due_at, d.last_day, rung, person.username, d.url)
        for person in people.values()
    ]


def title_of(deadline: Deadline, now: datetime) -> str:
    """Return the sentence of a reminder: how many days are left, or how late it is, and what it is about."""
    left = (deadline.last_day - clock.local(now).date()).days
    if left > 0:
        when = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    elif left < 0:
        when = ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
    elif now >= deadline.due_at:
        when = _("the deadline has passed today")
    else:
        when = _("today is the last day")
    return f"{when[:1].upper()}{when[1:]}: {deadline.title}"
