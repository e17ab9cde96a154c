"""Answers, the term for them, and the days of a synthesis report."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from directives.forms.base import PlainForm
from directives.forms.fields import OfficeField, PrintedTextField
from directives.petitions.enums import PetitionOutcome
from foundation import clock
from foundation.forms import DateField


class AnswerForm(PlainForm):
    """An answer: what it comes to, and its words."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("The answer comes to"), choices=PetitionOutcome.choices, widget=forms.RadioSelect
    )
    answer = PrintedTextField(
        label=gettext_lazy("Answer"), min_length=10, max_length=10000, widget=forms.Textarea(attrs={"rows": 7})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)


class SynthesisForm(PlainForm):
    """Of which days the synthesis report is made, and in whose name it goes out."""

    issuing = OfficeField(label=gettext_lazy("Issued in the name of"), queryset=Office.objects.none(), empty_label=None)
    since = DateField(label=gettext_lazy("Petitions sent from"))
    until = DateField(label=gettext_lazy("until the end of"))
    # Comes back with the form, so that a double click makes one report.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, issuers: list[Office], **kwargs: Any) -> None:
        today = clock.today()
        days = {"since": today.replace(month=1, day=1), "until": today}
        kwargs.setdefault("initial", {**days, "issuing": issuers[0].pk, "key": uuid4()})
        super().__init__(*args, **kwargs)
        self.fields["issuing"].offer(issuers)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The last day lies before the first one."))
        return data


class TermForm(PlainForm):
    """In how many working days petitions are answered."""

    days = forms.IntegerField(
        label=gettext_lazy("Working days for the answer"),
        min_value=1,
        max_value=250,
        required=False,
        help_text=gettext_lazy("Counted from the day after the petition was sent. Empty: no term, and no reminders."),
    )
