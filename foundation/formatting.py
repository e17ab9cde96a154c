"""How numbers, money, days and moments are written on screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language

from foundation import clock

NOTHING = "–"
_MOST_PLACES = 6


def points(value: Any, places: int = 2, bands: Iterable[int] = ()) -> str:
    """Return points as people read them: "87,5", half rounded up, no idle zeros.

    Args:
        value: int, Decimal, Fraction or a string with a decimal point; ``None`` and "" give a dash.
        places: most digits after the comma.
        bands: thresholds that rounding must not seem to cross; more digits are shown where it would (89,995 stays
            below 90).
    """
    exact = _fraction(value)
    if exact is None:
        return NOTHING
    thresholds = [Fraction(band) for band in bands]
    for digits in range(places, _MOST_PLACES + 1):
        shown = _half_up(exact, digits)
        if all((exact >= band) == (shown >= band) for band in thresholds):
            return _written(shown, digits)
    return _written(_half_up(exact, _MOST_PLACES), _MOST_PLACES)


def number(value: Any) -> str:
    """Return a whole number with its thousands parted: "12.500"."""
    exact = _fraction(value)
    return NOTHING if exact is None else _written(_half_up(exact, 0), 0)


def money(value: Any) -> str:
    """Return an amount in đồng: "12.500.000 ₫"."""
    text = number(value)
    return text if text == NOTHING else f"{text}\u00a0₫"


def day(value: date | datetime | None) -> str:
    """Return a day as dd/mm/yyyy in the portal's time zone."""
    if not value:
        return NOTHING
    if isinstance(value, datetime):
        value = clock.local(value) if value.tzinfo else value
    return value.strftime("%d/%m/%Y")


def moment(value: datetime | None) -> str:
    """Return hour and day in the portal's time zone: "14:05 22/11/2025"."""
    if not value:
        return NOTHING
    return (clock.local(value) if value.tzinfo else value).strftime("%H:%M %d/%m/%Y")


def _fraction(value: Any) -> Fraction | None:
    if value is None or value == "":
        return None
    try:
        return Fraction(value) if isinstance(value, int | Fraction) else Fraction(Decimal(str(value)))
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _half_up(value: Fraction, digits: int) -> Fraction:
    """Round half away from zero at ``digits`` after the comma."""
    scaled = abs(value) * 10**digits
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Fraction(whole if value >= 0 else -whole, 10**digits)


def _written(value: Fraction, digits: int) -> str:
    comma, dot = (".", ",") if (get_language() or "vi").startswith("en") else (",", ".")
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):,.{digits}f}"
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", dot) + (f"{comma}{rest}" if rest else "")
