"""What waits for a person as one notice a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from activity.notifications import Notice, notify_first
from directives import rules
from directives.models import ReminderMark
from foundation import calendar, clock

DIGEST = "reminder"
# A mail that lists hundreds is not read; the page behind the link has them all.
LINES = 40


def send_digests(now: datetime) -> Iterator[ReminderMark]:
    """Tell every person who has something waiting, each in a transaction of its own; go through what was told."""
    waiting = ReminderMark.objects.filter(told_at=None).order_by("recipient_id").values_list("recipient_id", flat=True)
    for pk in list(waiting.distinct()):
        person = User.objects.get(pk=pk)
        # Another run may have told this person a moment ago; what is left waits for tomorrow.
        try:
            told = _tell(person, now)
        except IntegrityError:
            continue
        if told:
            yield from ReminderMark.objects.filter(recipient=person, told_at=now).iterator(chunk_size=500)


@transaction.atomic
def _tell(person: User, now: datetime) -> int:
    mine = ReminderMark.objects.filter(recipient=person)
    count = mine.filter(told_at=None).update(told_at=now)
    if count:
        shown = list(mine.filter(told_at=now).order_by("due_at", "pk")[:LINES])
        notify_first(f"accounts.user:{person.pk}", _notice(person, shown, count), clock.local(now).date().isoformat())
    return count


def _notice(person: User, marks: list[ReminderMark], count: int) -> Notice:
    if count == 1:
        body = _("Deadline: %(due)s.") % {"due": calendar.describe_due(marks[0].due_at)}
        return Notice(DIGEST, [person], marks[0].title, body, marks[0].url)
    title = ngettext("%(n)s deadline needs you", "%(n)s deadlines need you", count) % {"n": count}
    lines = [f"– {m.title} ({calendar.describe_due(m.due_at)})\n  {settings.PUBLIC_BASE_URL}{m.url}" for m in marks]
    if count > len(marks):
        lines.append(_("… and %(n)s more.") % {"n": count - len(marks)})
    url = reverse("directives:deadlines") if rules.handles_letters(person) else reverse("activity:notifications")
    return Notice(DIGEST, [person], title, "\n".join(lines), url)
