"""The sentences of reminders: how far a deadline is, and why somebody is told today. Pure."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directives.deadlines import Deadline
from directives.enums import Audience
from foundation import clock


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


def reason_of(last_day: date, rung: int, audience: str) -> str:
    """Return why somebody is told: which rung of the ladder was reached, of which day, and in which role."""
    day = last_day.strftime("%d/%m/%Y")
    if rung > 0:
        text = ngettext("%(n)s day before the last day %(day)s", "%(n)s days before the last day %(day)s", rung)
    elif rung < 0:
        text = ngettext("%(n)s day after the last day %(day)s", "%(n)s days after the last day %(day)s", -rung)
    else:
        text = _("on the last day %(day)s")
    who = _("told as: %(audience)s") % {"audience": Audience(audience).label}
    return f"{text % {'n': abs(rung), 'day': day}}; {who}"
