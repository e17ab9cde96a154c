"""The data that some components take from views."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class TaskItem:
    """One line of a task list: what is to be done, and how far it is."""

    title: Text
    url: str = ""
    status: Text = ""
    tone: str = "neutral"
    hint: Text = ""


@dataclass(frozen=True)
class TimelineItem:
    """One thing that happened: when, what, who, for which office, and why."""

    when: datetime
    title: Text
    who: str = ""
    office: str = ""
    text: Text = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class Confirm:
    """A page that says what an act will do before it is done (template ``components/confirm.html``).

    ``what`` lists what will happen, ``tells`` whom it notifies; ``danger`` marks an act that cannot be taken back.
    """

    title: Text
    action: Text
    cancel_url: str
    lead: Text = ""
    what: list[Text] = field(default_factory=list)
    tells: list[Text] = field(default_factory=list)
    facts: list[tuple[Text, Any]] = field(default_factory=list)
    danger: bool = False
