"""One line of the confirmation: a task or a round that the reader proposes, kept, changed, left out or added."""

from __future__ import annotations

import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from directives.drafts import Reporting, TaskDraft
from directives.forms import reporting
from directives.forms.incoming import OfficesField
from directives.proposals import RoundProposal
from foundation import calendar
from foundation.forms import DateField, LineField, TextField

KINDS = [("before", gettext_lazy("before this day")), ("until", gettext_lazy("until the end of this day"))]


def due_at(day: datetime.date, kind: str, time: datetime.time | None) -> datetime.datetime:
    """Return the first late moment of a deadline as the letter words it."""
    if time is not None:
        return calendar.due_before(day) + datetime.timedelta(hours=time.hour, minutes=time.minute)
    return calendar.due_before(day) if kind == "before" else calendar.due_until(day)


class Fold(Div):  # type: ignore[misc]
    """Fields that are seldom needed, folded away under “More” or words of their own."""

    template = "components/fold.html"

    def __init__(self, *fields: str, open: bool, summary: str = "") -> None:  # noqa: A002 -- the word of HTML
        super().__init__(*fields)
        self.open, self.summary = open, summary


class DeadlineForm(forms.Form):
    """What tasks and rounds share: whether to create it, and by when."""

    keep = forms.BooleanField(label=gettext_lazy("Create"), required=False)
    deadline = DateField(label=gettext_lazy("Deadline"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Counted"), choices=KINDS, required=False)
    time = forms.TimeField(
        label=gettext_lazy("Hour"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def due(self) -> datetime.datetime | None:
        """The first late moment, or None without a deadline."""
        data = self.cleaned_data
        if not data.get("deadline"):
            return None
        return due_at(data["deadline"], data.get("kind") or "before", data.get("time"))


class TaskRow(DeadlineForm):
    """One proposed task. Offices that the letter names in words are chosen here, never guessed."""

    _DATED = ("deadline", "kind", "time")
    _REGULAR = ("every", "report_day", "report_month")

    summary = TextField(
        label=gettext_lazy("What is to be done"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    assignees = OfficesField(label=gettext_lazy("Office in charge"), required=False)
    cooperating = OfficesField(label=gettext_lazy("Cooperating"), required=False)
    due_text = LineField(label=gettext_lazy("Deadline as written"), required=False, max_length=120)
    every = reporting.every_field()
    report_day = reporting.day_field()
    report_month = reporting.month_field()
    named = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignees"].offer(offices)
        self.fields["cooperating"].offer(offices)
        self.helper = FormHelper(self)
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        """What such a task needs stands in front, the rest folds away: dates of regular tasks, periods of others."""
        shown, folded = (self._REGULAR, self._DATED) if self["every"].value() else (self._DATED, self._REGULAR)
        away = ("cooperating", *folded, "due_text")
        fold = Fold(*away, open=any(name in self.errors for name in away) if self.is_bound else False)
        return Layout("keep", "summary", "assignees", *shown, fold, "named")

    def clean(self) -> dict[str, Any]:
        """A task that is kept says what, and by whom."""
        data = super().clean() or {}
        if data.get("keep"):
            if not data.get("summary") and "summary" not in self.errors:
                self.add_error("summary", _("Say what is to be done."))
            if not data.get("assignees") and "assignees" not in self.errors:
                self.add_error("assignees", _("Choose the office: the letter's words name none of the portal's."))
            if data.get("deadline") and data.get("every"):
                self.add_error("every", _("A task has a deadline or regular reports, not both."))
            if trouble := reporting.trouble_with_month(data.get("every", ""), data.get("report_month")):
                self.add_error("report_month", trouble)
        return data

    def drafts(self) -> list[TaskDraft]:
        """One task for each office that was chosen."""
        data = self.cleaned_data
        if not data.get("keep"):
            return []
        return [
            TaskDraft(
                assignee=office,
                summary=data["summary"],
                due_at=self.due(),
                due_text=data["due_text"],
                cooperating=tuple(other for other in data["cooperating"] if other != office),
                assignee_text=data["named"],
                reporting=self._reporting(),
            )
            for office in data["assignees"]
        ]

    def _reporting(self) -> Reporting | None:
        data = self.cleaned_data
        return Reporting(data["every"], data["report_day"], data["report_month"]) if data["every"] else None


class RoundRow(DeadlineForm):
    """One proposed round."""

    name = LineField(label=gettext_lazy("Name of the round"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        fold = Fold("time", open=bool(self["time"].value() or (self.is_bound and "time" in self.errors)))
        self.helper.layout = Layout("keep", "name", "deadline", "kind", fold)

    def clean(self) -> dict[str, Any]:
        """A round that is kept has a name and a deadline."""
        data = super().clean() or {}
        if data.get("keep") and not (data.get("name") and data.get("deadline")) and not self.errors:
            raise ValidationError(_("A round needs a name and a deadline."))
        return data

    def proposals(self) -> list[RoundProposal]:
        """The round, if it is kept."""
        data, due = self.cleaned_data, self.due()
        return [RoundProposal(data["name"], due)] if data.get("keep") and due else []
