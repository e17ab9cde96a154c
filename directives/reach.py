"""For which offices a person acts: their own, and those that theirs has taken over from."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Office, UnitReach, User
from accounts.selectors import people_of_office, unit_ids_reached_by
from foundation.memory import remembered


def office_ids_acted_for(user: Any, *roles: str) -> list[int]:
    """Return the ids of a person's offices and of the offices of the same kind and level that these succeed.

    The people of a merged commune go on with the tasks of the communes it came from. ``rules.acts_for`` says the same
    about one office.
    """
    offices = [m.office for m in user.active_memberships if m.office is not None and m.role in roles]
    condition = Q(pk__in=[office.pk for office in offices])
    for office in {office.pk: office for office in offices}.values():
        condition |= Q(
            kind=office.kind, unit__level=office.unit.level, unit_id__in=unit_ids_reached_by([office.unit_id])
        )
    rows = Office.objects.filter(condition).order_by().values_list("pk", flat=True)
    return remembered(("acted for", user.pk, roles), lambda: list(rows)) if offices else []


def people_acting_for(office: Office, *roles: str) -> QuerySet[User]:
    """Return the people who act for an office: its own, or where it has none those of the office that succeeds it."""
    people = people_of_office(office, *roles)
    if people.exists():
        return people
    tops = UnitReach.objects.filter(unit_id=office.unit_id, top__level=office.unit.level).values("top_id")
    heirs = Office.objects.filter(kind=office.kind, unit_id__in=tops)
    return User.objects.filter(
        pk__in=[pk for heir in heirs for pk in people_of_office(heir, *roles).values_list("pk", flat=True)]
    )
