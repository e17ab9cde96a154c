"""Journal entries as the timeline component shows them."""

from __future__ import annotations

from collections.abc import Iterable

from activity.models import JournalEntry
from foundation.components import TimelineItem

_TONES = {"return": "late", "send_back": "late", "refuse": "late", "decline": "late", "withdraw": "late"}


def timeline_items(entries: Iterable[JournalEntry]) -> list[TimelineItem]:
    """Return the entries as they are shown."""
    return [
        TimelineItem(
            entry.at,
            entry.label,
            who=entry.actor_name,
            office=entry.office_name,
            text=entry.reason,
            tone=_TONES.get(entry.action, "neutral"),
        )
        for entry in entries
    ]
