"""Between the sections that a person types and the blocks of a document's body. Pure.

A section has a title and text. Line by line the text becomes clauses ("1. …"), points ("a) …"), bullets ("- …"),
headings ("Phần I. …", "Chương II. …", "Mục 1. …"), rows of a table ("| TT | Sản phẩm |", the first one its head) and
paragraphs. What a title becomes depends on the type: "Điều 1." in decisions, "I." in plans and reports, else "1.".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directives.enums import DocumentType
from directives.rendering import (
    POINT_LETTERS,
    Align,
    Article,
    Block,
    Bullet,
    Clause,
    Column,
    Paragraph,
    Part,
    Point,
    Section,
    Table,
)
from directives.rendering.codec import clean
from directives.rendering.wording import roman

# So many characters the editor holds in one section and in one annex, and so many annexes.
LONGEST_SECTION, LONGEST_ANNEX, MOST_ANNEXES = 20_000, 60_000, 12

_CLAUSE = re.compile(r"(\d{1,2})\.\s+(\S.*)")
_POINT = re.compile(rf"([{POINT_LETTERS}])\)\s+(\S.*)")
_BULLET = re.compile(r"[-–•+]\s+(\S.*)")
_PART = re.compile(r"(Phần|Chương)\s+([IVXL]{1,7})\.\s+(\S.*)")
_DIVISION = re.compile(r"(Mục|Tiểu mục)\s+(\d{1,2})\.\s+(\S.*)")
_ROW = re.compile(r"\|(.*)\|")
# A column that only counts the rows needs no more room than its numbers.
_NUMBERING = ("tt", "stt")
_NARROW = (6, Align.CENTER)
_WITH_SECTIONS = (DocumentType.KE_HOACH, DocumentType.BAO_CAO)


@dataclass(frozen=True)
class SectionText:
    """A section as it is typed."""

    title: str
    text: str


def blocks_of(sections: Iterable[SectionText], document_type: str) -> list[Block]:
    """Return the body of a document from its sections; empty sections are left out."""
    blocks: list[Block] = []
    count = 0
    for section in sections:
        title, lines = clean(section.title), [line for line in clean(section.text).split("\n") if line]
        if document_type == DocumentType.QUYET_DINH and (title or lines):
            count += 1
            blocks.append(Article(count, title=title) if title else Article(count, text=lines.pop(0)))
        elif title:
            count += 1
            blocks.append(_heading(title, count, document_type))
        blocks += blocks_of_lines(lines)
    return blocks


def blocks_of_lines(lines: Sequence[str]) -> list[Block]:
    """Return what typed lines are; rows of a table that follow each other make one table."""
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if found := _ROW.fullmatch(line):
            rows.append([cell.strip() for cell in found[1].split("|")])
            continue
        if rows:
            blocks.append(_table(rows))
            rows = []
        if line:
            blocks.append(_block(line))
    return blocks


def _table(rows: list[list[str]]) -> Table:
    """Return the table of some typed rows; rows that are too short or too long are brought to the width of the head."""
    head, *rest = rows
    width = len(head)
    return Table(
        [Column(title, *_NARROW) if title.casefold() in _NUMBERING else Column(title) for title in head],
        [[*row[: width - 1], " ".join(row[width - 1 :])] if len(row) > width else _filled(row, width) for row in rest],
    )


def _filled(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def text_of(blocks: Sequence[Block]) -> str | None:
    """Return the lines from which some blocks were written; ``None`` when lines cannot hold them."""
    lines = "\n".join(line for block in blocks if (line := _line_of(block)))
    return lines if list(blocks) == blocks_of_lines(lines.split("\n")) else None


def _heading(title: str, count: int, document_type: str) -> Block:
    if document_type in _WITH_SECTIONS:
        return Section(title, number=roman(count))
    return Clause(str(count), title=title)


def _block(line: str) -> Block:
    """Return what one line is."""
    if found := _PART.fullmatch(line):
        return Part(found[2], found[3], found[1])
    if found := _DIVISION.fullmatch(line):
        return Section(found[3], found[2], found[1])
    if found := _CLAUSE.fullmatch(line):
        return Clause(found[1], text=found[2])
    if found := _POINT.fullmatch(line):
        return Point(found[1], found[2])
    if found := _BULLET.fullmatch(line):
        return Bullet(found[1])
    return Paragraph(line)


def sections_of(blocks: Sequence[Block], document_type: str) -> list[SectionText] | None:
    """Return the sections from which a body was written; ``None`` when text cannot hold it, as with tables."""
    sections: list[tuple[str, list[str]]] = []
    for block in blocks:
        heading = _title_of(block)
        if heading is not None:
            sections.append((heading, []))
        elif not sections:
            sections.append(("", []))
        if line := _line_of(block):
            sections[-1][1].append(line)
    found = [SectionText(title, "\n".join(lines)) for title, lines in sections]
    return found if list(blocks) == blocks_of(found, document_type) else None


def _title_of(block: Block) -> str | None:
    """Return the title of a block that begins a section; ``None`` for any other block."""
    if isinstance(block, Section) and block.label:
        return None
    if isinstance(block, Article | Section) or (isinstance(block, Clause) and block.title):
        return block.title
    return None


def _line_of(block: Block) -> str:
    line = ""
    match block:
        case Clause(number=number, text=text) if text:
            line = f"{number}. {text}"
        case Point(letter=letter, text=text):
            line = f"{letter}) {text}"
        case Bullet(text=text):
            line = f"- {text}"
        case Part(number=number, title=title, label=label) | Section(number=number, title=title, label=label) if label:
            line = f"{label} {number}. {title}"
        case Table(columns=columns, rows=rows):
            line = "\n".join(f"| {' | '.join(row)} |" for row in ([c.title for c in columns], *rows))
        case Article(text=text) | Paragraph(text=text):
            line = text
    return line
