"""Workbook → tables. Merged cells are filled, error values are kept as such, hidden sheets are only named."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH

from foundation.text import one_line
from registrations.imports.container import Unreadable, not_a_workbook

MAX_COLUMNS = 100
LAST_ROW = 1_048_576
_MAX_FILLED = 1_000_000
_MERGES = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>]")
ERROR_VALUES = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


@dataclass(frozen=True)
class Broken:
    """A cell without a usable value: an error value such as #REF!, or a formula that was never calculated."""

    text: str


Value = str | int | float | bool | date | Broken | None


@dataclass
class Sheet:
    """A table as it stands in the file.

    Attributes:
        rows: number of the row in the file → its cells from column A on; rows without content are left out.
        merged: merged ranges as (first column, first row, last column, last row), counted from 1.
        epoch: the day that serial dates count from.
        cut: whether there are more rows than were asked for.
    """

    name: str
    rows: dict[int, list[Value]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    epoch: datetime = WINDOWS_EPOCH
    cut: bool = False

    @property
    def width(self) -> int:
        """The number of columns that hold anything."""
        return max((len(cells) for cells in self.rows.values()), default=0)


@dataclass(frozen=True)
class SheetNames:
    """The sheets of a workbook that can be read, and those that are hidden and therefore are not."""

    visible: list[str]
    hidden: list[str]


def sheet_names(content: bytes) -> SheetNames:
    """Return the names of the sheets. Raises Unreadable for a damaged file or one without a visible sheet."""
    with _opened(content, data_only=True) as book:
        shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if not shown:
        raise not_a_workbook()
    return SheetNames(shown, hidden)


def read_sheet(content: bytes, name: str, *, max_rows: int) -> Sheet:
    """Return one sheet with at most so many rows that hold anything. Raises Unreadable."""
    with _opened(content, data_only=True) as book:
        found = _named(book, name)
        raw = _raw(content, found)
        epoch = CALENDAR_MAC_1904 if book.epoch == CALENDAR_MAC_1904 else WINDOWS_EPOCH
        sheet = Sheet(name=name, merged=_merges(raw), epoch=epoch)
        for number, cells in _rows(found):
            if len(sheet.rows) >= max_rows:
                sheet.cut = True
                break
            sheet.rows[number] = _trimmed([_value(cell) for cell in cells])
    if _FORMULA.search(raw):
        _mark_uncalculated(content, sheet)
    _fill_merged(sheet)
    for number in [number for number, cells in sheet.rows.items() if _is_blank(cells)]:
        del sheet.rows[number]
    return sheet


@contextmanager
def _opened(content: bytes, *, data_only: bool) -> Iterator[Any]:
    """Open with openpyxl, row by row; whatever it stumbles over is a damaged file to the person."""
    book: Any = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about extensions that it leaves out
            book = load_workbook(BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
            yield book
    except Unreadable:
        raise
    except Exception as error:  # a hostile file may break any part of the library
        raise not_a_workbook() from error
    finally:
        if book is not None:
            book.close()


def _named(book: Any, name: str) -> Any:
    for sheet in book.worksheets:
        if sheet.title == name and sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # files written by other programs state wrong ones
            return sheet
    raise not_a_workbook()


def _raw(content: bytes, sheet: Any) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(sheet._worksheet_path)


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield number and cells of every row with content."""
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        if number > LAST_ROW:
            return
        if any(cell.value is not None for cell in cells):
            yield number, cells


def _trimmed(cells: list[Value]) -> list[Value]:
    """Return the cells without the empty ones at the end."""
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _value(cell: Any) -> Value:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "e" or (isinstance(value, str) and value.strip().upper() in ERROR_VALUES):
        return Broken(str(value).strip())
    return plain(value)


def plain(value: Any) -> Value:
    """Return what a cell holds without its clothing: whole floats as int, midnights as days, blank text as nothing."""
    if isinstance(value, str):
        return value if one_line(value) else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value
    if isinstance(value, time | timedelta):
        return str(value)
    return value if isinstance(value, bool | int | date) else str(value)


def _merges(raw: bytes) -> list[tuple[int, int, int, int]]:
    found = []
    for match in _MERGES.finditer(raw):
        left, top, right, bottom = (edge or 0 for edge in range_boundaries(match.group(1).decode()))
        if 0 < left <= min(right, MAX_COLUMNS) and 0 < top <= bottom:
            found.append((left, top, min(right, MAX_COLUMNS), bottom))
    return found


def _mark_uncalculated(content: bytes, sheet: Sheet) -> None:
    """Mark formulas that hold no calculated value: what they would say is unknown."""
    with _opened(content, data_only=False) as book:
        last = max(sheet.rows, default=0)
        for number, cells in _rows(_named(book, sheet.name)):
            if number > last and sheet.cut:
                break
            for column, cell in enumerate(cells):
                if cell.data_type == "f":
                    _mark(sheet, number, column)


def _mark(sheet: Sheet, number: int, column: int) -> None:
    cells = sheet.rows.setdefault(number, [])
    cells.extend([None] * (column + 1 - len(cells)))
    if cells[column] is None:
        cells[column] = Broken("=")


def _fill_merged(sheet: Sheet) -> None:
    """Give every cell of a merged range the value of its first one, in rows that hold anything at all."""
    filled = 0
    for left, top, right, bottom in sheet.merged:
        first = sheet.rows.get(top, [])
        value = first[left - 1] if len(first) >= left else None
        if value is None:
            continue
        for number in range(top, min(bottom, max(sheet.rows)) + 1):
            cells = sheet.rows.get(number)
            if cells is None:
                continue
            cells.extend([None] * (right - len(cells)))
            for column in range(left - 1, right):
                cells[column] = value if cells[column] is None else cells[column]
            filled += right - left + 1
            if filled > _MAX_FILLED:
                return


def _is_blank(cells: list[Value]) -> bool:
    return all(value is None for value in cells)
