"""For whom and over what the numbers are counted: the person's area, a year, a decision, a unit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from accounts.enums import UnitLevel
from accounts.models import Unit, UnitReach
from accounts.selectors import office_unit_ids, unit_ids_reached_by
from dashboards.rules import WATCHING
from directives.models import Task
from directives.selectors import tasks_visible_to
from registrations.models import Dossier, Wish
from registrations.selectors import dossiers_followed_by, rounds_visible_to, wishes_visible_to
from rubrics.models import Decision


@dataclass(frozen=True)
class Scope:
    """What is counted: the rows that ``user`` may see, in the units that the person's offices reach.

    ``year`` is the year of the registration round and ``law`` its decision, so that a product is counted in one year
    from the wish to the recognition. Training is never counted.
    """

    user: Any
    year: int | None = None
    law: Decision | None = None
    unit: Unit | None = None

    @cached_property
    def wishes(self) -> QuerySet[Wish]:
        """The door to wishes, opened once for all numbers of a page."""
        return wishes_visible_to(self.user)

    @cached_property
    def dossiers(self) -> QuerySet[Dossier]:
        """The door to dossiers."""
        return dossiers_followed_by(self.user)

    @cached_property
    def tasks(self) -> QuerySet[Task]:
        """The door to tasks."""
        return tasks_visible_to(self.user)

    @property
    def area(self) -> QuerySet[UnitReach, int]:
        """The units that the person's offices reach, as a subquery."""
        return unit_ids_reached_by(office_unit_ids(self.user, *WATCHING))

    def of_units(self, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        """Narrow rows to the person's area, and to the chosen unit with what lies below it."""
        rows = rows.filter(**{f"{path}__in": self.area})
        return rows.filter(**{f"{path}__in": unit_ids_reached_by([self.unit.pk])}) if self.unit else rows

    def of_rounds(self, rows: QuerySet[Any], path: str = "round__") -> QuerySet[Any]:
        """Narrow rows to real registration rounds of the chosen year and decision."""
        rows = rows.filter(**{f"{path}training": False})
        if self.year is not None:
            rows = rows.filter(**{f"{path}year": self.year})
        return rows.filter(**{f"{path}law": self.law}) if self.law else rows


def years_of(user: Any) -> list[int]:
    """Return the years of the rounds that the person may see, newest first."""
    rows = rounds_visible_to(user).filter(training=False).order_by()
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)


def decisions_of(user: Any) -> QuerySet[Decision]:
    """Return the decisions of the rounds that the person may see, newest first."""
    rows = rounds_visible_to(user).filter(training=False).order_by()
    return Decision.objects.filter(pk__in=rows.values("law_id")).order_by("-valid_from", "pk")


def units_of(user: Any) -> QuerySet[Unit]:
    """Return the districts and communes of the person's area from which something was registered."""
    homes = wishes_visible_to(user).order_by().values("unit_id")
    tops = UnitReach.objects.filter(unit__in=homes).values("top_id")
    rows = Unit.objects.filter(pk__in=Scope(user).area, level__in=(UnitLevel.DISTRICT, UnitLevel.COMMUNE))
    return rows.filter(pk__in=tops).order_by("-level", "search", "pk")
