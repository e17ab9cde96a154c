"""Reads for administrators: units with what lies in them, and the roles of a person."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts import rules
from accounts.enums import Role
from accounts.models import Membership, Office, Unit
from foundation import clock
from foundation.text import search_key


def units_administered_by(user: Any) -> QuerySet[Unit]:
    """Return all units to an administrator, with ``office_count``, none to anybody else."""
    rows = Unit.objects.all() if rules.may_administer(user) else Unit.objects.none()
    today = clock.today()
    lasting = Q(offices__valid_to=None) | Q(offices__valid_to__gte=today)
    return rows.select_related("parent").annotate(office_count=Count("offices", filter=lasting, distinct=True))


def units_matching(units: QuerySet[Unit], words: str, level: str, *, ended: bool) -> QuerySet[Unit]:
    """Narrow units to a level, to names that hold the words (without accents) or to a code; ended ones if asked."""
    if words:
        units = units.filter(Q(search__contains=search_key(words)) | Q(code__startswith=words))
    if level:
        units = units.filter(level=level)
    return units if ended else units.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()))


def offices_administered_by(user: Any) -> QuerySet[Office]:
    """Return all offices to an administrator, none to anybody else."""
    rows = Office.objects.all() if rules.may_administer(user) else Office.objects.none()
    return rows.select_related("unit", "parent")


def roles_administered_by(user: Any) -> QuerySet[Membership]:
    """Return the roles in offices of everybody else to an administrator; nobody administers their own."""
    rows = Membership.objects.exclude(role=Role.PRODUCER).exclude(user=user.pk)
    return rows.select_related("user", "office") if rules.may_administer(user) else rows.none()


def with_people(offices: QuerySet[Office]) -> QuerySet[Office]:
    """Give each office the list ``people``: its roles that have not ended, by name."""
    rows = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()))
    rows = rows.select_related("user").order_by("user__sort", "pk")
    return offices.prefetch_related(Prefetch("memberships", queryset=rows, to_attr="people"))
