"""Reads a finished PDF with pdfplumber: lines with fonts, sizes and places, rules, pages. Points, from the top."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property

import pdfplumber

MM = 72 / 25.4
# Words of a justified line are closer together than this; columns of the header are not.
COLUMN_GAP = 18


@dataclass(frozen=True)
class Line:
    """Glyphs on one baseline, without a column gap between them."""

    page: int
    chars: tuple[dict, ...]

    @cached_property
    def text(self) -> str:
        return "".join(char["text"] for char in self.chars).strip()

    @cached_property
    def inked(self) -> tuple[dict, ...]:
        return tuple(char for char in self.chars if not char["text"].isspace())

    @property
    def x0(self) -> float:
        return min(char["x0"] for char in self.inked)

    @property
    def x1(self) -> float:
        return max(char["x1"] for char in self.inked)

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def top(self) -> float:
        return min(char["top"] for char in self.inked)

    @property
    def bottom(self) -> float:
        return max(char["bottom"] for char in self.inked)

    @property
    def baseline(self) -> float:
        return self.chars[0]["baseline"]

    @property
    def sizes(self) -> set[float]:
        return {round(char["size"], 1) for char in self.inked}

    @property
    def size(self) -> float:
        (size,) = self.sizes
        return size

    @property
    def styles(self) -> set[str]:
        return {char["fontname"].partition("+")[2] for char in self.inked}

    @property
    def style(self) -> str:
        (style,) = self.styles
        return style

    @property
    def colours(self) -> set[tuple]:
        return {tuple(char["non_stroking_color"]) for char in self.inked}


class Paper:
    """A rendered document, measured once."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            self.boxes = [(float(page.width), float(page.height)) for page in document.pages]
            self.lines = [line for page in document.pages for line in _lines(page)]
            self.rects = [[dict(rect) for rect in page.rects] for page in document.pages]
            self.strokes = [[dict(line) for line in page.lines] for page in document.pages]
        self.texts = ["\n".join(line.text for line in self.on(page)) for page in range(len(self.boxes))]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    def on(self, page: int) -> list[Line]:
        return [line for line in self.lines if line.page == page]

    def matching(self, pattern: str) -> list[Line]:
        return [line for line in self.lines if re.search(pattern, line.text)]

    def one(self, pattern: str) -> Line:
        found = self.matching(pattern)
        assert len(found) == 1, f"{pattern!r} found {len(found)} times in {[line.text for line in self.lines]}"
        return found[0]

    def rules(self, page: int = 0) -> list[dict]:
        """Thin horizontal filled boxes."""
        return [rect for rect in self.rects[page] if rect["height"] < 1.2 and rect["width"] > 10]

    def rule_below(self, line: Line) -> dict:
        below = [
            r
            for r in self.rules(line.page)
            if 0 <= r["top"] - line.baseline < 12 and r["x0"] < line.x1 and r["x1"] > line.x0
        ]
        assert len(below) == 1, f"{len(below)} rules below {line.text!r}"
        return below[0]


def _lines(page: pdfplumber.page.Page) -> list[Line]:
    rows: dict[float, list[dict]] = {}
    for char in page.chars:
        baseline = round(float(page.height) - char["matrix"][5], 1)
        rows.setdefault(baseline, []).append(dict(char) | {"baseline": baseline})
    lines = []
    for _, row in sorted(rows.items()):
        row.sort(key=lambda char: char["x0"])
        start = 0
        for index in range(1, len(row) + 1):
            if index == len(row) or row[index]["x0"] - row[index - 1]["x1"] > COLUMN_GAP:
                segment = tuple(row[start:index])
                if any(not char["text"].isspace() for char in segment):
                    lines.append(Line(page.page_number - 1, segment))
                start = index
    return lines


def middle(rect: dict) -> float:
    return (rect["x0"] + rect["x1"]) / 2
