"""A deadline as letters write it: "before the 25th" and "until the end of the 24th" are the same moment.

A letter may name an hour too: "before 17:00 on the 25th".
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import calendar, clock
from foundation.forms import DateField

BEFORE, UNTIL = "before", "until"
WORDS = [(BEFORE, gettext_lazy("before this day")), (UNTIL, gettext_lazy("until the end of this day"))]


class DeadlineWidget(forms.MultiWidget):
    """A day, the words of the letter, and the hour where it names one."""

    template_name = "registrations/_deadline_widget.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        day = forms.DateInput(
            attrs={"type": "date", "class": "form-control", "aria-label": _("Day")}, format="%Y-%m-%d"
        )
        words = forms.Select(attrs={"class": "form-select", "aria-label": _("As the letter says")}, choices=WORDS)
        hour = forms.TimeInput(
            attrs={"type": "time", "class": "form-control", "aria-label": _("Hour, where the letter names one")},
            format="%H:%M",
        )
        super().__init__({"day": day, "words": words, "hour": hour}, attrs)

    def decompress(self, value: datetime | None) -> list[Any]:
        if not value:
            return [None, BEFORE, None]
        moment = clock.local(value)
        if moment.time() != time.min:
            return [moment.date(), BEFORE, moment.time()]
        return [calendar.last_day(value), UNTIL, None]


class DeadlineField(forms.MultiValueField):
    """Returns the first moment that is too late."""

    widget = DeadlineWidget

    def __init__(self, **kwargs: Any) -> None:
        required = kwargs.pop("required", True)
        fields = (
            DateField(required=required),
            forms.ChoiceField(choices=WORDS, required=False),
            forms.TimeField(required=False),
        )
        super().__init__(fields=fields, require_all_fields=False, required=required, **kwargs)

    def compress(self, data_list: list[Any]) -> datetime | None:
        if not data_list or not data_list[0]:
            return None
        day, words, hour = data_list
        if hour:
            # "trước 17 giờ ngày 25/3": the hour names the moment whatever the words are.
            return clock.start_of(day) + timedelta(hours=hour.hour, minutes=hour.minute)
        return calendar.due_until(day) if words == UNTIL else calendar.due_before(day)
