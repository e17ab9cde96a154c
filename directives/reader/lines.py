"""Lines and the pieces of lines: a two-column header or foot comes out of a file as one line with a gap in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directives.reader.source import Source

_GAP = re.compile(r"\t+| {3,}")
_RULE = re.compile(r"[\s\-_=*.~]*$")


@dataclass(frozen=True)
class Piece:
    """A stretch of one line, without blanks at its ends."""

    start: int
    end: int
    line: int

    def of(self, src: Source) -> str:
        """Its text."""
        return src.text[self.start : self.end]

    def plain(self, src: Source) -> str:
        """Its text in small letters without accents."""
        return src.plain[self.start : self.end]


def pieces(src: Source, start: int, end: int) -> list[Piece]:
    """Return the pieces of the lines of a passage; drawn rules and empty lines count as lines but give no piece."""
    found: list[Piece] = []
    at = start
    for number, line in enumerate(src.text[start:end].split("\n")):
        left = 0
        for gap in [*_GAP.finditer(line), None]:
            right = gap.start() if gap else len(line)
            piece = _trimmed(src, at + left, at + right, number)
            if piece is not None:
                found.append(piece)
            left = gap.end() if gap else right
        at += len(line) + 1
    return found


def _trimmed(src: Source, start: int, end: int, line: int) -> Piece | None:
    text = src.text[start:end]
    if _RULE.fullmatch(text):
        return None
    lead = len(text) - len(text.lstrip())
    return Piece(start + lead, start + len(text.rstrip()), line)


def is_capital(text: str) -> bool:
    """Whether all letters are capitals ("UBND HUYỆN", "TM. ỦY BAN NHÂN DÂN")."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 2 and all(char.isupper() for char in letters)
