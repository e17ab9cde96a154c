"""The same workbook, formatting and all, with a column that says what is wrong with each row."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from copy import copy
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from foundation.text import one_line
from registrations.imports.headers import ERROR_COLUMN, shown
from registrations.imports.reading import MAX_COLUMNS

_WIDTH = 60
_INK = "9C0006"
_GROUND = "FFC7CE"


def marked_workbook(
    content: bytes,
    *,
    sheet: str,
    header_row: int,
    texts: Mapping[int, str],
    mended: Mapping[int, Mapping[int, str]] | None = None,
) -> bytes:
    """Return the workbook with a last column "Lỗi"; one that an earlier import has added is written anew.

    Args:
        texts: what is wrong, by row.
        mended: cells that somebody has typed over on the page, by row and column, so that nobody types them again.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns about extensions that it leaves out
        book = load_workbook(BytesIO(content))
    table = book[sheet]
    column = _place(table, header_row)
    for number, cells in (mended or {}).items():
        _take_over(table, number, cells)
    _clear(table, column)
    _write(table, header_row, column, ERROR_COLUMN, font=Font(bold=True, color=_INK))
    for number, text in texts.items():
        _write(table, number, column, text, font=Font(color=_INK), fill=PatternFill("solid", fgColor=_GROUND))
    table.column_dimensions[get_column_letter(column)].width = _WIDTH
    table.column_dimensions[get_column_letter(column)].hidden = False
    if table.auto_filter.ref:
        table.auto_filter.ref = None  # a filter that hides rows would hide their errors
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _take_over(table: Any, number: int, cells: Mapping[int, str]) -> None:
    """Write what was typed on the page where the cell says something else; parts of merged cells take nothing."""
    for column, text in cells.items():
        cell = table.cell(number, column)
        if isinstance(cell, MergedCell) or one_line(shown(cell.value, limit=2000)) == one_line(text):
            continue
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
        if text:
            cell.data_type = TYPE_STRING


def _place(table: Any, header_row: int) -> int:
    """Return the column of errors: the one that is there, else the first one after everything."""
    last = 0
    for row in table.iter_rows(max_col=MAX_COLUMNS):
        for cell in row:
            if cell.value is not None:
                last = max(last, cell.column)
    for column in range(1, last + 1):
        if one_line(str(table.cell(header_row, column).value or "")) == ERROR_COLUMN:
            return column
    merged: list[int] = [area.max_col for area in table.merged_cells.ranges if area.max_col <= MAX_COLUMNS]
    return max([last, *merged]) + 1


def _clear(table: Any, column: int) -> None:
    for row in table.iter_rows(min_col=column, max_col=column):
        for cell in row:
            if cell.value is not None and hasattr(cell, "column_letter"):
                cell.value = None


def _write(table: Any, row: int, column: int, text: str, *, font: Font, fill: PatternFill | None = None) -> None:
    cell = table.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = TYPE_STRING  # never a formula, whatever the file's own text begins with
    cell.font = copy(font)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if fill is not None:
        cell.fill = copy(fill)
