"""The confirmation of what the reader proposes: tasks and rounds, each kept, changed, left out or added."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from directives.drafts import TaskDraft
from directives.forms.incoming import FactsForm, OfficesField
from directives.models import IncomingLetter
from directives.proposals import RoundProposal
from directives.reader import Reading, read
from directives.reader import Task as ReadTask
from directives.selectors import offices_named
from foundation import calendar, clock
from foundation.forms import DateField, LineField, TextField

KINDS = [("before", gettext_lazy("before this day")), ("until", gettext_lazy("until the end of this day"))]
_MOST_ROWS = 200


def due_at(day: datetime.date, kind: str, time: datetime.time | None) -> datetime.datetime:
    """Return the first late moment of a deadline as the letter words it."""
    if time is not None:
        return calendar.due_before(day) + datetime.timedelta(hours=time.hour, minutes=time.minute)
    return calendar.due_before(day) if kind == "before" else calendar.due_until(day)


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

    field_order = ["keep", "summary", "assignees", "cooperating", "deadline", "kind", "time", "due_text", "named"]

    summary = TextField(
        label=gettext_lazy("What is to be done"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    assignees = OfficesField(label=gettext_lazy("Office in charge"), required=False)
    cooperating = OfficesField(label=gettext_lazy("Cooperating"), required=False)
    due_text = LineField(label=gettext_lazy("Deadline as written"), required=False, max_length=120)
    named = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignees"].offer(offices)
        self.fields["cooperating"].offer(offices)

    def clean(self) -> dict[str, Any]:
        """A task that is kept says what, and by whom."""
        data = super().clean() or {}
        if data.get("keep"):
            if not data.get("summary") and "summary" not in self.errors:
                self.add_error("summary", _("Say what is to be done."))
            if not data.get("assignees") and "assignees" not in self.errors:
                self.add_error("assignees", _("Choose the office: the letter's words name none of the portal's."))
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
            )
            for office in data["assignees"]
        ]


class RoundRow(DeadlineForm):
    """One proposed round."""

    field_order = ["keep", "name", "deadline", "kind", "time"]

    name = LineField(label=gettext_lazy("Name of the round"), required=False, max_length=200)

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


@dataclass
class Confirmation:
    """All forms of the confirmation of one letter."""

    facts: FactsForm
    tasks: Any
    rounds: Any

    def is_valid(self) -> bool:
        """Check all, so that all errors show at once."""
        return all([self.facts.is_valid(), self.tasks.is_valid(), self.rounds.is_valid()])

    @property
    def all_forms(self) -> list[forms.Form]:
        """Every form, for the summary of errors."""
        return [self.facts, *self.tasks.forms, *self.rounds.forms]


def confirmation(letter: IncomingLetter, offices: list[Office], data: Any = None) -> tuple[Confirmation, Reading]:
    """Return the forms filled with what the reader proposes, or with what was posted."""
    reading = read(letter.text)
    task_rows = forms.formset_factory(
        TaskRow, extra=1 if data is None else 0, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS
    )
    round_rows = forms.formset_factory(RoundRow, extra=0, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS)
    tasks = task_rows(
        data, prefix="tasks", form_kwargs={"offices": offices}, initial=[_task(task, offices) for task in reading.tasks]
    )
    rounds = round_rows(data, prefix="rounds", initial=[_round(one) for one in reading.rounds])
    return Confirmation(FactsForm(data, initial=_facts(letter, reading)), tasks, rounds), reading


def _facts(letter: IncomingLetter, reading: Reading) -> dict[str, Any]:
    return {
        "received_on": letter.received_on or clock.today(),
        "sender": reading.issuer or "",
        "symbol": reading.number or "",
        "dated": reading.date,
        "kind": reading.doc_type or "",
        "subject": reading.subject or "",
    }


def _task(task: ReadTask, offices: list[Office]) -> dict[str, Any]:
    cooperating = [office.pk for name in task.cooperating for office in offices_named(name, offices)]
    text = task.recurrence.text if task.recurrence else task.deadline_text
    return {
        "keep": True,
        "summary": task.summary[:4000],
        "assignees": [office.pk for office in offices_named(task.assignee or "", offices)],
        "cooperating": cooperating,
        "deadline": task.deadline,
        "kind": task.deadline_kind or "before",
        "time": task.deadline_time if task.deadline_time != "24:00" else None,
        "due_text": (text or "")[:120],
        "named": (task.assignee or "")[:300],
    }


def _round(one: Any) -> dict[str, Any]:
    ahead = bool(one.deadline) and one.deadline > clock.today().isoformat()
    return {"keep": ahead, "name": one.name, "deadline": one.deadline, "kind": one.deadline_kind or "before"}
