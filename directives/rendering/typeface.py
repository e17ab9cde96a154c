"""The one typeface of official documents: which letters it has, and how wide a line is.

Tinos has the metrics of Times New Roman and all Vietnamese letters in one file per style. A letter that it lacks would
silently be drawn in some font of the machine, so it is replaced before a document is laid out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

REPLACEMENT = "□"
BREAK = "\u200b"
_ENDLESS_WORD = re.compile(r"\S{81,}")
_PIECE = re.compile(r"\S{1,20}")
STYLES = {
    "regular": "400Regular/Tinos_400Regular.ttf",
    "italic": "400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "bold": "700Bold/Tinos_700Bold.ttf",
    "bold-italic": "700Bold_Italic/Tinos_700Bold_Italic.ttf",
}
MM = 72 / 25.4
# Words that belong to the next one: a line should not end with them.
_LEANING_WORDS = frozenset({"và", "của", "các", "về", "số", "-"})


def font_path(style: str) -> Path:
    """Return the whole TTF of a style. Raises ``KeyError`` for a style that documents do not use."""
    return Path(settings.FONT_DIR) / STYLES[style]


@lru_cache(maxsize=len(STYLES))
def _widths(style: str) -> dict[int, float]:
    """Return the advance width of each character, in em."""
    with TTFont(font_path(style), lazy=True) as font:
        advances, unit = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: advances[glyph][0] / unit for code, glyph in font.getBestCmap().items()}


@lru_cache(maxsize=1)
def _supported() -> frozenset[int]:
    return frozenset.intersection(*(frozenset(_widths(style)) for style in STYLES))


def unsupported_characters(text: str) -> list[str]:
    """Return the characters, each once and in order, that official documents cannot show (emoji, foreign scripts)."""
    return [char for char in dict.fromkeys(text) if ord(char) not in _supported() and not char.isspace()]


def printable(text: str) -> str:
    """Return the text with a visible box for every character that the typeface lacks, and endless words breakable.

    No real word or address is as long as those: finding where to break one costs the layout engine minutes.
    """
    for char in unsupported_characters(text):
        text = text.replace(char, REPLACEMENT)
    return _ENDLESS_WORD.sub(lambda word: BREAK.join(_PIECE.findall(word[0])), text)


def text_width(text: str, *, style: str, size: float) -> float:
    """Return the width in points of a line set in the given style and size (points), without kerning."""
    widths = _widths(style)
    return size * sum(widths.get(ord(char), 0.5) for char in text)


def balanced_lines(text: str, *, style: str, size: float, width: float) -> list[str]:
    """Break a centred heading into the fewest lines that fit ``width`` (points), as even in length as possible.

    A single word that is wider than ``width`` is cut.
    """
    words = [piece for word in text.split() for piece in _cut(word, style=style, size=size, width=width)]
    best: list[tuple[int, float, list[str]]] = [(0, 0.0, [])]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            line = " ".join(words[start:end])
            slack = width - text_width(line, style=style, size=size)
            if slack < 0:
                break
            count, cost, lines = best[start]
            penalty = (width / 4) ** 2 if end < len(words) and words[end - 1].casefold() in _LEANING_WORDS else 0
            options.append((count + 1, cost + slack * slack + penalty, [*lines, line]))
        best.append(min(options, key=lambda option: option[:2]))
    return best[-1][2]


def _cut(word: str, *, style: str, size: float, width: float) -> list[str]:
    """Return the word in pieces that fit; ordinary words are one piece."""
    widths, pieces, used = _widths(style), [""], 0.0
    for char in word:
        advance = size * widths.get(ord(char), 0.5)
        if pieces[-1] and used + advance > width:
            pieces.append("")
            used = 0.0
        pieces[-1] += char
        used += advance
    return pieces
