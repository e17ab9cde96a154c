"""Setting when people are reminded."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import NotAllowed
from directives import rules
from directives.models import ReminderHours, ReminderLadder


@transaction.atomic
def change_ladder(
    *, kind: str, rungs: Iterable[int], head_after: int | None, leader_after: int | None, actor: User
) -> ReminderLadder:
    """Set the ladder of a kind of deadline; days before the last day are positive, days after it negative.

    Raises NotAllowed for who is no administrator.
    """
    if not rules.may_set_reminders(actor):
        raise NotAllowed
    values = {
        "rungs": sorted(set(rungs), reverse=True),
        "head_after": head_after,
        "leader_after": leader_after,
    }
    row, _made = ReminderLadder.objects.update_or_create(kind=kind, defaults=values)
    journal.record(row, journal.Event("change", _("Ladder of reminders changed"), after=values), actor=actor)
    return row


@transaction.atomic
def change_hours(*, first_hour: int, last_hour: int, working_days_only: bool, actor: User) -> ReminderHours:
    """Set the hours in which reminders go out. Raises NotAllowed for who is no administrator."""
    if not rules.may_set_reminders(actor):
        raise NotAllowed
    values = {"first_hour": first_hour, "last_hour": last_hour, "working_days_only": working_days_only}
    row, _made = ReminderHours.objects.update_or_create(pk=1, defaults=values)
    journal.record(row, journal.Event("change", _("Hours of reminders changed"), after=values), actor=actor)
    return row
