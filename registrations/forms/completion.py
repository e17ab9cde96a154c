"""What the office asks a commune to complete, and the commune's answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import calendar, clock
from foundation.forms import DateField, TextField
from registrations.enums import Lack
from registrations.services.completion import CompletionDraft

DAYS_TO_COMPLETE = 5


class CompletionForm(forms.Form):
    """The day until which the commune completes the dossier."""

    due_on = DateField(label=gettext_lazy("The commune completes it by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = calendar.add_working_days(clock.today(), DAYS_TO_COMPLETE)

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError(_("This day has passed already."))
        return day


class LackRow(forms.Form):
    """One point; an untouched row is left out."""

    use_required_attribute = False
    lack = forms.ChoiceField(
        label=gettext_lazy("What is missing"),
        choices=[("", "–"), *Lack.choices],
        error_messages={"required": gettext_lazy("Say what is missing.")},
    )
    text = TextField(
        label=gettext_lazy("What the commune has to do"),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say what the commune has to do.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 2

    @property
    def draft(self) -> CompletionDraft | None:
        """The point of this row, if it has one."""
        data = self.cleaned_data
        return CompletionDraft(data["lack"], data["text"]) if data.get("lack") else None


LackRows = forms.formset_factory(LackRow, extra=3, max_num=20, absolute_max=30, validate_max=True)


class CompletionAnswerForm(forms.Form):
    """What the commune completed."""

    answer = TextField(label=gettext_lazy("What was completed"), max_length=2000)
