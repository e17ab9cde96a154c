"""What of a confirmation needs somebody's decision, and what can fold away because the reader is sure of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from directives.forms.confirm import Confirmation
from directives.highlights import sureness
from directives.reader import Reading, Task
from foundation import clock, formatting

_FACTS = ("issuer", "number", "date", "subject")
_LOW = 0.7


@dataclass(frozen=True)
class Row:
    """A row of tasks: its form, what it was read from, and why somebody should decide about it.

    ``number`` counts as the letter does; ``task`` is None for the row that waits for a task of one's own.
    """

    form: Any
    number: int
    task: Task | None = None
    anchor: str = ""
    reasons: list[str] = field(default_factory=list)
    when: str = ""

    @property
    def to_decide(self) -> bool:
        """Whether it stands open, before the rows that fold away."""
        return bool(self.reasons) or bool(self.form.errors)


def rows_of(forms: Confirmation, reading: Reading) -> Iterator[Row]:
    """Go through the rows of tasks."""
    sure = {place.field: place.confidence for place in reading.places}
    for index, form in enumerate(forms.tasks):
        if index >= len(reading.tasks):
            yield Row(form, index + 1)
            continue
        task, name = reading.tasks[index], f"tasks[{index}]"
        dated = f"{name}.deadline"
        yield Row(
            form,
            index + 1,
            task,
            anchor=f"tasks-{index}-deadline" if dated in sure else f"tasks-{index}-assignee",
            reasons=_reasons(form, task, min(sure.get(name, 1.0), sure.get(dated, 1.0))),
            when=_when(task),
        )


def facts_need_a_look(form: Any, reading: Reading) -> bool:
    """Tell whether the entry in the register is incomplete, doubtful or wrong."""
    sure = {place.field: place.confidence for place in reading.places}
    found = all(getattr(reading, name) for name in _FACTS)
    return bool(form.errors) or not found or min(sure.get(name, 1.0) for name in _FACTS) < _LOW


def _reasons(form: Any, task: Task, confidence: float) -> list[str]:
    reasons: list[str] = []
    if not form["keep"].value():
        return reasons
    if not form["assignees"].value():
        reasons.append(_("The letter's words name no office of the portal, or several: choose."))
    if task.recurrence and not form["every"].value():
        reasons.append(_("The letter does not say how often: choose the period."))
    if task.deadline and task.deadline < clock.today().isoformat():
        reasons.append(_("The deadline is over."))
    if sureness(confidence) == "low":
        reasons.append(_("The reader is not sure: please check."))
    return reasons


def _when(task: Task) -> str:
    if task.recurrence:
        return task.recurrence.text
    return day_words(task.deadline)


def day_words(iso: str | None) -> str:
    """Return a day of the reader in the form of the screen."""
    return formatting.day(date.fromisoformat(iso)) if iso else ""
