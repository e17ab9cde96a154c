"""Rest days as an announcement lists them: one line for a day, or for the days from one to another."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.forms import TextField

_DAY = r"(\d{1,2}/\d{1,2}/\d{4})"
_LINE = re.compile(rf"^{_DAY}(?:\s*[-–—]\s*{_DAY})?\s*[:,;]?\s*(\S.*)$")
LONGEST = 31


class RestDaysForm(forms.Form):
    """One line for each day or run of days, with its name."""

    lines = TextField(
        label=gettext_lazy("Rest days"),
        max_length=5000,
        help_text=gettext_lazy("One line each: 02/09/2027 Name, or 04/02/2027 - 10/02/2027 Name."),
    )

    def clean_lines(self) -> dict[date, str]:
        found: dict[date, str] = {}
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if line.strip():
                found |= _days_of(line.strip(), number)
        return found

    @property
    def days(self) -> dict[date, str]:
        """What the service needs."""
        data: dict[str, Any] = self.cleaned_data
        days: dict[date, str] = data["lines"]
        return days


def _days_of(line: str, number: int) -> dict[date, str]:
    match = _LINE.match(line)
    if match is None:
        raise forms.ValidationError(_("Line %(n)s: write the day as dd/mm/yyyy, then its name.") % {"n": number})
    first, last, name = match.groups()
    start, end = _day(first, number), _day(last or first, number)
    if not 0 <= (end - start).days < LONGEST:
        raise forms.ValidationError(_("Line %(n)s: the days must follow each other, at most a month.") % {"n": number})
    return {start + timedelta(days=n): name[:120] for n in range((end - start).days + 1)}


def _day(text: str, number: int) -> date:
    try:
        number_of_day, month, year = (int(part) for part in text.split("/"))
        day = date(year, month, number_of_day)
    except ValueError as error:
        raise forms.ValidationError(_("Line %(n)s: there is no such day.") % {"n": number}) from error
    if not 2015 <= day.year <= 2100:
        raise forms.ValidationError(_("Line %(n)s: there is no such day.") % {"n": number})
    return day
