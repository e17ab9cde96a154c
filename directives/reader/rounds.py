"""Registration and evaluation rounds: "Đợt 1: trước ngày 25/3/2024"."""

from __future__ import annotations

import re

from directives.reader.deadlines import Term
from directives.reader.paragraphs import ROUND
from directives.reader.source import Source

_NAME = re.compile(
    r"(?<!\w)(?:đợt|vòng|lần)\s+(?:thứ\s+)?(?:\d{1,2}|i{1,3}|iv|v|nhất|hai|ba|tư|một|"
    r"cuối)(?:\s*(?:[/-]|năm)\s*20\d\d)?(?!\w)"
)
_BETWEEN = 120
__all__ = ["ROUND", "round_of"]


def round_of(src: Source, start: int, term: Term) -> tuple[int, int] | None:
    """Return the place of the round's name that a deadline belongs to, within its sentence."""
    left = max(start, term.text_start - _BETWEEN)
    names = list(_NAME.finditer(src.lower, left, term.text_start))
    names += [found for found in [_NAME.search(src.lower, term.text_start, term.end)] if found]
    for name in reversed(names):
        between = src.text[name.end() : term.text_start]
        if not re.search(r"[.;]\s|\n\s*\n", between):
            return name.span()
    return None
