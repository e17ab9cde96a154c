"""Deadlines as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from directives.selectors.calendars import DeadlineLine


def calendar_of(name: str, lines: Iterable[DeadlineLine], *, base_url: str, now: datetime) -> bytes:
    """Return a calendar with one event a deadline: the whole last day, or the moment where it has an hour."""
    cal = Calendar()
    cal.add("prodid", "-//OCOP//Thoi han//VI")
    cal.add("version", "2.0")
    cal.add("method", "PUBLISH")
    cal.add("x-wr-calname", name)
    cal.add("x-published-ttl", "PT1H")
    host = urlsplit(base_url).hostname or "ocop"
    for line in lines:
        event = Event()
        event.add("uid", f"{line.key}@{host}")
        event.add("dtstamp", now)
        event.add("summary", line.title)
        event.add("description", f"{line.office}\n{line.letter}".strip())
        event.add("url", f"{base_url}{line.url}")
        event.add("transp", "TRANSPARENT")
        if line.moment:
            event.add("dtstart", line.moment - timedelta(minutes=30))
            event.add("dtend", line.moment)
        else:
            event.add("dtstart", line.day)
            event.add("dtend", line.day + timedelta(days=1))
        cal.add_component(event)
    return bytes(cal.to_ical())
