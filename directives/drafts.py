"""What a letter is written from before it becomes rows: plain values that forms and apps hand to the services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Office


@dataclass(frozen=True)
class TaskDraft:
    """A task as the letter words it, for one office.

    ``due_at`` is the first late moment (``foundation.calendar.due_before`` and ``due_until``); without it the task is
    regular ("thường xuyên"). ``due_text`` is the wording ("trước ngày 17/11/2021").
    """

    assignee: Office
    summary: str
    section: str = ""
    due_at: datetime | None = None
    due_text: str = ""
    cooperating: Sequence[Office] = field(default_factory=tuple)
    assignee_text: str = ""
