"""What stands in which row of a worksheet: the same for writing and for reading. Workbooks are Vietnamese papers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from evaluations.selectors.sheets import Line, SheetForm
from rubrics.models import Level

META = "_ocop"  # the hidden worksheet that says for whom, for what and from which state the workbook was made
FORMAT = 1
FIRST_ROW = 6
HEADERS = ("TT", "Tiêu chí và mức điểm", "Điểm", "Chọn", "Ghi chú")
HOW = (
    "Ở dòng tô màu của mỗi tiêu chí, ghi số thứ tự của mức vào cột Chọn (0 = không đạt); "
    "hoặc đánh dấu x ở dòng của mức. Chỉ điền vào ô trắng ở cột Chọn và cột Ghi chú."
)
OPINION = "Ý kiến của người đánh giá (ghi ở cột Ghi chú)"
NOT_REACHED = "Không đạt"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Row:
    """A row: its three locked texts, and what may be filled in.

    ``line`` is set in the row of an item (number of the level, remark), ``of`` and ``order`` in that of a level (mark;
    ``order`` 0 is "không đạt"), ``opinion`` in the last one.
    """

    texts: tuple[str, str, str]
    line: Line | None = None
    of: Line | None = None
    order: int = 0
    opinion: bool = False


def levels_in_order(line: Line) -> list[Level]:
    """Return the levels of an item as the worksheet numbers them, from 1."""
    return [level for case in line.cases for level in case.levels]


def rows_of(form: SheetForm) -> list[Row]:
    """Return the rows of a worksheet, from ``FIRST_ROW`` on."""
    rows: list[Row] = []
    for part in form.parts:
        rows.append(Row((f"Phần {part.part.code}", part.part.title, str(part.part.max_points))))
        for line in part.lines:
            texts = (line.criterion.code, line.criterion.title, f"tối đa {line.criterion.max_points}")
            rows.append(Row(texts, line=line if line.is_item else None))
            if line.is_item:
                rows += _level_rows(line)
    return [*rows, Row(("", OPINION, ""), opinion=True)]


def _level_rows(line: Line) -> list[Row]:
    rows, number = [], 0
    for case in line.cases:
        if case.label:
            rows.append(Row(("", case.label, "")))
        for level in case.levels:
            number += 1
            rows.append(Row((f"{number})", level.label, str(level.points)), of=line, order=number))
    return [*rows, Row(("0)", NOT_REACHED, "0"), of=line)]


def titles_of(names: Iterable[str]) -> list[str]:
    """Return the titles of worksheets: numbered, so that no two are alike, and short enough for a workbook."""
    return [f"{n:02d} {_FORBIDDEN.sub(' ', name)}"[:31].rstrip() for n, name in enumerate(names, start=1)]
