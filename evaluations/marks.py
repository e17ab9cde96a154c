"""The fields of a score sheet and of a report, and a mark for what each holds: what a page or workbook has seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from evaluations.models import AdvisoryNote, AdvisoryReport, Sheet, SheetItem
from registrations.editing import join_marks, mark

NONE = "0"  # the choice "không đạt" as forms and workbooks write it
OPINION = "opinion"
EMPTY = mark("")


def choice_field(criterion_id: int) -> str:
    """Return the name of the field of an item's level."""
    return f"c{criterion_id}"


def note_field(criterion_id: int) -> str:
    """Return the name of the field of an item's remark."""
    return f"n{criterion_id}"


def choice_of(item: SheetItem | None) -> str:
    """Return a ticked choice as forms post it: a level's id, "0" for "không đạt", empty for nothing."""
    if item is None or not item.answered:
        return ""
    return str(item.level_id or NONE)


def values_of(sheet: Sheet | None, criteria: Iterable[int]) -> dict[str, str]:
    """Return what every field of a sheet over these items holds."""
    items = {item.criterion_id: item for item in sheet.items.all()} if sheet else {}
    return fields_of(items, criteria) | {OPINION: sheet.opinion if sheet else ""}


def fields_of(items: Mapping[int, SheetItem], criteria: Iterable[int]) -> dict[str, str]:
    """Return what the fields of these items hold, given what is stored of them by criterion."""

    def fields() -> Iterator[tuple[str, str]]:
        for pk in criteria:
            item = items.get(pk)
            yield choice_field(pk), choice_of(item)
            yield note_field(pk), item.note if item else ""

    return dict(fields())


def seen_of_sheet(sheet: Sheet | None, criteria: Iterable[int]) -> str:
    """Return the marks that a page over a sheet carries along."""
    return join_marks({name: mark(value) for name, value in values_of(sheet, criteria).items()})


# -- The advisory team's report --------------------------------------------------------------------------------------
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
