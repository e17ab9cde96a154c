"""Where the column names stand, which column is which, and how a list is known again next time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foundation.text import one_line
from registrations.imports.columns import REQUIRED, columns_for, header_key, score
from registrations.imports.reading import Broken, Sheet, Value

LOOK_INTO = 40
MOST_ROWS = 3
_SURE = 60
ERROR_COLUMN = "Lỗi"


@dataclass(frozen=True)
class Header:
    """The rows of a table that name its columns."""

    first: int
    rows: int
    titles: list[str]

    @property
    def last(self) -> int:
        """The last row of the header; data follow it."""
        return self.first + self.rows - 1


def title_of(value: Value) -> str:
    """Return a header cell as text."""
    return "" if value is None or isinstance(value, Broken) else one_line(str(value))[:200]


def header_at(sheet: Sheet, first: int, rows: int) -> Header:
    """Return the header in these rows: "Công nhận lần đầu" over "Ngày" makes "Công nhận lần đầu – Ngày"."""
    lines = [sheet.rows.get(number, []) for number in range(first, first + rows)]
    titles = []
    for column in range(sheet.width):
        parts = [title_of(line[column]) if column < len(line) else "" for line in lines]
        titles.append(" – ".join(dict.fromkeys(part for part in parts if part)))
    return Header(first, rows, titles)


def find_header(sheet: Sheet, kind: str) -> Header | None:
    """Return the header that names most known columns; None where no row names a product or a producer."""
    best: tuple[int, int, int] | None = None
    for number in [number for number in sorted(sheet.rows) if number <= LOOK_INTO]:
        for rows in (1, 2):
            if rows == 2 and not _may_be_two(sheet, number):
                continue
            known = guess(header_at(sheet, number, rows).titles, kind)
            if len(known) < 2 or not set(REQUIRED) & set(known):
                continue
            # More known columns win; between equals, two rows joined by merged cells; then the upper one.
            rank = (len(known), rows if _joined(sheet, number) else -rows, -number)
            best = max(best, rank) if best else rank
    return header_at(sheet, -best[2], abs(best[1])) if best else None


def _may_be_two(sheet: Sheet, number: int) -> bool:
    below = sheet.rows.get(number + 1, [])
    return bool(below) and all(isinstance(value, str | None) for value in below)


def _joined(sheet: Sheet, number: int) -> bool:
    """Tell whether merged cells bind this row to the one below: the mark of a header in two rows."""
    spans = [(left, top, right, bottom) for left, top, right, bottom in sheet.merged if top == number]
    return any(bottom == number + 1 for _l, _t, _r, bottom in spans)


def guess(titles: list[str], kind: str) -> dict[str, int]:
    """Return key of a known column → index of the title that most likely names it."""
    pairs = [
        (points, -index, column.key)
        for index, title in enumerate(titles)
        for column in columns_for(kind)
        if (points := score(title, column.key)) >= _SURE
    ]
    found: dict[str, int] = {}
    for _points, index, key in sorted(pairs, reverse=True):
        if key not in found and -index not in found.values():
            found[key] = -index
    return found


def unnamed(index: int) -> str:
    """Return the letter of a column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def fingerprint(titles: Iterable[str], kind: str) -> str:
    """Return a short name for a set of column titles; the column of errors that the portal adds does not count."""
    keys = [header_key(title) for title in titles]
    while keys and keys[-1] in ("", header_key(ERROR_COLUMN)):
        keys.pop()
    return hashlib.sha256("\n".join([kind, *keys]).encode()).hexdigest()[:24]


def samples(sheet: Sheet, header: Header, count: int = 3) -> list[list[str]]:
    """Return, for every column, its first few values below the header."""
    found: list[list[str]] = [[] for _title in header.titles]
    for number in sorted(sheet.rows):
        if number <= header.last or _says_one_thing(sheet.rows[number]):
            continue
        for index, value in enumerate(sheet.rows[number][: len(found)]):
            text = shown(value)
            if text and text not in found[index] and len(found[index]) < count:
                found[index].append(text)
    return found


def _says_one_thing(cells: list[Value]) -> bool:
    """Tell whether a row is a heading, a total, or the numbers of the columns: nothing to learn from."""
    texts = {text for value in cells if (text := shown(value))}
    return len(texts) <= 1 or all(re.fullmatch(r"\(\d{1,3}\)", text) for text in texts)


def shown(value: Value, limit: int = 80) -> str:
    """Return a cell as people read it, cut to what a table can show."""
    if value is None:
        return ""
    if isinstance(value, Broken):
        return value.text
    text = f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else one_line(str(value))
    return text[:limit]


def complete(mapping: Mapping[str, int]) -> bool:
    """Tell whether the columns without which no row can be read are there."""
    return all(key in mapping for key in REQUIRED)
