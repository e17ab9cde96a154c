"""The fields that say how often a regular task wants a report, and by when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.enums import Every
from directives.periods import AFTERWARDS

_MONTHS: list[tuple[int | str, Any]] = [
    ("", gettext_lazy("last month of the period")),
    (AFTERWARDS, gettext_lazy("first month after the period")),
    *((number, f"{number:02d}") for number in range(1, 13)),
]


def every_field() -> forms.ChoiceField:
    """How often."""
    choices = [("", gettext_lazy("no regular reports")), *Every.choices]
    return forms.ChoiceField(label=gettext_lazy("Report"), required=False, choices=choices)


def day_field() -> forms.IntegerField:
    """The last day for the report."""
    return forms.IntegerField(
        label=gettext_lazy("Last day for the report"),
        min_value=1,
        max_value=31,
        required=False,
        help_text=gettext_lazy("Empty: the last day of the month. “Trước ngày 15” is 14."),
    )


def month_field() -> forms.TypedChoiceField:
    """The month of that day."""
    return forms.TypedChoiceField(
        label=gettext_lazy("In the month"), choices=_MONTHS, coerce=int, empty_value=None, required=False
    )


def trouble_with_month(every: str, month: int | None) -> str:
    """Return why a month does not fit a period, or ""."""
    if month is None or month == AFTERWARDS or every == Every.YEAR:
        return ""
    return _("Only yearly reports name a month of the year.")
