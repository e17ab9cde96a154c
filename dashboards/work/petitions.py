"""Petitions whose next step is the person's: to complete, to answer, to decide."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.work.cards import Card, card_of, roles_before, words
from directives.models import Petition
from directives.petitions.enums import PetitionState
from directives.petitions.selectors import petitions_waiting_for
from foundation.components import TaskItem
from foundation.formatting import day


def waiting_petitions(user: Any, role: str) -> Card:
    """Return the petitions that wait for this person in this role, the oldest first; each stands on one desk alone."""
    rows = petitions_waiting_for(user, role).order_by("pk")
    if others := roles_before(user, role):
        rows = rows.exclude(pk__in=petitions_waiting_for(user, *others).order_by().values("pk"))
    return card_of(
        _("Petitions that wait for you"), rows, _line, url=reverse("directives:petitions"), more=_("All of them")
    )


def _line(petition: Petition) -> TaskItem:
    due = _("due %(day)s") % {"day": day(petition.last_day)} if petition.due_at else ""
    url = reverse("directives:petition", args=[petition.pk])
    tone = "late" if petition.is_late or petition.state == PetitionState.RETURNED else "waiting"
    return TaskItem(petition.title, url, petition.get_state_display(), tone, words(petition.office.name, due))
