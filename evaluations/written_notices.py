"""Whom requests for written opinions, and results left to another level, tell what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.selectors import people_of_office
from activity.notifications import Notice
from evaluations.enums.choices import RECUSED_STATES
from evaluations.notices import council_of, without
from foundation.formatting import day

if TYPE_CHECKING:
    from evaluations.models import Entry, WrittenRequest


def voters_of(entry: Entry) -> list[Any]:
    """Return the members who vote on an entry: never one who is recused."""
    recused = set(entry.recusals.filter(state__in=RECUSED_STATES).values_list("member__user_id", flat=True))
    return [person for person in council_of(entry.round, counted=True) if person.pk not in recused]


def opinion_asked(request: WrittenRequest, actor: Any) -> Notice:
    """Ask the members for their opinion on one product until a day."""
    product, until = request.entry.dossier.product, day(request.answers_by)
    title = _("Your written opinion is asked for until %(day)s: %(product)s") % {"day": until, "product": product}
    url = reverse("evaluations:opinion", args=[request.entry_id])
    return Notice("opinion_asked", without(actor, voters_of(request.entry)), title, body=request.proposal, url=url)


def opinions_to_meeting(request: WrittenRequest, actor: Any) -> Notice:
    """Tell the members that the council meets about a product on which it was asked in writing."""
    title = _("The council meets about %(product)s") % {"product": request.entry.dossier.product}
    url = reverse("evaluations:entry", args=[request.entry_id])
    people = without(actor, voters_of(request.entry))
    return Notice("opinions_to_meeting", people, title, body=request.meeting_reason, url=url)


def result_left(entry: Entry) -> Iterator[Notice]:
    """Tell the officers of the office that has sent a product up that its result is left to them."""
    from evaluations.models import Entry as Row  # needed when it runs only

    below = Row.objects.filter(dossier_id=entry.dossier_id, outcome="proposed_up").select_related("round__office")
    title = _("A result is left to your office: %(product)s") % {"product": entry.dossier.product}
    for row in below.order_by("-pk")[:1]:
        people = list(people_of_office(row.round.office, Role.ROUND_OFFICER))
        yield Notice("result_left", people, title, url=reverse("evaluations:left_results"))
