"""Running numbers of a commune: slips and product codes."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Unit
from activity.errors import Conflict, Refused
from foundation import clock
from registrations.models import Dossier, NumberCounter
from registrations.selectors.codes import CODE, SLIP, code_text, issuing_office, province_code, receiving_commune

__all__ = ["issuing_office", "next_number", "product_code", "receiving_commune", "slip_number"]


def next_number(unit: Unit, series: str, *, training: bool) -> int:
    """Take the commune's next number of the year, for good, in the caller's transaction."""
    year = clock.today().year
    counter = NumberCounter.objects.get_or_create(unit=unit, series=series, year=year, training=training)[0]
    for _attempt in range(50):
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


def product_code(unit: Unit, *, training: bool, number: int | None = None) -> str:
    """Return a new product code, in the caller's transaction.

    The commune keeps the running number: it may give ``number`` itself, because some were given on paper. The counter
    then goes on from there, past numbers that are taken. Raises Refused when another dossier has that code.
    """
    if number is not None:
        _go_on_from(unit, number, training=training)
        text = code_text(unit, number, training=training)
        if Dossier.objects.filter(code=text).exists():
            raise Refused(
                _("The product code %(code)s belongs to another dossier. Choose another number.") % {"code": text}
            )
        return text
    for _attempt in range(50):
        text = code_text(unit, next_number(unit, CODE, training=training), training=training)
        if not Dossier.objects.filter(code=text).exists():
            return text
    raise Conflict(_("The number could not be taken. Try again."))


def _go_on_from(unit: Unit, number: int, *, training: bool) -> None:
    """Set the counter to a number; its row is held until the transaction ends."""
    year = clock.today().year
    counter = NumberCounter.objects.get_or_create(unit=unit, series=CODE, year=year, training=training)[0]
    NumberCounter.objects.filter(pk=counter.pk).update(last=number)
