"""The parts of a letter of which there may be any number: sections and tasks."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from accounts.models import Office
from accounts.selectors import offices_in_force
from directives.body import LONGEST_SECTION
from directives.forms.base import PlainForm
from directives.forms.fields import OfficesField, PrintedLineField, PrintedTextField, office_label
from foundation import calendar, clock
from foundation.forms import DateField

MAX_SECTIONS = 40
MAX_TASKS = 60
# More columns than these are not readable on the width of a portrait page.
PORTRAIT_COLUMNS = 7


class DueKind:
    """How a deadline is worded in the letter."""

    REGULAR, BEFORE, UNTIL, MOMENT = "regular", "before", "until", "moment"
    CHOICES = [
        (REGULAR, _l("Regular, without deadline (thường xuyên)")),
        (BEFORE, _l("Before a day (trước ngày …)")),
        (UNTIL, _l("Until the end of a day (đến hết ngày …)")),
        (MOMENT, _l("Before an hour of a day")),
    ]


class SectionForm(PlainForm):
    """One section of the body."""

    title = PrintedLineField(label=_l("Title of the section"), required=False, max_length=300)
    text = PrintedTextField(
        label=_l("Text"),
        required=False,
        max_length=LONGEST_SECTION,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_l(
            "Each line a paragraph. Lines that begin with “1.”, “a)” or “-” become clauses, points and bullets; "
            "“Phần I.” and “Mục 1.” headings; “| … | … |” rows of a table; [chú thích: …] a footnote."
        ),
    )


class TaskForm(PlainForm):
    """One task, for one office or for several that each report on their own."""

    summary = PrintedTextField(
        label=_l("What is to be done"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    assignees = OfficesField(
        label=_l("Offices in charge"),
        queryset=Office.objects.none(),
        required=False,
        help_text=_l("Each office gets the task and reports on its own."),
    )
    section = PrintedLineField(label=_l("From section"), required=False, max_length=60)
    due_kind = forms.ChoiceField(label=_l("Deadline"), choices=DueKind.CHOICES, initial=DueKind.REGULAR, required=False)
    due_on = DateField(label=_l("Day of the deadline"), required=False)
    due_time = forms.TimeField(
        label=_l("Hour"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_l("Only for a deadline with an hour."),
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignees"].queryset = offices_in_force()
        self.fields["assignees"].choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["due_kind"] = data.get("due_kind") or DueKind.REGULAR
        if self.is_empty(data) or self.errors:
            return data
        if not data.get("summary"):
            self.add_error("summary", _("Say what is to be done."))
        if not data.get("assignees"):
            self.add_error("assignees", _("Name the office in charge."))
        self._check_deadline(data)
        return data

    def is_empty(self, data: dict[str, Any]) -> bool:
        """Whether nothing was filled in, so that the task does not count."""
        return not (data.get("summary") or data.get("assignees") or data.get("due_on") or data.get("section"))

    def _check_deadline(self, data: dict[str, Any]) -> None:
        if data["due_kind"] == DueKind.REGULAR:
            if data.get("due_on"):
                self.add_error("due_kind", _("Say how the deadline is meant, or take the day out."))
            return
        if not data.get("due_on"):
            self.add_error("due_on", _("Give the day of the deadline."))
            return
        if data["due_kind"] == DueKind.MOMENT and data.get("due_time") is None:
            self.add_error("due_time", _("Give the hour of the deadline."))
            return
        if self.due_at() <= clock.now():
            self.add_error("due_on", _("This deadline has passed already."))

    def due_at(self) -> datetime:
        """Return the first late moment of the deadline."""
        day, kind = self.cleaned_data["due_on"], self.cleaned_data["due_kind"]
        if kind == DueKind.UNTIL:
            return calendar.due_until(day)
        hour: time = self.cleaned_data["due_time"] if kind == DueKind.MOMENT else time.min
        return calendar.due_before(day).replace(hour=hour.hour, minute=hour.minute)

    def due_text(self) -> str:
        """Return the wording of the deadline in the letter."""
        day = self.cleaned_data["due_on"].strftime("%d/%m/%Y")
        hour = self.cleaned_data.get("due_time")
        return {
            DueKind.BEFORE: f"trước ngày {day}",
            DueKind.UNTIL: f"đến hết ngày {day}",
            DueKind.MOMENT: f"trước {hour:%H} giờ {hour:%M} ngày {day}" if hour else "",
        }[self.cleaned_data["due_kind"]]


class BaseTaskFormSet(forms.BaseFormSet):
    """All task forms offer the same offices, read once."""

    @cached_property
    def office_choices(self) -> list[tuple[int, str]]:
        """The offices in force with their names."""
        offices = offices_in_force().order_by("unit__level", "name", "pk")
        return [(office.pk, office_label(office)) for office in offices]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"choices": self.office_choices}

    def kept_forms(self) -> list[Any]:
        """Return the forms that say something and were not taken out."""
        forms_read = [form for form in self.forms if hasattr(form, "cleaned_data")]
        return [f for f in forms_read if not f.cleaned_data.get("DELETE") and not f.is_empty(f.cleaned_data)]


class BaseSectionFormSet(forms.BaseFormSet):
    """A body is never empty."""

    def clean(self) -> None:
        if any(self.errors):
            return
        kept = self.kept_forms()
        if not any(form.cleaned_data.get("title") or form.cleaned_data.get("text") for form in kept):
            raise ValidationError(_("Write at least one section."))
        lines = [line for form in kept for line in form.cleaned_data.get("text", "").split("\n")]
        if any(line.startswith("|") and line.count("|") > PORTRAIT_COLUMNS + 1 for line in lines):
            raise ValidationError(
                _("A table of more than %(n)s columns is too wide here. Put it in an annex on a landscape page.")
                % {"n": PORTRAIT_COLUMNS}
            )

    def kept_forms(self) -> list[Any]:
        """Return the forms that were not taken out."""
        return [form for form in self.forms if hasattr(form, "cleaned_data") and not form.cleaned_data.get("DELETE")]


SectionFormSet = forms.formset_factory(
    SectionForm,
    formset=BaseSectionFormSet,
    extra=1,
    can_delete=True,
    max_num=MAX_SECTIONS,
    absolute_max=MAX_SECTIONS + 1,
    validate_max=True,
)
TaskFormSet = forms.formset_factory(
    TaskForm,
    formset=BaseTaskFormSet,
    extra=1,
    can_delete=True,
    max_num=MAX_TASKS,
    absolute_max=MAX_TASKS + 1,
    validate_max=True,
)
