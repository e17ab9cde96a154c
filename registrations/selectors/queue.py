"""The working lists of communes and of offices that run rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.enums import Role, UnitLevel
from accounts.models import Unit
from accounts.selectors import unit_ids_reached_by
from foundation import clock
from registrations.enums import DossierState as D
from registrations.models import Dossier, RegistrationRound, Wish
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
    """Monday's view of a commune: what waits for it, what is overdue, due within a week, and with producers."""

    waiting: int
    overdue: int
    this_week: int
    with_producers: int


def queue_numbers(rows: QuerySet[Dossier]) -> QueueNumbers:
    """Return the numbers above the queue, in one query."""
    today = clock.today()
    waits = Q(state__in=QUEUE_STATES["waiting"])
    found = rows.order_by().aggregate(
        waiting=Count("pk", filter=waits),
        overdue=Count("pk", filter=waits & Q(due_on__lt=today)),
        this_week=Count("pk", filter=waits & Q(due_on__range=(today, today + timedelta(days=7)))),
        with_producers=Count("pk", filter=Q(state__in=QUEUE_STATES["producer"])),
    )
    return QueueNumbers(**found)
