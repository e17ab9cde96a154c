"""Running numbers of a commune: slips and product codes."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.enums import Role, UnitLevel
from accounts.models import Unit, User
from accounts.selectors import reaches
from activity.errors import Conflict, NotAllowed
from foundation import clock
from registrations.models import Dossier, NumberCounter

SLIP, CODE = "slip", "code"


def receiving_commune(dossier: Dossier, actor: User) -> Unit:
    """Return the commune for which the officer acts: that of the dossier, or the one that has succeeded it."""
    for membership in actor.active_memberships:
        office = membership.office
        if membership.role != Role.COMMUNE_OFFICER or not office or office.unit.level != UnitLevel.COMMUNE:
            continue
        if reaches(office.unit_id, dossier.unit_id):
            return office.unit
    raise NotAllowed


def province_code(unit: Unit) -> str:
    """Return the code of the province that a unit lies in; the unit's own code where no province stands above it."""
    above: Unit | None = unit
    while above is not None:
        if above.level == UnitLevel.PROVINCE:
            return above.code
        above = above.parent
    return unit.code


def next_number(unit: Unit, series: str, *, training: bool) -> int:
    """Take the commune's next number of the year, for good, in the caller's transaction."""
    year = clock.today().year
    counter = NumberCounter.objects.get_or_create(unit=unit, series=series, year=year, training=training)[0]
    for _n in range(50):
        taken = NumberCounter.objects.filter(pk=counter.pk, last=counter.last).update(last=F("last") + 1)
        if taken == 1:
            return counter.last + 1
        counter.refresh_from_db()
    raise Conflict(_("The number could not be taken. Try again."))


def slip_number(unit: Unit, *, training: bool) -> str:
    """Return a new slip number in the form of Mẫu 01: "07/PĐK-51-21379-2026"."""
    number = next_number(unit, SLIP, training=training)
    text = f"{number:02d}/PĐK-{province_code(unit)}-{unit.code}-{clock.today().year}"
    return f"{text} (TẬP HUẤN)" if training else text


def product_code(unit: Unit, *, training: bool) -> str:
    """Return a new product code: province, commune, the commune's running number, year (26/2026/QĐ-TTg, Phụ lục II)."""
    number = next_number(unit, CODE, training=training)
    text = f"{province_code(unit)}-{unit.code}-{number:02d}-{clock.today().year}"
    return f"TH-{text}" if training else text
