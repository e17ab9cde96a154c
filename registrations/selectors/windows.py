"""Until when somebody may file: the dates of a round with the late entries that were granted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import UnitReach
from foundation import clock
from foundation.calendar import describe_due
from registrations.deadlines import Standing, Window
from registrations.enums import Covers
from registrations.models import Dossier, LateEntry, RegistrationRound
from registrations.selectors.doors import COMMUNE_STAFF, rounds_visible_to
from registrations.selectors.lists import sees_whole_round
from registrations.selectors.producers import editable_producers, open_rounds_for
from registrations.selectors.queue import communes_worked_for


def late_entries_for(
    rows: QuerySet[LateEntry], *, covers: str, producer_ids: Collection[int], unit_ids: Collection[int]
) -> QuerySet[LateEntry]:
    """Narrow late entries to those that stand for these producers, or for these communes and their successors."""
    tops = UnitReach.objects.filter(unit_id__in=list(unit_ids)).values("top_id")
    named = Q(producer_id__in=list(producer_ids)) | Q(unit_id__in=list(unit_ids)) | Q(unit_id__in=tops)
    return rows.filter(named, revoked_at=None, covers__in=(covers, Covers.BOTH))


def window_of(
    registration_round: RegistrationRound, covers: str, *, producer_id: int | None = None, unit_id: int | None = None
) -> Window:
    """Return the dates that hold for a producer or a commune. Without either the dates of the round alone.

    Late entries are asked for only once the hard date has passed, so that an ordinary page costs no query.
    """
    dossiers = covers == Covers.DOSSIERS
    due = registration_round.dossier_due_at if dossiers else registration_round.due_at
    hard = registration_round.dossier_hard_due_at if dossiers else registration_round.hard_due_at
    if hard is None or clock.now() < hard or (producer_id is None and unit_id is None):
        return Window(due, hard)
    found = late_entries_for(
        LateEntry.objects.filter(round=registration_round),
        covers=covers,
        producer_ids=[producer_id] if producer_id else [],
        unit_ids=[unit_id] if unit_id else [],
    )
    leave: datetime | None = found.aggregate(last=Max("until_at"))["last"]
    return Window(due, hard, leave)


def window_of_dossier(dossier: Dossier) -> Window:
    """Return the dates that hold for a dossier."""
    return window_of(dossier.round, Covers.DOSSIERS, producer_id=dossier.producer_id, unit_id=dossier.unit_id)


def window_of_person(user: Any, registration_round: RegistrationRound) -> Window:
    """Return the dates for wishes that hold for a person: the furthest late entry of the producers they act for."""
    plain = window_of(registration_round, Covers.WISHES)
    if plain.standing(clock.now()) is not Standing.CLOSED:
        return plain
    known = list(editable_producers(user).values_list("pk", "unit_id"))
    units = [unit for _pk, unit in known] or ([user.home_unit_id] if user.home_unit_id else [])
    found = late_entries_for(
        LateEntry.objects.filter(round=registration_round),
        covers=Covers.WISHES,
        producer_ids=[pk for pk, _unit in known],
        unit_ids=units,
    )
    return Window(plain.due_at, plain.hard_due_at, found.aggregate(last=Max("until_at"))["last"])


def next_round(user: Any, registration_round: RegistrationRound) -> RegistrationRound | None:
    """Return another round in which the person can still register today, or could if told; the nearest first."""
    rows = open_rounds_for(user).exclude(pk=registration_round.pk).filter(training=registration_round.training)
    return rows.filter(units__in=registration_round.units.all()).distinct().first()


def what_can_still_be_done(user: Any, registration_round: RegistrationRound) -> str:
    """Return in words what is left to somebody who comes after the last moment: a late entry, or the next round."""
    contact = ", ".join(filter(None, (registration_round.contact, registration_round.place)))
    office = f"{registration_round.office.name} ({contact})" if contact else registration_round.office.name
    ask = _("Ask for a late entry, with your reason: %(office)s.") % {"office": office}
    following = next_round(user, registration_round)
    if following is None:
        return f"{ask} " + _("No other round is open now; you are told here when the next one opens.")
    words = {"name": following.name, "due": describe_due(following.due_at)}
    return f"{ask} " + _("Or register in the next round: %(name)s, wishes are due %(due)s.") % words


def late_entries_that_hold(rows: QuerySet[LateEntry]) -> QuerySet[LateEntry]:
    """Narrow late entries to those that can be used now."""
    return rows.filter(revoked_at=None, until_at__gt=clock.now())


def late_entries_visible_to(user: Any, registration_round: RegistrationRound) -> QuerySet[LateEntry]:
    """Return the late entries of a round that a person may see.

    The running office and its leaders see all; a commune those of itself and its producers; a producer their own.
    """
    rows = LateEntry.objects.filter(round__in=rounds_visible_to(user).filter(pk=registration_round.pk).values("pk"))
    rows = rows.select_related("producer__unit", "unit", "granted_by", "revoked_by")
    if sees_whole_round(user, registration_round):
        return rows
    condition = Q(pk__in=[])
    if not user.roles.isdisjoint(COMMUNE_STAFF):
        reached = UnitReach.objects.filter(top_id__in=[unit.pk for unit in communes_worked_for(user)]).values("unit_id")
        condition |= Q(unit_id__in=reached) | Q(producer__unit_id__in=reached)
    own = editable_producers(user)
    condition |= Q(producer_id__in=own.values("pk")) | Q(unit_id__in=own.values("unit_id"))
    return rows.filter(condition)
