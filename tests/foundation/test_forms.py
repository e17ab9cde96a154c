"""The fields that every app shares: days that can be counted from, and money that is never guessed."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from foundation import calendar
from foundation.forms import CheckedFileField, CountField, DateField, MoneyField

DONG = MoneyField(required=False)


@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31", "31/12/9999"])
def test_day_far_beyond_any_paper_is_refused(text):
    with pytest.raises(ValidationError, match="1900"):
        DateField().clean(text)


@pytest.mark.parametrize("text", ["1900-01-01", "31/12/2200"])
def test_first_and_last_day_can_be_counted_from(text):
    day = DateField().clean(text)

    assert calendar.due_until(day) - calendar.due_before(day) == datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", None),
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1 500 000 đ", 1_500_000),
        ("1.500.000 đồng", 1_500_000),
        ("350.000.000₫", 350_000_000),
        ("-2.000", -2000),
        ("0", 0),
    ],
)
def test_amount_is_read_as_people_write_it(text, amount):
    assert DONG.clean(text) == amount


@pytest.mark.parametrize("text", ["1.5", "1500000.00", "1.500.00", "1500.000", "1,5", "1..500", "x", "1 5", "²"])
def test_amount_that_could_be_two_things_is_asked_about(text):
    with pytest.raises(ValidationError, match=r"350\.000\.000"):
        DONG.clean(text)


@pytest.mark.parametrize("text", ["9" * 16, "-1", "9" * 5000])
def test_amount_beyond_its_bounds_is_refused(text):
    with pytest.raises(ValidationError):
        MoneyField(min_value=0).clean(text)


@pytest.mark.parametrize(("text", "whole"), [("1.000", 1000), ("1 000", 1000), ("12", 12), ("150.000", 150_000)])
def test_thousands_of_a_count_are_thousands(text, whole):
    assert CountField().clean(text) == whole


@pytest.mark.parametrize("text", ["1.0", "1.5", "1000.00", "5 đ", "một"])
def test_count_that_is_no_whole_number_is_asked_about(text):
    with pytest.raises(ValidationError, match=r"1\.500"):
        CountField().clean(text)


def test_amount_is_shown_with_dots():
    assert DONG.prepare_value(1_500_000) == "1.500.000"


def test_missing_file_is_asked_for_as_a_file():
    with pytest.raises(ValidationError, match="Hãy chọn tệp"):
        CheckedFileField().clean(None)
