"""What a letter is written from before it becomes rows: plain values that forms and apps hand to the services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import Office


@dataclass(frozen=True)
class Reporting:
    """How often a regular task wants a report: ``Every``, the last day for it, and in which month (``Task``)."""

    every: str
    day: int | None = None
    month: int | None = None

    def columns(self, today: date) -> dict[str, Any]:
        """Return the columns of a task."""
        return {
            "report_every": self.every,
            "report_day": self.day,
            "report_month": self.month,
            "report_from": today,
        }


@dataclass(frozen=True)
class TaskDraft:
    """A task as the letter words it, for one office.

    ``due_at`` is the first late moment (``foundation.calendar.due_before`` and ``due_until``); without it the task is
    regular ("thường xuyên"). ``due_text`` is the wording ("trước ngày 17/11/2021"). ``reporting`` is how often a
    regular task wants a report.
    """

    assignee: Office
    summary: str
    section: str = ""
    due_at: datetime | None = None
    due_text: str = ""
    cooperating: Sequence[Office] = field(default_factory=tuple)
    assignee_text: str = ""
    reporting: Reporting | None = None

    def columns(self, today: date) -> dict[str, Any]:
        """Return the columns of its row, but for the letter that it comes from; reports are asked for from today on."""
        return {
            "section": self.section,
            "summary": self.summary,
            "assignee": self.assignee,
            "assignee_text": self.assignee_text[:300],
            "regular": self.due_at is None,
            "due_at": self.due_at,
            "due_text": self.due_text[:120],
            **(self.reporting.columns(today) if self.reporting and self.due_at is None else {}),
        }
