"""The fields of a score sheet, and a mark for what each of them holds: what a page or a workbook has seen of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from evaluations.models import Sheet, SheetItem
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
