"""Journal entries as the timeline component shows them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from activity.models import JournalEntry
from foundation.components import TimelineItem

_TONES = {"return": "late", "send_back": "late", "refuse": "late", "decline": "late", "withdraw": "late"}


def timeline_items(entries: Iterable[JournalEntry]) -> list[TimelineItem]:
    """Return the entries as they are shown."""
    return [
        TimelineItem(
            entry.at,
            entry.label,
            who=_who(entry),
            office=entry.office_name,
            text=entry.reason,
            tone=_TONES.get(entry.action, "neutral"),
        )
        for entry in entries
    ]


def _who(entry: JournalEntry) -> str:
    """Return who did it, and for whom where an officer acted on behalf."""
    if not entry.on_behalf_of:
        return entry.actor_name
    return _("%(name)s on behalf of %(producer)s") % {"name": entry.actor_name, "producer": entry.on_behalf_of}
