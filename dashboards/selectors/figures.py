"""The leader's page as numbers: each of them knows which rows are behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Office, Unit
from dashboards.selectors.measures import FUNNEL, MEASURES, NO_GROUP
from dashboards.selectors.scope import Scope
from foundation.text import search_key

STARS = (5, 4, 3)
_STANDING = ("late-tasks", "late-answers", "near-tasks", "near-answers", "ending")


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
    """How many products came how far: in all, by unit, by product group; and how many have each rank.

    All of them hold the same numbers.
    """

    totals: list[Figure]
    by_unit: list[Line]
    by_group: list[Line]
    by_stars: list[Figure]


@dataclass(frozen=True)
class Standing:
    """What is late and what is near: in all, and late tasks by office, late answers by commune."""

    totals: list[Figure]
    late_offices: list[Figure]
    late_communes: list[Figure]


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
    """Count every step from the wish to the recognition, and the recognised products of each rank."""
    counts = {
        **_counted(("wishes", "listed", "selected"), scope, "unit_id", "group_key"),
        **_counted(("submitted", "forwarded", "scored"), scope, "unit_id", "group_key"),
        **_counted(("recognised",), scope, FUNNEL["recognised"].unit, "group_key", "stars"),
    }
    by_unit = {key: _summed(cells, 0) for key, cells in counts.items()}
    by_group = {key: _summed(cells, 1) for key, cells in counts.items()}
    by_stars = _summed(counts["recognised"], 2)
    units = Unit.objects.filter(pk__in=set().union(*by_unit.values())).select_related("parent")
    groups = sorted(set().union(*by_group.values()), key=lambda name: (not name, search_key(name)))
    return Funnel(
        totals=[Figure(FUNNEL[key].label, sum(cells.values()), rows_url(key, scope)) for key, cells in counts.items()],
        by_unit=[
            Line(_unit_label(unit), _figures(by_unit, unit.pk, scope, at=unit.pk))
            for unit in units.order_by("search", "pk")
        ],
        by_group=[
            Line(group or _("Group not stated"), _figures(by_group, group, scope, group=group or NO_GROUP))
            for group in groups
        ],
        by_stars=[
            Figure(f"{stars} ★", by_stars.get(stars, 0), rows_url("recognised", scope, stars=stars)) for stars in STARS
        ],
    )


def standing(scope: Scope) -> Standing:
    """Count what is late and what is near, with the places that are late, the most first."""
    tasks = _counted(("late-tasks", "near-tasks"), scope, "assignee_id")
    answers = _counted(("late-answers", "near-answers"), scope, "unit_id")
    counts = {key: sum(cells.values()) for key, cells in (tasks | answers).items()}
    counts["ending"] = MEASURES["ending"].rows(scope).order_by().count()
    return Standing(
        totals=[Figure(MEASURES[key].label, counts[key], rows_url(key, scope)) for key in _STANDING],
        late_offices=_placed("late-tasks", scope, _summed(tasks["late-tasks"], 0), Office.objects.all()),
        late_communes=_placed("late-answers", scope, _summed(answers["late-answers"], 0), Unit.objects.all()),
    )


def _counted(keys: Sequence[str], scope: Scope, *by: str) -> dict[str, dict[tuple[Any, ...], int]]:
    """Return for each of these measures, which count the same rows, how many there are by these columns; one query."""
    rows = MEASURES[keys[0]].of(scope).order_by().values_list(*by)
    numbers = {f"n{place}": Count("pk", filter=MEASURES[key].only()) for place, key in enumerate(keys)}
    found: dict[str, dict[tuple[Any, ...], int]] = {key: {} for key in keys}
    for row in rows.annotate(**numbers):
        cell, counts = row[: len(by)], row[len(by) :]
        for key, count in zip(keys, counts, strict=True):
            if count:
                found[key][cell] = count
    return found


def _summed(cells: dict[tuple[Any, ...], int], place: int) -> dict[Any, int]:
    """Add up cells that have the same value in one column."""
    found: dict[Any, int] = {}
    for cell, count in cells.items():
        found[cell[place]] = found.get(cell[place], 0) + count
    return found


def _figures(sums: dict[str, dict[Any, int]], value: Any, scope: Scope, **cell: Any) -> list[Figure]:
    return [
        Figure(FUNNEL[key].column, counts.get(value, 0), rows_url(key, scope, **cell)) for key, counts in sums.items()
    ]


def _unit_label(unit: Unit) -> str:
    """Return the unit's name; one that is no longer in force says until when it was."""
    if unit.valid_to is None:
        return unit.name
    return _("%(unit)s (until %(day)s)") % {"unit": unit.name, "day": unit.valid_to.strftime("%d/%m/%Y")}


def _placed(key: str, scope: Scope, counts: dict[int, int], places: QuerySet[Any]) -> list[Figure]:
    figures = [
        Figure(place.name, counts[place.pk], rows_url(key, scope, at=place.pk))
        for place in places.filter(pk__in=counts)
    ]
    return sorted(figures, key=lambda figure: (-figure.value, search_key(str(figure.label))))
