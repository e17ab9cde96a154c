"""How numbers and times are written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from foundation import formatting


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (90, "90"),
        ("87.5", "87,5"),
        (Decimal("87.50"), "87,5"),
        (Fraction(1789, 20), "89,45"),
        (Fraction(200, 3), "66,67"),
        (Fraction(17999, 200), "90"),  # 89,995 without bands: rounded half up
        (0, "0"),
        (Decimal("-0.005"), "-0,01"),
        (None, "–"),
        ("", "–"),
        ("abc", "–"),
    ],
)
def test_points_are_written_with_a_decimal_comma(value: object, text: str) -> None:
    assert formatting.points(value) == text


def test_points_never_seem_to_reach_a_band_that_they_miss() -> None:
    assert formatting.points(Fraction(17999, 200), bands=(30, 50, 70, 90)) == "89,995"
    assert formatting.points(Fraction(90), bands=(90,)) == "90"


def test_numbers_follow_the_language() -> None:
    with translation.override("en"):
        assert formatting.number(1234567) == "1,234,567"
        assert formatting.points("87.5") == "87.5"

    assert formatting.number(1234567) == "1.234.567"
    assert formatting.money(12500000) == "12.500.000\u00a0₫"


def test_days_and_moments_are_those_of_vietnam() -> None:
    moment = datetime(2026, 3, 24, 17, 30, tzinfo=UTC)

    assert formatting.day(moment) == "25/03/2026"
    assert formatting.moment(moment) == "00:30 25/03/2026"
    assert formatting.day(date(2026, 3, 5)) == "05/03/2026"
    assert formatting.day(None) == "–"
    assert formatting.moment(None) == "–"
