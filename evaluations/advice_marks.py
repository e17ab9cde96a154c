"""The fields of the advisory team's report, and a mark for what each of them holds: what a page has seen of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evaluations.models import AdvisoryNote, AdvisoryReport
from registrations.editing import join_marks, mark

REPORT_FACTS = ("summary", "visited_on", "visited_by", "visit")
# A column of a note, and the letter with which the names of its fields begin.
NOTE_FIELDS = {"verdict": "v", "level_id": "l", "text": "t"}


def advice_field(column: str, criterion_id: int) -> str:
    """Return the name of the field of a column of an item's note."""
    return f"{NOTE_FIELDS[column]}{criterion_id}"


def advice_values(
    report: AdvisoryReport | None, notes: Mapping[int, AdvisoryNote], criteria: Iterable[int]
) -> dict[str, Any]:
    """Return what every field of a report over these items holds, as its form cleans it."""
    found: dict[str, Any] = {name: getattr(report, name) if report else None for name in REPORT_FACTS}
    found = {name: value if name == "visited_on" else value or "" for name, value in found.items()}
    for pk in criteria:
        note = notes.get(pk)
        for column in NOTE_FIELDS:
            found[advice_field(column, pk)] = str(getattr(note, column) or "") if note else ""
    return found


def seen_of_advice(report: AdvisoryReport | None, notes: Mapping[int, AdvisoryNote], criteria: Iterable[int]) -> str:
    """Return the marks that a page over a report carries along."""
    return join_marks({name: mark(value) for name, value in advice_values(report, notes, criteria).items()})
