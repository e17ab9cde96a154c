"""The deadlines of petitions for the reminder engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from directives import deadlines
from directives.models import Petition
from directives.petitions.enums import WAITING, PetitionState
from directives.selectors.reminders import Sides, sides_of

KIND = "petition"
_OFFICES = ("office__unit", "handling_office__parent__unit", "handling_office__unit", "deciding_office__unit")


def open_petition_deadlines(now: datetime) -> Iterator[deadlines.Deadline]:
    """Give the reminder engine the petitions that wait for an answer and have a term; the decision ends them.

    While an answer is being prepared the handling office is told, then the leader who decides.
    """
    known: dict[int, Sides] = {}
    rows = Petition.objects.filter(state__in=WAITING, due_at__lt=now + deadlines.horizon())
    rows = rows.select_related(*_OFFICES).order_by("due_at", "pk")
    for row in rows.iterator(chunk_size=500):
        if row.due_at is None:  # left out by the filter; said for the reader of types
            continue
        told = known.setdefault(row.handling_office_id, sides_of(row.handling_office))
        deciding = known.setdefault(row.deciding_office_id, sides_of(row.deciding_office))
        proposed = row.state == PetitionState.PROPOSED
        yield deadlines.Deadline(
            kind=KIND,
            subject=row.stream,
            occasion="",
            title=_("Answer to a petition: %(what)s") % {"what": row.title},
            due_at=row.due_at,
            url=reverse("directives:petition", args=[row.pk]),
            recipients=deciding.heads if proposed else told.workers,
            heads=told.heads,
            leaders=deciding.heads,
            since=row.sent_at,
        )
