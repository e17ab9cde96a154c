"""Reads about units, offices and people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import rules
from accounts.enums import Role, UnitLevel
from accounts.models import Membership, Office, Unit, UnitReach, User
from foundation import clock
from foundation.memory import remembered
from foundation.text import search_key


def unit_ids_reached_by(unit_ids: list[int]) -> QuerySet[UnitReach, int]:
    """Return, as a subquery, the ids of all units that the given ones reach (below them and their predecessors)."""
    return UnitReach.objects.filter(top_id__in=unit_ids).values_list("unit_id", flat=True)


def reaches(top_id: int, unit_id: int) -> bool:
    """Tell whether one unit reaches another."""
    if top_id == unit_id:
        return True
    rows = UnitReach.objects.filter(top_id=top_id, unit_id=unit_id)
    return remembered(("reaches", top_id, unit_id), rows.exists)


def office_unit_ids(user: Any, *roles: str) -> list[int]:
    """Return the ids of units in whose offices the person holds one of the roles today (any when none is named)."""
    return sorted(
        {m.office.unit_id for m in user.active_memberships if m.office is not None and (not roles or m.role in roles)}
    )


def office_ids(user: Any, *roles: str) -> list[int]:
    """Return the ids of offices in which the person holds one of the roles today (any when none is named)."""
    return sorted({m.office_id for m in user.active_memberships if m.office_id and (not roles or m.role in roles)})


def offices_with_role(user: Any, *roles: str) -> QuerySet[Office]:
    """Return the offices for which the person may act in one of the roles."""
    return Office.objects.filter(pk__in=office_ids(user, *roles)).select_related("unit", "parent")


def acting_membership(user: Any) -> Membership | None:
    """Return the membership that the page header and the journal show: the first one with an office."""
    if not user.is_authenticated:
        return None
    return next((m for m in user.active_memberships if m.office_id), None)


def people_of_office(office: Office | int, *roles: str) -> QuerySet[User]:
    """Return the active people who hold one of the roles in the office today (any role when none is named)."""
    today = clock.today()
    rows = Membership.objects.filter(office=office, starts_on__lte=today).filter(
        Q(ends_on=None) | Q(ends_on__gte=today)
    )
    if roles:
        rows = rows.filter(role__in=roles)
    return User.objects.filter(pk__in=rows.values("user_id"), is_active=True)


def people_for_unit(unit: Unit | int, *roles: str) -> QuerySet[User]:
    """Return the people with the role in an office of the unit itself or of a unit that succeeds it."""
    today = clock.today()
    unit_id = unit if isinstance(unit, int) else unit.pk
    level = Unit.objects.filter(pk=unit_id).values("level")
    tops = UnitReach.objects.filter(unit_id=unit_id, top__level__in=level).values("top_id")
    rows = Membership.objects.filter(
        Q(office__unit_id=unit_id) | Q(office__unit_id__in=tops), role__in=roles, starts_on__lte=today
    ).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return User.objects.filter(pk__in=rows.values("user_id"), is_active=True)


def units_in_force(on: date | None = None) -> QuerySet[Unit]:
    """Return the units that exist on a day."""
    day = on or clock.today()
    return Unit.objects.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


def communes_of(unit: Unit | int) -> QuerySet[Unit]:
    """Return the communes that a unit reaches, in alphabetical order."""
    unit_id = unit if isinstance(unit, int) else unit.pk
    return Unit.objects.filter(pk__in=unit_ids_reached_by([unit_id]), level="commune").order_by("search", "pk")


def present_communes_of(unit: Unit) -> QuerySet[Unit]:
    """Return the communes in force of a unit; of a unit that has ended with them, those into which they were merged."""
    reached, today = communes_of(unit), units_in_force().values("pk")
    if (present := reached.filter(pk__in=today)).exists():
        return present
    merged = Unit.successors.through.objects.filter(from_unit__in=reached.values("pk"))
    return Unit.objects.filter(pk__in=merged.values("to_unit")).filter(pk__in=today).order_by("search", "pk")


def offices_in_force(on: date | None = None) -> QuerySet[Office]:
    """Return the offices that exist on a day."""
    day = on or clock.today()
    rows = Office.objects.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))
    return rows.select_related("unit")


def accounts_visible_to(user: Any) -> QuerySet[User]:
    """Return the accounts with which this person may help: an administrator all, a commune officer its producers'."""
    if rules.is_administrator(user):
        return User.objects.all()
    if not rules.may_help_with_accounts(user):
        return User.objects.none()
    units = unit_ids_reached_by(office_unit_ids(user, Role.COMMUNE_OFFICER))
    holds_office = Membership.objects.filter(user=OuterRef("pk")).exclude(role=Role.PRODUCER)
    return User.objects.filter(~Exists(holds_office), home_unit_id__in=units)


def communes_served_by(user: Any) -> QuerySet[Unit]:
    """Return the communes in force for which this person may make accounts."""
    communes = units_in_force().filter(level=UnitLevel.COMMUNE)
    if rules.is_administrator(user):
        return communes.order_by("search", "pk")
    units = office_unit_ids(user, Role.COMMUNE_OFFICER)
    return communes.filter(pk__in=unit_ids_reached_by(units)).order_by("search", "pk")


def accounts_matching(accounts: QuerySet[User], words: str) -> QuerySet[User]:
    """Narrow accounts to those whose name (without accents), user name or phone holds the words."""
    plain = search_key(words)
    return accounts.filter(Q(search__contains=plain) | Q(username__icontains=words) | Q(phone__contains=words))


def account_named(login: str) -> User | None:
    """Return the active account with this user name, e-mail or phone. Who asks must not tell whether there is one."""
    return User.objects.by_login(login)
