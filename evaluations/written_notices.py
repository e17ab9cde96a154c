"""Whom requests for written opinions tell what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from activity.notifications import Notice
from evaluations.notices import council_of, not_recused, without
from foundation.formatting import day

if TYPE_CHECKING:
    from evaluations.models import Entry, WrittenRequest


def voters_of(entry: Entry) -> list[Any]:
    """Return the members who vote on an entry: never one who is recused."""
    return not_recused(entry, council_of(entry.round, counted=True))


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
