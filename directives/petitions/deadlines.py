"""The deadlines of petitions for the reminder engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from directives import deadlines
from directives.models import Petition
from directives.petitions.enums import WAITING, PetitionState
from directives.selectors.reminders import remembered_sides

KIND = "petition"


def open_petition_deadlines(now: datetime) -> Iterator[deadlines.Deadline]:
    """Give the reminder engine the petitions that wait for an answer and have a term; the decision ends them.

    While an answer is being prepared the handling office is told, then the leader who decides. Reads columns in a
    stream: memory does not grow with the petitions, and each office is asked for once.
    """
    sides = remembered_sides()
    page = reverse("directives:petition", args=[0])
    rows = Petition.objects.filter(state__in=WAITING, due_at__lt=now + deadlines.horizon()).order_by("due_at", "pk")
    columns = ("pk", "title", "state", "due_at", "sent_at", "handling_office_id", "deciding_office_id")
    stream = rows.values_list(*columns).iterator(chunk_size=500)
    for pk, title, state, due_at, sent_at, handling_id, deciding_id in stream:
        told, deciding = sides(handling_id), sides(deciding_id)
        proposed = state == PetitionState.PROPOSED
        yield deadlines.Deadline(
            kind=KIND,
            subject=f"directives.petition:{pk}",
            occasion="",
            title=_("Answer to a petition: %(what)s") % {"what": title},
            due_at=due_at,
            url=page.replace("/0/", f"/{pk}/"),
            recipients=deciding.heads if proposed else told.workers,
            heads=told.heads,
            leaders=deciding.heads,
            since=sent_at,
        )
