"""The confirmation of what the reader proposes: tasks and rounds, each kept, changed, left out or added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.models import Office
from directives.forms.confirm_rows import RoundRow, TaskRow
from directives.forms.incoming import FactsForm
from directives.models import IncomingLetter
from directives.reader import Reading, read
from directives.reader import Task as ReadTask
from directives.recurrences import reporting_of
from directives.selectors import offices_named
from foundation import clock

# What the reader looks at: a letter with its annexes. Reading takes about a second for a hundred thousand characters.
MOST_READ = 40_000
_MOST_ROWS = 200


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
    reading = read(letter.text[:MOST_READ])
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
    periods = reporting_of(task.recurrence)
    named = offices_named(task.assignee or "", offices)
    return {
        "keep": bool(named) or not _only_a_round(task),
        "summary": task.summary[:4000],
        "assignees": [office.pk for office in named],
        "cooperating": cooperating,
        "deadline": task.deadline or task.last_day,  # a month's last day: the officer sees it and decides
        "kind": task.deadline_kind or "before",
        "time": task.deadline_time if task.deadline_time != "24:00" else None,
        "every": periods.every if periods else "",
        "report_day": periods.day if periods else None,
        "report_month": periods.month if periods else None,
        "due_text": (text or "")[:120],
        "named": (task.assignee or "")[:300],
    }


def _only_a_round(task: ReadTask) -> bool:
    """Whether a task says no more than a round that is proposed by itself."""
    return bool(task.round) and str(task.round).lower() in task.summary.lower()


def _round(one: Any) -> dict[str, Any]:
    ahead = bool(one.deadline) and one.deadline > clock.today().isoformat()
    return {"keep": ahead, "name": one.name, "deadline": one.deadline, "kind": one.deadline_kind or "before"}
