"""Registration and evaluation rounds: "Đợt 1: trước ngày 25/3/2024"."""

from __future__ import annotations

import re

from directives.reader.deadlines import Term
from directives.reader.paragraphs import ROUND, Paragraph
from directives.reader.source import Source

_NAME = re.compile(
    r"(?<!\w)(?:đợt|vòng|lần|giai đoạn)\s+(?:thứ\s+|số\s+)?(?:\d{1,2}|i{1,3}|iv|v|nhất|hai|ba|tư|một"
    r"|cuối)(?:\s*(?:[/-]|năm)\s*20\d\d)?(?!\w)"
)
_BETWEEN = 120
_CELL = re.compile(r"\t| {3,}|$")
__all__ = ["ROUND", "round_of", "round_of_row"]


def round_of(src: Source, start: int, term: Term) -> tuple[int, int] | None:
    """Return the place of the round's name that a deadline belongs to, within its sentence."""
    left = max(start, term.text_start - _BETWEEN)
    names = list(_NAME.finditer(src.lower, left, term.text_start))
    names += [found for found in [_NAME.search(src.lower, term.text_start, term.end)] if found]
    for name in reversed(names):
        between = src.text[name.end() : term.text_start]
        if not re.search(r"[.;]\s|\n\s*\n|^\s*\)", between):
            return name.span()
    return None


def round_of_row(src: Source, part: Paragraph) -> tuple[int, int] | None:
    """Return the place of the round that one of the first two cells of a table's row is: "Đợt 1 | … | Trước ngày …"."""
    at = part.text_start
    for _cell in range(2):
        gap = _CELL.search(src.text, at, part.end)
        end = gap.start() if gap else part.end
        name = _NAME.fullmatch(src.lower, at, at + len(src.text[at:end].rstrip()))
        if name:
            return name.span()
        at = gap.end() if gap else end
        at += len(src.text[at : part.end]) - len(src.text[at : part.end].lstrip())
    return None
