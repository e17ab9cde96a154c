"""What happened to a round: its openings, its changes with old and new values, and for its office everything else."""

from __future__ import annotations

import json
from typing import Any

from activity.models import JournalEntry
from foundation.components import TimelineItem
from registrations.models import RegistrationRound
from registrations.round_words import differences
from registrations.selectors.lists import sees_whole_round

# What communes and producers read: the conditions under which they file. Others' lists and late entries are not theirs.
OPEN_TO_ALL = ("open", "change", "close", "reopen")
SHOWN = 60


def history_of_round(user: Any, registration_round: RegistrationRound) -> list[TimelineItem]:
    """Return what happened to a round, newest first; outside its office only from the opening on."""
    rows = JournalEntry.objects.filter(stream=registration_round.stream)
    if not sees_whole_round(user, registration_round):
        opened = rows.filter(action="open").order_by("seq").values("seq")[:1]
        rows = rows.filter(action__in=OPEN_TO_ALL, seq__gte=opened)
    return [_item(entry) for entry in rows.order_by("-seq")[:SHOWN]]


def _item(entry: JournalEntry) -> TimelineItem:
    lines = [str(change) for change in differences(_load(entry.before), _load(entry.after))] if _changed(entry) else []
    text = "\n".join([*lines, entry.reason] if entry.reason else lines)
    return TimelineItem(
        entry.at,
        entry.label,
        who=entry.actor_name,
        office=entry.office_name,
        text=text,
        tone="waiting" if _changed(entry) else "neutral",
    )


def _changed(entry: JournalEntry) -> bool:
    return entry.action == "change"


def _load(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text) if text else {}
    return found
