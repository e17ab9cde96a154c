"""Reads of the communes' outreach: the log, its figures by commune and period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from accounts.enums import Role, UnitLevel
from accounts.models import Office, Unit
from accounts.selectors import office_unit_ids, present_communes_of, unit_ids_reached_by
from directives.models import Task
from directives.selectors import NOT_TRAINING, tasks_visible_to
from foundation import clock
from registrations.models import Outreach, RegistrationRound
from registrations.selectors.doors import COMMUNE_STAFF, rounds_visible_to

_ABOVE = (Role.ROUND_OFFICER, Role.LEADER)


def outreach_visible_to(user: Any) -> QuerySet[Outreach]:
    """Return the entries that a person may see: the commune's own, and for offices and leaders those of their area."""
    rows = Outreach.objects.select_related("unit", "office", "round", "file")
    if not user or not user.is_authenticated:
        return rows.none()
    tops = [
        m.office.unit_id
        for m in user.active_memberships
        if m.office and (m.role in _ABOVE or (m.role in COMMUNE_STAFF and m.office.unit.level == UnitLevel.COMMUNE))
    ]
    return rows.filter(unit_id__in=unit_ids_reached_by(tops))


def offices_logging_for(user: Any) -> QuerySet[Office]:
    """Return the communes' offices for which the person logs outreach."""
    ids = [
        m.office_id
        for m in user.active_memberships
        if m.role == Role.COMMUNE_OFFICER and m.office and m.office.unit.level == UnitLevel.COMMUNE
    ]
    return Office.objects.filter(pk__in=ids).select_related("unit").order_by("pk")


def rounds_for_outreach(user: Any) -> QuerySet[RegistrationRound]:
    """Return the rounds that an entry can belong to; training rounds call nobody."""
    return rounds_visible_to(user).filter(training=False).order_by("-opens_on", "-pk")


def tasks_for_outreach(user: Any, office: Office) -> QuerySet[Task]:
    """Return the tasks of the commune's office that an entry can answer."""
    return tasks_visible_to(user).filter(NOT_TRAINING, assignee=office).order_by("-document_id", "pk")


@dataclass(frozen=True)
class OutreachFigures:
    """How often a commune did something, and how many people came."""

    times: int = 0
    people: int = 0


def outreach_before(registration_round: RegistrationRound, unit: Unit) -> OutreachFigures:
    """Return what a commune did for a round so far: entries that name it, and those since it opened that name none."""
    since = Q(round=None, on__range=(registration_round.opens_on, clock.today()))
    rows = Outreach.objects.filter(since | Q(round=registration_round), unit_id__in=unit_ids_reached_by([unit.pk]))
    found = rows.aggregate(times=Count("pk"), people=Sum("people"))
    return OutreachFigures(found["times"], found["people"] or 0)


@dataclass
class CommuneOutreach:
    """A commune's figures in a period: times by form, all times, all people, the last day."""

    unit: Unit
    by_form: dict[str, int] = field(default_factory=dict)
    people: int = 0
    last: date | None = None

    @property
    def times(self) -> int:
        """How often the commune did something."""
        return sum(self.by_form.values())


def outreach_by_commune(user: Any, rows: QuerySet[Outreach]) -> list[CommuneOutreach]:
    """Return the figures of every commune of the person's area, by name; who did nothing is there with zeros."""
    found: dict[int, CommuneOutreach] = {}
    for top in Unit.objects.filter(pk__in=office_unit_ids(user, *_ABOVE, *COMMUNE_STAFF)).order_by("pk"):
        own = [top] if top.level == UnitLevel.COMMUNE else present_communes_of(top)
        found |= {unit.pk: CommuneOutreach(unit) for unit in own if unit.pk not in found}
    for unit_id, form, times, people, last in _grouped(rows):
        row = found.setdefault(unit_id, CommuneOutreach(Unit(pk=unit_id)))
        row.by_form[form] = times
        row.people += people or 0
        row.last = max(filter(None, (row.last, last)))
    unnamed = [pk for pk, row in found.items() if not row.unit.name]
    for unit in Unit.objects.filter(pk__in=unnamed):
        found[unit.pk].unit = unit
    return sorted(found.values(), key=lambda row: (row.unit.search, row.unit.pk))


def _grouped(rows: QuerySet[Outreach]) -> list[tuple[int, str, int, int | None, date]]:
    found = rows.order_by().values_list("unit_id", "form")
    return list(found.annotate(times=Count("pk"), people=Sum("people"), last=Max("on")))
