"""Reads for the office's choice: the groups of a round's products, and the numbers above the list."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from registrations.enums import WishState
from registrations.models import RegistrationRound, Wish


@dataclass(frozen=True)
class SelectionCounts:
    """How many of the wishes on the list are undecided, selected, declined, withdrawn."""

    all: int
    undecided: int
    selected: int
    declined: int
    withdrawn: int


def selection_counts(rows: QuerySet[Wish]) -> SelectionCounts:
    """Return the numbers above the list, in one query."""
    undecided = Q(state__in=(WishState.REGISTERED, WishState.LISTED))
    found = rows.order_by().aggregate(
        all=Count("pk"),
        undecided=Count("pk", filter=undecided),
        selected=Count("pk", filter=Q(state=WishState.SELECTED)),
        declined=Count("pk", filter=Q(state=WishState.DECLINED)),
        withdrawn=Count("pk", filter=Q(state=WishState.WITHDRAWN)),
    )
    return SelectionCounts(**found)


def groups_of_round(registration_round: RegistrationRound) -> list[tuple[str, str]]:
    """Return the product sets and groups of a round's wishes as choices: "set-3", or "in-" and the group in words."""
    rows = Wish.objects.filter(round=registration_round).order_by("rubric__number", "group")
    found = rows.values_list("rubric_id", "rubric__number", "rubric__name", "group").distinct()
    return [(f"set-{pk}", f"{number}. {name}") if pk else (f"in-{group}", group) for pk, number, name, group in found]
