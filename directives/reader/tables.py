"""Tables of assignments whose cells were wrapped over several lines, or whose heading alone says that a day is a term.

A line belongs to the row above when its first cell is empty; its cells go on with those above. Rows of other tables
are paragraphs like all others (``drafts.row_of``).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from directives.reader.assignees import Named, heading_assignee
from directives.reader.counted import counted_cell, counted_in
from directives.reader.days import days_in
from directives.reader.deadlines import Term, terms_in
from directives.reader.drafts import Draft, distinct
from directives.reader.paragraphs import Paragraph
from directives.reader.recurrence import cycles_in
from directives.reader.source import Source, source

_WHAT = re.compile(r"(?:noi dung|nhiem vu|cong viec|hoat dong|ten viec|viec (?:can|phai))")
_WHO = re.compile(r"(?:chu tri|phu trach|thuc hien|trach nhiem|dau moi|don vi|co quan|nguoi|bo phan)")
_WITH = re.compile(r"phoi hop")
_WHEN = re.compile(r"(?:thoi (?:han|gian|diem)|tien do|hoan thanh|xong|han (?:cuoi|chot|nop))")
_TERM = re.compile(r"(?:thoi han|hoan thanh|xong|han (?:cuoi|chot|nop))")
_BARE = re.compile(r"\W*(?:ngay\W*)?(?:thang\W*)?\W*")
_LEAST = 3

Span = tuple[int, int]


@dataclass(frozen=True)
class _Row:
    """A row: for each cell the stretches of its lines, and which paragraphs it was read from."""

    cells: list[list[Span]]
    parts: list[Paragraph]


@dataclass(frozen=True)
class _Columns:
    what: int
    who: int
    when: int
    heading: str  # of the column that says when, without accents


def table_drafts(src: Source, parts: list[Paragraph]) -> dict[int, list[Draft]]:
    """Return the tasks of such tables by the place of the first line's paragraph, which stands for all its lines.

    The other paragraphs of these tables, their headings too, give an empty list: they are read.
    """
    found: dict[int, list[Draft]] = {}
    for lines in _tables(src, parts):
        head, *rows = _rows(lines)
        columns = _columns(src, head)
        wrapped = any(len(row.parts) > 1 for row in rows)
        if columns is None or not (wrapped or _TERM.search(columns.heading)):
            continue
        for row in [head, *rows]:
            for part in row.parts:
                found[part.start] = []
            if row is not head:
                found[row.parts[0].start] = _drafts(src, row, columns)
    return found


def _tables(src: Source, parts: list[Paragraph]) -> list[list[tuple[Paragraph, list[Span]]]]:
    """Lines with the same number of cells, one under the other."""
    tables: list[list[tuple[Paragraph, list[Span]]]] = []
    last = -2
    for index, part in enumerate(parts):
        cells = _cells(src, part)
        if len(cells) < _LEAST:
            continue
        if last == index - 1 and tables and len(tables[-1][-1][1]) == len(cells):
            tables[-1].append((part, cells))
        else:
            tables.append([(part, cells)])
        last = index
    return [table for table in tables if len(table) > 1]


def _cells(src: Source, part: Paragraph) -> list[Span]:
    """The cells of the line in which a paragraph stands, none where it goes over lines; borders give no cell."""
    left = src.text.rfind("\n", 0, part.start) + 1
    right = src.text.find("\n", part.start)
    right = len(src.text) if right < 0 else right
    if part.end > right:
        return []
    edges = [left - 1, *(left + found.start() for found in re.finditer("\t", src.text[left:right])), right]
    spans = [(at + 1, end) for at, end in itertools.pairwise(edges)]
    framed = len(spans) > _LEAST and all(src.raw[src.origin[at]] == "|" for at in (spans[0][1], spans[-1][0] - 1))
    framed = framed and all(not src.text[slice(*spans[end])].strip() for end in (0, -1))
    return [_trimmed(src, *span) for span in (spans[1:-1] if framed else spans)]


def _trimmed(src: Source, start: int, end: int) -> Span:
    text = src.text[start:end]
    return (start + len(text) - len(text.lstrip()), start + len(text.rstrip())) if text.strip() else (start, start)


def _rows(lines: list[tuple[Paragraph, list[Span]]]) -> list[_Row]:
    rows: list[_Row] = []
    for part, cells in lines:
        goes_on = bool(rows) and cells[0][0] == cells[0][1]
        if goes_on:
            rows[-1].parts.append(part)
            for cell, more in zip(rows[-1].cells, cells, strict=True):
                cell.append(more)
        else:
            rows.append(_Row([[span] for span in cells], [part]))
    return rows


def _columns(src: Source, head: _Row) -> _Columns | None:
    names = [_joined(src, cell)[0] for cell in head.cells]
    plain = [source(name).plain for name in names]
    if any(days_in(name, 0, len(name)) for name in plain):
        return None
    what = next((at for at, name in enumerate(plain) if _WHAT.search(name)), None)
    when = next((at for at, name in enumerate(plain) if _WHEN.search(name) and at != what), None)
    others = [at for at, name in enumerate(plain) if at not in (what, when) and not _WITH.search(name)]
    who = next((at for at in others if _WHO.search(plain[at])), None)
    if what is None or when is None or who is None:
        return None
    return _Columns(what, who, when, plain[when])


def _joined(src: Source, cell: list[Span]) -> tuple[str, list[int]]:
    """The text of a cell on one line, and where each of its characters stands."""
    chars: list[str] = []
    origin: list[int] = []
    for start, end in cell:
        if start == end:
            continue
        if chars and chars[-1] != "/":
            chars.append(" ")
            origin.append(start)
        chars += src.text[start:end]
        origin += range(start, end)
    return "".join(chars), origin


def _drafts(src: Source, row: _Row, columns: _Columns) -> list[Draft]:
    what, what_at = _joined(src, row.cells[columns.what])
    if not what:
        return []
    start, end = row.parts[0].start, row.parts[-1].end
    named = _who(src, row.cells[columns.who])
    base = Draft(named, start, end, what_at[0], row.parts[0].level, words=what, confidence=0.8)
    found = [replace(base, term=term, cooperating=[]) for term in _terms(src, row.cells[columns.when], columns.heading)]
    return found or list(_returning(src, row.cells[columns.when], base))


def _returning(src: Source, cell: list[Span], base: Draft) -> Iterator[Draft]:
    """A row that comes back: "Trước ngày 25/6 và ngày 25/11 hằng năm"."""
    text, origin = _joined(src, cell)
    for cycle in cycles_in(source(text), 0, len(text)) if text else ():
        end = origin[min(cycle.end, len(origin)) - 1] + 1
        yield replace(base, cycle=replace(cycle, start=origin[cycle.start], end=end), cooperating=[])


def _who(src: Source, cell: list[Span]) -> Named | None:
    text, origin = _joined(src, cell)
    own = source(text)
    found = heading_assignee(own, 0, len(own.text)) if text else None
    return Named(found.value, origin[0], origin[-1] + 1) if found else None


def _terms(src: Source, cell: list[Span], heading: str) -> list[Term]:
    text, origin = _joined(src, cell)
    if not text:
        return []
    own = source(text)
    found = distinct(terms_in(own, 0, len(own.text)))
    days = days_in(own.plain, 0, len(own.text))
    if not found and len(days) == 1 and _TERM.search(heading):
        around = own.plain[: days[0].start] + own.plain[days[0].end :]
        kind = "before" if "truoc" in heading else "until"
        found = [Term(0, len(own.text), 0, days[0], kind, None, 0.75)] if _BARE.fullmatch(around) else []
    found = found or (counted_cell(own) if _TERM.search(heading) else counted_in(own, 0, len(own.text)))
    return [_moved(term, own, origin) for term in found]


def _moved(term: Term, own: Source, origin: list[int]) -> Term:
    """A term of a cell with its place in the letter: its last line, because other cells stand between the lines."""
    end = origin[min(term.end, len(origin)) - 1] + 1
    first = min(term.end, len(origin)) - 1
    while first > term.text_start and origin[first] - origin[first - 1] == 1:
        first -= 1
    words = own.value(term.text_start, term.end)
    return replace(term, start=origin[first], end=end, text_start=origin[first], words=words)
