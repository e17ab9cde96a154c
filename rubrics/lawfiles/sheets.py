"""A set as a worksheet that an office fills in: header rows, then one line of the print a row.

Columns: code, text, points, stars, case, printed. A part has a letter as its code, a criterion its number, a level no
code; "ghi chú" in the column of codes is a note. An item without levels counts as printed without levels.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from foundation.text import nfc, one_line
from rubrics.lawfiles.data import CriterionData, SetData

HEADS = ("Mã", "Nội dung", "Điểm", "Sao", "Trường hợp", "Bản in ghi")
NOTE = "ghi chú"
_MOST_ROWS = 2000
_EMPTY = "–"  # the print says nothing where points are
_PART, _CODE = re.compile(r"[A-Z]"), re.compile(r"\d+(\.\d+)*(#\d+)?")


class SheetError(ValueError):
    """The workbook cannot be read as a set; ``faults`` are pairs of cell and Vietnamese reason."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{cell}: {reason}" for cell, reason in faults))


def set_workbook(data: SetData) -> bytes:
    """Return a set as a workbook in the form that ``read_workbook`` takes."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = f"Bộ {data.number}"
    rows: list[list[Any]] = [[key, value] for key, value in data.header.items()]
    rows += [["footer", text] for text in data.footers] + [["oddity", text] for text in data.oddities]
    rows.append(list(HEADS))
    for part in data.parts:
        rows.append([part.code, part.title, part.max_points])
        for criterion in part.walk():
            rows += _criterion_rows(criterion)
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text never becomes a formula, and 1.10 stays a code
    for column, width in zip("ABCDEF", (12, 90, 8, 6, 12, 12), strict=True):
        sheet.column_dimensions[column].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _criterion_rows(data: CriterionData) -> Iterator[list[Any]]:
    yield [data.key, data.title, data.max_points, None, None, data.printed_max or None]
    yield from ([NOTE, text] for text in data.notes)
    for level in data.levels:
        case = None if level.case is None else f"{level.case}: {level.case_label}".rstrip(": ")
        yield [
            None,
            level.label,
            level.points,
            level.gate_stars,
            case,
            _EMPTY if level.printed == "" else level.printed,
        ]


def read_workbook(content: bytes) -> str:
    """Return the first worksheet of a workbook as the text of a set file; what it means is checked as for any text.

    Raises SheetError with every cell that cannot be read.
    """
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        found = sheet.iter_rows(values_only=True, max_row=_MOST_ROWS)
        rows = [[*row[:6], *[None] * (6 - len(row[:6]))] for row in found]
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise SheetError([("", "Tệp không phải là bảng tính XLSX.")]) from error
    reader = _Reader()
    for number, row in enumerate(rows, start=1):
        reader.take(number, row)
    if not reader.in_body:
        reader.faults.append(("A1", "Thiếu dòng tiêu đề cột: Mã, Nội dung, Điểm, Sao, Trường hợp, Bản in ghi."))
    if reader.faults:
        raise SheetError(reader.faults)
    return reader.text()


class _Reader:
    """Turns rows into lines of a set file, and remembers what cannot be turned."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str]] = []
        self.in_body = False
        self._lines: list[tuple[str, str]] = []  # kind and line
        self._case = ""
        self._last: tuple[str, int] | None = None

    def take(self, number: int, row: list[Any]) -> None:
        """Take in one row."""
        code, text = _words(row[0]), _words(row[1])
        if not any(cell not in (None, "") for cell in row):
            return
        if not self.in_body:
            self.in_body = code == HEADS[0]
            if not self.in_body:
                self._lines.append(("head", f"{code}: {text}"))
        elif code.lower() == NOTE:
            self._lines.append(("note", f"  note: {text}"))
        elif not text:
            self.faults.append((f"B{number}", "Thiếu nội dung."))
        else:
            self._line(number, row, code, text)

    def _line(self, number: int, row: list[Any], code: str, text: str) -> None:
        points = self._whole(f"C{number}", row[2])
        printed = "" if row[5] is None else f" {{{_words(row[5]).replace(_EMPTY, '')}}}"
        if _PART.fullmatch(code):
            self._lines.append(("part", f"{code} [{points}] {text}"))
        elif _CODE.fullmatch(code):
            self._case, self._last = "", None
            self._lines.append(("item", f"{code} [{points}{printed}] {text}"))
        elif code:
            self.faults.append((f"A{number}", f"Không hiểu mã “{code}”."))
        else:
            self._level(number, row, text, points, printed)

    def _level(self, number: int, row: list[Any], text: str, points: int, printed: str) -> None:
        stars = self._whole(f"D{number}", row[3]) if row[3] not in (None, "") else 0
        if stars and stars not in (3, 4, 5):
            self.faults.append((f"D{number}", "Yêu cầu tối thiểu chỉ là 3, 4 hoặc 5 sao."))
        case = _words(row[4])
        if case != self._case:
            self._case, self._last = case, None
            head, _colon, label = case.partition(":")
            self._lines.append(("case", f"  case {head.strip()}: {label.strip()}".rstrip()))
        same = self._last == (case, points)
        self._last = (case, points)
        gate = f" {'*' * stars}" if stars else ""
        self._lines.append(("level", f"  {'=' if same else ''}{points}{printed}{gate} | {text}"))

    def _whole(self, cell: str, value: Any) -> int:
        words = _words(value)
        if not words.isdecimal() or len(words) > 4:
            self.faults.append((cell, f"“{words}” không phải là số nguyên." if words else "Thiếu số điểm."))
            return 0
        return int(words)

    def text(self) -> str:
        """Return the lines as the text of a set file; an item without levels and items under it is all or nothing."""
        out: list[str] = []
        bare = ""  # the code of the item that has nothing under it so far
        for kind, line in [*self._lines, ("end", "")]:
            if bare and kind in ("item", "part", "end") and not line.startswith(f"{bare}."):
                out.append("  all or nothing")
            if kind in ("level", "case"):
                bare = ""
            elif kind in ("item", "part", "end"):
                bare = line.split(" ", 1)[0].partition("#")[0] if kind == "item" else ""
            if kind == "part":
                out.append("")
            if kind != "end":
                out.append(line)
        return "\n".join([*out, ""])


def _words(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return one_line(nfc(str(value))) if value is not None else ""
