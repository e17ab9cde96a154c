"""Writes of the table of rest days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import rules
from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from foundation.models import Holiday


def stream_of_year(year: int) -> str:
    """Return the name of the journal's chain for a year's rest days."""
    return f"foundation.holiday:{year}"


@transaction.atomic
def add_rest_days(*, days: Mapping[date, str], actor: User) -> int:
    """Add days on which offices rest; a day that is there already keeps its name. Return how many are new.

    Dates that were told before stay as they were told; the table counts for what is reckoned from now on. Raises
    Refused without a day, or when every day is there already.
    """
    if not rules.may_change_rest_days(actor):
        raise NotAllowed
    there = set(Holiday.objects.filter(day__in=days).values_list("day", flat=True))
    new = {day: name for day, name in sorted(days.items()) if day not in there}
    if not new:
        raise Refused(_("All of these days are in the table already."))
    Holiday.objects.bulk_create([Holiday(day=day, name=name) for day, name in new.items()], ignore_conflicts=True)
    for year in sorted({day.year for day in new}):
        after = {day.isoformat(): name for day, name in new.items() if day.year == year}
        journal.record(stream_of_year(year), journal.Event("add", _("Rest days added"), after=after), actor=actor)
    return len(new)


@transaction.atomic
def remove_rest_day(*, day: date, actor: User) -> None:
    """Take a day out of the table. Raises Conflict when it is not there any more."""
    if not rules.may_change_rest_days(actor):
        raise NotAllowed
    row = Holiday.objects.filter(day=day).first()
    if row is None or Holiday.objects.filter(pk=row.pk).delete()[0] != 1:
        raise Conflict(_("This day is not in the table any more."))
    before = {day.isoformat(): row.name}
    journal.record(stream_of_year(day.year), journal.Event("remove", _("Rest day removed"), before=before), actor=actor)
