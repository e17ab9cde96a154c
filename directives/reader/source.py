"""The text as the rules see it: one character for one character in three spellings, with the way back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from directives.reader.unaccented import restored

_DROPPED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0e-\x1f\ud800-\udfff]")
_LINE_END = re.compile("[\r\u2028\u2029\x85\x0b\x0c]")
_MARKDOWN = re.compile(r"\*\*+|__+|(?m:^\s*#+\s)")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2044\u2215\uff0f", "/"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2022\u25cf\u25aa\u25a0\u2023\u25e6\uf0b7\u00b7\uf02d", "\u2022"),
    }
)
_MISREAD_DAY = re.compile(r"\bn[gq9]a[vjy](?=\s{0,3}[\dol]{1,2}\b)")  # "ngàv", "nqày"
_PAGE_NUMBER = re.compile(r"(?<![.;:/])(?<=\w|,)\n\s*(?:-\s?\d{1,3}\s?-|\d{1,3})[ \t]*\n\s*(?=[a-z]|\d{1,2}[/.-]\d)")
_BLANKS = re.compile(r"\s+")
_LOOSE = re.compile(r"(?<=[^\W_]) (?=[,;:.)](?:\s|$))|(?<=\() (?=\w)")  # "xã , phường": a scan's blanks


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    """Return a letter small and without marks, always as one character ("Ệ" → "e", "Đ" → "d")."""
    base = unicodedata.normalize("NFD", char)[0].translate(_PLAIN)
    small = (unicodedata.normalize("NFKC", base)[:1] or base).lower()[:1] or base
    return "d" if small == "đ" else small


@lru_cache(maxsize=4096)
def _ordinary(char: str) -> bool:
    """Whether a character stands for itself, as nearly all do: this keeps the reading of long letters quick."""
    special = unicodedata.combining(char) or char in "\r|" or (char.isspace() and char not in " \n\t")
    return not (special or _DROPPED.match(char) or _LINE_END.match(char) or unicodedata.normalize("NFC", char) != char)


@lru_cache(maxsize=4096)
def _lower(char: str) -> str:
    return char.lower()[:1] or char


@dataclass(frozen=True)
class Source:
    """A letter's text.

    Attributes:
        raw: as it was given.
        text: NFC, plain line ends, no markdown marks; what values are taken from.
        lower: ``text`` in small letters.
        plain: ``text`` in small letters without accents, one kind of dash, slash and quote; what most rules look at.
        origin: for each character of ``text`` where it begins in ``raw``, and the end.
    """

    raw: str
    text: str
    lower: str
    plain: str
    origin: tuple[int, ...]

    def value(self, start: int, end: int) -> str:
        """Return a piece of the text on one line, without the blanks that a scan puts before marks."""
        return _LOOSE.sub("", _BLANKS.sub(" ", self.text[start:end]).strip())

    def in_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece stands in the text as given, without blanks at its ends."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + self._width(end - 1)

    def _width(self, index: int) -> int:
        return max(1, len(self.raw[self.origin[index] : self.origin[index + 1]].rstrip("*_\r\n") or "x"))


def source(raw: str) -> Source:
    """Return the text made ready for the rules."""
    marks = {at for found in _MARKDOWN.finditer(raw) for at in range(*_inside(found))}
    chars: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(raw):
        if at in marks:
            continue
        if _ordinary(char):
            chars.append(char)
            origin.append(at)
            continue
        if _DROPPED.match(char):
            continue
        if chars and unicodedata.combining(char) and _joined(chars, char):
            continue
        for one in unicodedata.normalize("NFC", _spelt(raw, at)):
            chars.append(one)
            origin.append(at)
    origin.append(len(raw))
    text = "".join(chars)
    lower = "".join(map(_lower, text))
    plain = "".join(map(_fold, text))
    for found in _MISREAD_DAY.finditer(plain):
        left, right = found.span()
        plain, lower = plain[:left] + "ngay" + plain[right:], lower[:left] + "ngày" + lower[right:]
    text, lower, plain = (_without_pages(plain, spelling) for spelling in (text, lower, plain))
    return Source(raw, text, restored(lower, plain), plain, tuple(origin))


def _without_pages(plain: str, spelling: str) -> str:
    """Blank page numbers that stand within a sentence: "trước ngày / - 2 - / 18/6/2024"."""
    for found in _PAGE_NUMBER.finditer(plain):
        spelling = spelling[: found.start()] + " " * len(found.group()) + spelling[found.end() :]
    return spelling


def _inside(found: re.Match[str]) -> tuple[int, int]:
    """A heading's marks go, the line break before them stays."""
    text = found.group()
    return found.start() + len(text) - len(text.lstrip()), found.end()


def _joined(chars: list[str], mark: str) -> bool:
    """Put a combining mark on the letter before it, if there is one character for both."""
    both = unicodedata.normalize("NFC", chars[-1] + mark)
    if len(both) == 1:
        chars[-1] = both
        return True
    return False


def _spelt(raw: str, at: int) -> str:
    char = raw[at]
    if char == "\r" and raw[at + 1 : at + 2] == "\n":
        return " "
    if _LINE_END.match(char):
        return "\n"
    if char == "|" and _alone(raw, at):
        return "\t"
    if char.isspace() and char not in "\n\t":
        return " "
    return char


def _alone(raw: str, at: int) -> bool:
    """Whether a bar is the border of a table rather than a misread letter."""
    return not (raw[at - 1 : at].isalnum() or raw[at + 1 : at + 2].isalnum())
