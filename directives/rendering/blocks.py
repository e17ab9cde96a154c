"""The pieces that a body or an annex is written from (Nghị định 30/2020, Phụ lục I, mục II.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from directives.rendering.codec import ContextError, Node, clean


class Align(StrEnum):
    """How the cells of a table column stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Paragraph(Node):
    """A justified paragraph; ``lead`` is a bold run-in beginning ("Thời gian:")."""

    kind: ClassVar[str] = "paragraph"
    text: str
    lead: str = ""


@dataclass(frozen=True)
class Part(Node):
    """Phần, Chương: ``label`` and number on a line of their own, the title below in capitals, both centred and bold."""

    kind: ClassVar[str] = "part"
    number: str
    title: str
    label: str = "Phần"


@dataclass(frozen=True)
class Section(Node):
    """A heading. Without ``label``: "I. TITLE" at the indent; with "Mục" or "Tiểu mục": centred on two lines."""

    kind: ClassVar[str] = "section"
    title: str
    number: str = ""
    label: str = ""


@dataclass(frozen=True)
class Article(Node):
    """Điều: "Điều N." bold; a title is bold too, a text without title follows on the same line."""

    kind: ClassVar[str] = "article"
    number: int
    text: str = ""
    title: str = ""


@dataclass(frozen=True)
class Clause(Node):
    """Khoản "1.": with a title, number and title stand bold on their own line above the text."""

    kind: ClassVar[str] = "clause"
    number: str
    text: str = ""
    title: str = ""


@dataclass(frozen=True)
class Point(Node):
    """Điểm "a)": ``letter`` from the Vietnamese alphabet (a, b, c, d, đ, e, g …)."""

    kind: ClassVar[str] = "point"
    letter: str
    text: str


@dataclass(frozen=True)
class Bullet(Node):
    """A paragraph that begins with a dash."""

    kind: ClassVar[str] = "bullet"
    text: str


@dataclass(frozen=True)
class Column(Node):
    """A table column; ``width`` in percent of the text width, 0 for an equal share of what the others leave."""

    title: str
    width: int = 0
    align: Align = Align.LEFT

    def validate(self) -> None:
        """Widths run from 0 to 100."""
        if not 0 <= self.width <= 100:
            raise ContextError(f"width: expected 0 to 100 percent, got {self.width}")


@dataclass(frozen=True)
class Table(Node):
    """A ruled table whose head repeats on each page. Every row has one text per column; line breaks in a cell stay."""

    kind: ClassVar[str] = "table"
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]] = ()
    caption: str = ""

    def validate(self) -> None:
        """Rows fit the columns; widths add up to at most 100 percent."""
        if not self.columns:
            raise ContextError("columns: a table needs at least one")
        if sum(column.width for column in self.columns) > 100:
            raise ContextError("columns: the widths add up to more than 100 percent")
        for index, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ContextError(f"rows[{index}]: {len(row)} cells for {len(self.columns)} columns")


Block = Paragraph | Part | Section | Article | Clause | Point | Bullet | Table

POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"


def paragraphs(text: str) -> list[Block]:
    """Return one ``Paragraph`` per non-empty line of a typed text; lines that begin with "-" become bullets."""
    lines = clean(text).split("\n") if clean(text) else []
    return [Bullet(line[1:]) if line.startswith("-") else Paragraph(line) for line in lines]
