"""On which councils and teams a person is, and which entries are closed to them: one query for a page."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Value

from evaluations.enums.choices import RECUSED_STATES
from evaluations.models import AdvisoryMember, CouncilMember, Recusal, TeamRecusal
from foundation.memory import remembered

_SEAT, _TEAM, _CLOSED = "seat", "team", "closed"


def own_councils(user: Any) -> list[int]:
    """Return the ids of the councils on which the person sits: for most people none, which makes every query light."""
    return [pk for kind, pk in _places(user) if kind == _SEAT]


def own_teams(user: Any) -> list[int]:
    """Return the ids of the councils on whose advisory team the person is."""
    return [pk for kind, pk in _places(user) if kind == _TEAM]


def recused_entry_ids(user: Any) -> list[int]:
    """Return the ids of the entries that a conflict of interest closes to the person, on a council or a team."""
    return [pk for kind, pk in _places(user) if kind == _CLOSED]


def _places(user: Any) -> list[tuple[str, int]]:
    def ask() -> list[tuple[str, int]]:
        seats = CouncilMember.objects.filter(user=user).order_by().values_list(_kind(_SEAT), "council_id")
        teams = AdvisoryMember.objects.filter(user=user).order_by().values_list(_kind(_TEAM), "council_id")
        closed = Recusal.objects.filter(member__user=user, state__in=RECUSED_STATES).order_by()
        advising = TeamRecusal.objects.filter(user=user, state__in=RECUSED_STATES).order_by()
        ids = [rows.values_list(_kind(_CLOSED), "entry_id") for rows in (closed, advising)]
        return list(seats.union(teams, *ids, all=True))

    return remembered(("places on councils", user.pk), ask)


def _kind(word: str) -> Value:
    return Value(word, output_field=CharField())
