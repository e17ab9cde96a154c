"""The working lists of communes and of offices that run rounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.enums import Role, UnitLevel
from accounts.models import Unit
from accounts.selectors import unit_ids_reached_by
from foundation import calendar, clock
from registrations.enums import DossierState as D
from registrations.models import Dossier, RegistrationRound, SavedFilter, Wish
from registrations.selectors.doors import COMMUNE_STAFF, dossiers_visible_to, of_the_office, wishes_visible_to

# Which dossiers each view of the queue shows.
QUEUE_STATES: dict[str, tuple[D, ...]] = {
    "waiting": (D.SUBMITTED, D.RECEIVED, D.OPINION_WAITING, D.OPINION_APPROVED),
    "producer": (D.RETURNED,),
    "up": (D.FORWARDED, D.ACCEPTED, D.FIXED, D.DECIDED),
    "ended": (D.REFUSED, D.WITHDRAWN),
}


def communes_worked_for(user: Any) -> list[Unit]:
    """Return the communes for which the person works today."""
    units = {
        m.office.unit_id: m.office.unit
        for m in user.active_memberships
        if m.role in COMMUNE_STAFF and m.office and m.office.unit.level == UnitLevel.COMMUNE
    }
    return list(units.values())


def queue_of(user: Any) -> QuerySet[Dossier]:
    """Return the dossiers of the communes for which the person works, nearest answer day first."""
    tops = [unit.pk for unit in communes_worked_for(user)]
    return dossiers_visible_to(user).filter(unit_id__in=unit_ids_reached_by(tops)).order_by("sort_day", "pk")


def approvals_for(user: Any) -> QuerySet[Dossier]:
    """Return the dossiers whose opinion waits for the person as commune leader, nearest answer day first."""
    tops = [m.office.unit_id for m in user.active_memberships if m.role == Role.COMMUNE_LEADER and m.office]
    rows = dossiers_visible_to(user).filter(state=D.OPINION_WAITING, unit_id__in=unit_ids_reached_by(tops))
    return rows.select_related("opinion__drafted_by").order_by("sort_day", "pk")


def office_dossiers(user: Any) -> QuerySet[Dossier]:
    """Return the dossiers that communes sent up to the person's offices (or below the units that they lead)."""
    rows = dossiers_visible_to(user).filter(of_the_office(user, "round__"), forwarded_at__isnull=False)
    return rows.order_by("forwarded_at", "pk")


def list_wishes(registration_round: RegistrationRound, unit: Unit, user: Any) -> QuerySet[Wish]:
    """Return a commune's wishes in a round (with those of communes merged into it), in the order of registration."""
    rows = wishes_visible_to(user).filter(round=registration_round, unit_id__in=unit_ids_reached_by([unit.pk]))
    return rows.select_related("listed_in").order_by("pk")


@dataclass(frozen=True)
class QueueNumbers:
    """Monday's view of a commune: what waits for it, is overdue or due this week, is with producers or its leader."""

    waiting: int
    to_receive: int
    overdue: int
    this_week: int
    with_producers: int
    to_sign: int


def end_of_week() -> date:
    """Return the Sunday of the present week."""
    today = clock.today()
    return today + timedelta(days=6 - today.weekday())


def overdue() -> Q:
    """Return the condition of dossiers whose answer day has passed while they wait for the commune."""
    return Q(state__in=QUEUE_STATES["waiting"], due_on__lt=clock.today())


def due_this_week() -> Q:
    """Return the condition of dossiers that wait for the commune and must be answered by Sunday."""
    return Q(state__in=QUEUE_STATES["waiting"], due_on__range=(clock.today(), end_of_week()))


def queue_overview(rows: QuerySet[Dossier]) -> tuple[QueueNumbers, list[tuple[int, str]]]:
    """Return, in one query, the numbers above the queue and the product sets (id, label) that its filter offers.

    Each number is the count of the list behind it.
    """
    groups = rows.order_by("rubric__decision_id", "rubric__number").values(
        "rubric_id", "rubric__number", "rubric__name"
    )
    counted = groups.annotate(
        waiting=Count("pk", filter=Q(state__in=QUEUE_STATES["waiting"])),
        to_receive=Count("pk", filter=Q(state=D.SUBMITTED)),
        overdue=Count("pk", filter=overdue()),
        this_week=Count("pk", filter=due_this_week()),
        with_producers=Count("pk", filter=Q(state__in=QUEUE_STATES["producer"])),
        to_sign=Count("pk", filter=Q(state=D.OPINION_WAITING)),
    )
    found: list[dict[str, Any]] = [dict(group) for group in counted]
    names = [field.name for field in fields(QueueNumbers)]
    numbers = QueueNumbers(**{name: sum(group[name] for group in found) for name in names})
    sets = [(group["rubric_id"], f"{group['rubric__number']}. {group['rubric__name']}") for group in found]
    return numbers, [each for each in sets if each[0] is not None]


def days_left(rows: Iterable[Dossier]) -> dict[int, int]:
    """Return the working days left for the answer by dossier, with one query; none where no term is running."""
    running = {row.pk: row.due_on for row in rows if row.due_on and row.state in QUEUE_STATES["waiting"]}
    left = calendar.working_days_left_of(clock.today(), running.values())
    return {pk: left[due_on] for pk, due_on in running.items()}


def saved_filters_of(user: Any) -> QuerySet[SavedFilter]:
    """Return the filters that a person has given a name."""
    return SavedFilter.objects.filter(user=user).order_by("name", "pk")
