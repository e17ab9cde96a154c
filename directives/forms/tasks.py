"""What people say about tasks: reports with figures and files, parts, hand-over, later deadlines, periods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from directives.forms import reporting
from directives.forms.base import PlainForm
from directives.forms.fields import OfficesField
from directives.forms.figures import FiguresField, FilesField
from directives.models import Document
from directives.periods import Period
from foundation.forms import DateField, TextField


class ReportForm(PlainForm):
    """What was done, with figures and the files that show it."""

    period = forms.ChoiceField(label=_("Period"))
    text = TextField(label=_("Report"), min_length=5, max_length=5000, help_text=_("What was done and what is left."))
    figures = FiguresField(
        label=_("Figures"),
        required=False,
        max_length=6000,
        help_text=_("One a line: name, colon, number, unit. For example “Số sản phẩm: 5 sản phẩm”."),
    )
    file = FilesField(
        label=_("Files"), required=False, help_text=_("PDF or photographs (JPG, PNG, HEIC), at most 20 MB each.")
    )

    def __init__(self, *args: Any, periods: list[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if periods:
            self.fields["period"].choices = [(entry.key, entry.words) for entry in periods]  # type: ignore[attr-defined]
        else:
            del self.fields["period"]


class SplitForm(PlainForm):
    """A part of a task for each of several offices below."""

    offices = OfficesField(label=_("Offices"), queryset=Office.objects.none())
    summary = TextField(label=_("What is to be done"), min_length=5, max_length=2000)
    until = DateField(label=_("Last day"), required=False, help_text=_("Empty: the deadline of the task as a whole."))

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offices"].queryset = offices  # type: ignore[attr-defined]


class HandOverForm(PlainForm):
    """Who in the office works on a task."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("The whole office")
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ExtensionForm(PlainForm):
    """A later deadline, and why."""

    until = DateField(label=_("New last day"))
    reason = TextField(label=_("Reason"), min_length=5, max_length=2000)


class ExtensionAnswerForm(PlainForm):
    """More time, or none."""

    GRANT, REFUSE = "grant", "refuse"

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(GRANT, _("Grant more time")), (REFUSE, _("Refuse more time"))],
        widget=forms.RadioSelect,
    )
    until = DateField(label=_("Granted until the end of"), required=False)
    answer = TextField(label=_("Reason"), required=False, max_length=2000, help_text=_("Needed when you refuse."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == self.GRANT and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until which day."))
        if data.get("decision") == self.REFUSE and not data.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Give the reason."))
        return data


class ReportingForm(PlainForm):
    """How often a regular task wants a report, and which plan it carries on."""

    every = reporting.every_field()
    day = reporting.day_field()
    month = reporting.month_field()
    plan = forms.ModelChoiceField(
        label=_("Earlier plan"), queryset=Document.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, plans: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]

    def clean_month(self) -> int | None:
        """Only yearly reports name a month."""
        month: int | None = self.cleaned_data["month"]
        if trouble := reporting.trouble_with_month(self.cleaned_data.get("every", ""), month):
            raise forms.ValidationError(trouble)
        return month
