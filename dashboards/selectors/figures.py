"""The leader's page as numbers: each of them knows which rows are behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Office, Unit
from dashboards.selectors.measures import FUNNEL, MEASURES, NO_GROUP
from dashboards.selectors.scope import Scope
from foundation.text import search_key

STARS = (5, 4, 3)


@dataclass(frozen=True)
class Figure:
    """A number and the address of its rows."""

    label: str | Promise
    value: int
    url: str


@dataclass
class Line:
    """A line of a table: a unit or a group with its numbers."""

    label: str
    figures: list[Figure] = field(default_factory=list)


@dataclass(frozen=True)
class Funnel:
    """How many products came how far: in all, by unit, by product group. All three hold the same numbers."""

    totals: list[Figure]
    by_unit: list[Line]
    by_group: list[Line]


def rows_url(key: str, scope: Scope, **cell: Any) -> str:
    """Return the address of the rows behind a number."""
    asked = {
        "year": scope.year,
        "law": scope.law.pk if scope.law else None,
        "unit": scope.unit.pk if scope.unit else None,
        **cell,
    }
    query = urlencode({name: value for name, value in asked.items() if value not in (None, "")})
    address = reverse("dashboards:rows", args=[key])
    return f"{address}?{query}" if query else address


def funnel(scope: Scope) -> Funnel:
    """Count every step from the wish to the recognition, one query for each."""
    counts = {key: _counts(key, scope) for key in FUNNEL}
    unit_ids = {unit for cells in counts.values() for unit, _group in cells}
    groups = {group for cells in counts.values() for _unit, group in cells}
    units = Unit.objects.filter(pk__in=unit_ids).select_related("parent").order_by("search", "pk")
    totals = [Figure(FUNNEL[key].label, sum(cells.values()), rows_url(key, scope)) for key, cells in counts.items()]
    return Funnel(
        totals=totals,
        by_unit=[Line(_unit_label(unit), _figures(counts, scope, at=unit.pk)) for unit in units],
        by_group=[
            Line(group or _("Group not stated"), _figures(counts, scope, group=group))
            for group in sorted(groups, key=lambda name: (not name, search_key(name)))
        ],
    )


def _counts(key: str, scope: Scope) -> dict[tuple[int, str], int]:
    """Return how many rows there are for each unit and group."""
    measure = FUNNEL[key]
    rows = measure.rows(scope).order_by().values_list(measure.unit, "group_key").annotate(n=Count("pk"))
    return {(unit, group): n for unit, group, n in rows}


def _figures(
    counts: dict[str, dict[tuple[int, str], int]], scope: Scope, *, at: int | None = None, group: str | None = None
) -> list[Figure]:
    figures = []
    for key, cells in counts.items():
        value = sum(
            n for (unit, name), n in cells.items() if (at is None or unit == at) and (group is None or name == group)
        )
        cell = {"at": at} if at is not None else {"group": group or NO_GROUP}
        figures.append(Figure(FUNNEL[key].column, value, rows_url(key, scope, **cell)))
    return figures


def _unit_label(unit: Unit) -> str:
    """Return the unit's name; one that is no longer in force says until when it was."""
    if unit.valid_to is None:
        return unit.name
    return _("%(unit)s (until %(day)s)") % {"unit": unit.name, "day": unit.valid_to.strftime("%d/%m/%Y")}


def recognised_by_stars(scope: Scope) -> list[Figure]:
    """Count the recognised products of each rank, the highest first."""
    rows = FUNNEL["recognised"].rows(scope).order_by().values_list("stars").annotate(n=Count("pk"))
    counts: dict[int, int] = dict(rows)
    return [Figure(f"{stars} ★", counts.get(stars, 0), rows_url("recognised", scope, stars=stars)) for stars in STARS]


def late_by_office(scope: Scope) -> list[Figure]:
    """Count the overdue tasks of each office, the most first."""
    counts = _per_place("late-tasks", scope)
    return _placed("late-tasks", scope, counts, Office.objects.filter(pk__in=counts))


def late_by_commune(scope: Scope) -> list[Figure]:
    """Count the dossiers that each commune should have answered, the most first."""
    counts = _per_place("late-answers", scope)
    return _placed("late-answers", scope, counts, Unit.objects.filter(pk__in=counts))


def _per_place(key: str, scope: Scope) -> dict[int, int]:
    measure = MEASURES[key]
    return dict(measure.rows(scope).order_by().values_list(measure.unit).annotate(n=Count("pk")))


def _placed(key: str, scope: Scope, counts: dict[int, int], places: Iterable[Office | Unit]) -> list[Figure]:
    figures = [Figure(place.name, counts[place.pk], rows_url(key, scope, at=place.pk)) for place in places]
    return sorted(figures, key=lambda figure: (-figure.value, search_key(str(figure.label))))


def total(key: str, scope: Scope) -> Figure:
    """Count all rows of a measure."""
    measure = MEASURES[key]
    return Figure(measure.label, measure.rows(scope).order_by().count(), rows_url(key, scope))
