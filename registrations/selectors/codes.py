"""For which commune an officer acts, and the code that the next product gets there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.enums import Role, UnitLevel
from accounts.models import Office, Unit, User
from accounts.selectors import reaches
from activity.errors import NotAllowed
from foundation import clock
from registrations import rules
from registrations.models import Dossier, NumberCounter

SLIP, CODE = "slip", "code"


@dataclass(frozen=True)
class ComingCode:
    """The commune's next running number, and the code that it makes."""

    number: int
    text: str


def coming_code_of(dossier: Dossier, user: Any) -> ComingCode | None:
    """Return the next code of the officer's commune, not taken yet; None for others and where a code is given."""
    if dossier.code or not rules.is_commune_officer_for(user, dossier):
        return None
    commune = receiving_commune(dossier, user)
    number = coming_code(commune, training=dossier.training)
    return ComingCode(number, code_text(commune, number, training=dossier.training))


def receiving_commune(dossier: Dossier, actor: User) -> Unit:
    """Return the commune for which the officer acts: that of the dossier, or the one that has succeeded it."""
    return issuing_office(dossier, actor).unit


def issuing_office(dossier: Dossier, actor: User, role: str = Role.COMMUNE_OFFICER) -> Office:
    """Return the commune's office for which a person acts on a dossier. Raises NotAllowed where there is none."""
    for membership in actor.active_memberships:
        office = membership.office
        if membership.role != role or not office or office.unit.level != UnitLevel.COMMUNE:
            continue
        if reaches(office.unit_id, dossier.unit_id):
            return office
    raise NotAllowed


def province_code(unit: Unit) -> str:
    """Return the code of the province that a unit lies in; the unit's own code where no province stands above it."""
    above: Unit | None = unit
    while above is not None:
        if above.level == UnitLevel.PROVINCE:
            return above.code
        above = above.parent
    return unit.code


def code_text(unit: Unit, number: int, *, training: bool) -> str:
    """Return a product code: province, commune, the commune's running number, year (26/2026/QĐ-TTg, Phụ lục II)."""
    text = f"{province_code(unit)}-{unit.code}-{number:02d}-{clock.today().year}"
    return f"TH-{text}" if training else text


def coming_code(unit: Unit, *, training: bool) -> int:
    """Return the running number that the next product code of the year gets, without taking it."""
    year = clock.today().year
    row = NumberCounter.objects.filter(unit=unit, series=CODE, year=year, training=training).first()
    number = (row.last if row else 0) + 1
    while Dossier.objects.filter(code=code_text(unit, number, training=training)).exists():
        number += 1
    return number
