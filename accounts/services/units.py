"""Units and offices: set up, followed by successors, and who reaches whom."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, Unit, UnitReach, User
from activity import journal


@transaction.atomic
def create_unit(
    *,
    level: str,
    code: str,
    name: str,
    valid_from: date,
    parent: Unit | None = None,
    valid_to: date | None = None,
    actor: User | None = None,
) -> Unit:
    """Create an administrative unit."""
    unit = Unit.objects.create(
        level=level, code=code, name=name, parent=parent, valid_from=valid_from, valid_to=valid_to
    )
    journal.record(unit, journal.Event("create", _("Unit %(name)s created") % {"name": name}), actor=actor)
    return unit


@transaction.atomic
def name_successors(*, unit: Unit, successors: list[Unit], actor: User | None = None) -> None:
    """Say into which units a unit was merged or divided."""
    unit.successors.set(successors)
    after = {"successors": [successor.name for successor in successors]}
    journal.record(
        unit, journal.Event("successors", _("Successors of %(name)s named") % {"name": unit}, after=after), actor=actor
    )


@transaction.atomic
def rebuild_reach() -> int:
    """Compute anew which units each unit reaches (see ``UnitReach``); return the number of pairs.

    Run after units, parents or successors have changed.
    """
    children: dict[int, list[int]] = {}
    predecessors: dict[int, list[int]] = {}
    units = list(Unit.objects.values_list("pk", "parent_id"))
    for pk, parent in units:
        if parent:
            children.setdefault(parent, []).append(pk)
    for old, new in Unit.successors.through.objects.values_list("from_unit_id", "to_unit_id"):
        predecessors.setdefault(new, []).append(old)
    pairs = []
    for pk, _parent in units:
        seen, waiting = {pk}, [pk]
        while waiting:
            here = waiting.pop()
            fresh = [n for n in children.get(here, []) + predecessors.get(here, []) if n not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        pairs += [UnitReach(top_id=pk, unit_id=reached) for reached in seen]
    UnitReach.objects.all().delete()
    UnitReach.objects.bulk_create(pairs, batch_size=2000)
    return len(pairs)


@transaction.atomic
def create_office(
    *,
    unit: Unit,
    kind: str,
    name: str,
    abbreviation: str,
    seat: str,
    valid_from: date,
    parent: Office | None = None,
    runs_rounds: bool = False,
    address: str = "",
    phone: str = "",
    valid_to: date | None = None,
    actor: User | None = None,
) -> Office:
    """Create an office of a unit."""
    office = Office.objects.create(
        unit=unit,
        parent=parent,
        kind=kind,
        name=name,
        abbreviation=abbreviation,
        seat=seat,
        address=address,
        phone=phone,
        runs_rounds=runs_rounds,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    journal.record(office, journal.Event("create", _("Office %(name)s created") % {"name": name}), actor=actor)
    return office
