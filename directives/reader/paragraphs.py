"""Paragraphs of the body with their marks: hard line breaks are joined, items written on one line are parted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directives.reader.assignees import heading_assignee
from directives.reader.lines import is_capital
from directives.reader.source import Source
from directives.reader.words import VERB

# Deeper marks have higher numbers.
LEVELS = (
    (1, r"(?:phan|chuong)\s+(?:thu\s+)?\w+\b[.:]?"),
    (2, r"(?:[ivx]{1,5})\s*[.\-/)]\s"),
    (2, r"dieu\s+\d+\s*[.:]"),
    (3, r"\d{1,2}\s*(?:[.)/](?!\d)\s*|-\s+)(?=\S)"),
    (4, r"\d{1,2}\.\d{1,2}\.?(?!\d|/)\s*(?=\D)"),
    (5, r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?(?!\d)\s*"),
    (5, r"\((?:\d{1,2}|[ivx]{1,4})\)\s*"),
    (6, r"[a-eghik-n]\d?\s*[)]\s*|[a-e]\s*[.]\s(?=\S)"),
    (7, r"[-*\u2022]\s*(?!\d{4}\b|[-.])(?=\S)"),
    (8, r"\+\s*"),
)
_MARK = re.compile("|".join(f"(?P<m{i}>{pattern})" for i, (_level, pattern) in enumerate(LEVELS)))
_INLINE = re.compile(
    r"(?<=[.;:,])\s+(?:(?=\((?:\d{1,2}|[ivx]{1,4})\)\s*\S)|(?=\d\)\s)|(?=[a-e]\)\s))|(?<=[.;:])\s+(?=[-+\u2022]\s+[a-z])"
    r"|(?<=[.;:])\s+(?=\d{1,2}\.\s+[a-z])"
)
_PAGE = re.compile(r"\s*(?:trang\s*)?-?\s*\d{1,3}\s*(?:/\s*\d{1,3})?\s*-?\s*$")
_FOOTNOTE = re.compile(
    r"\s*(?:[\u207d(\[]?[\u00b9\u00b2\u00b3\u2070-\u2079]+[\u207e)\]]?|\[\d{1,2}\])\s*\S"
    r"|\s*(?:\(\d{1,2}\)|\d{1,2})\s+(?:Tại|Theo(?! dõi)|Gồm|Bao gồm|Xem|(?:Công văn|Quyết định|Kế hoạch|Văn bản"
    r"|Thông báo|Nghị quyết|Tờ trình|Báo cáo)\s+số)\s"
)
NO_MARK = 9
_LONG_HEADING = 200
CELL = re.compile(r"\s*\t\s*| {3,}")
_CITES = re.compile(r"(?:tháng|ngày|năm|số|khoản|điều|mục|điểm|giờ|và|từ|đến)$")
_OPENS = re.compile(r"(?:theo|trên cơ sở|trong|hằng|hàng|định kỳ|là)\s")
ROUND = re.compile(
    r"(?:[-+*\u2022]\s*)?(?:dot|lan|ky|vong|giai doan)\s+(?:thu\s+|so\s+)?(?:\d{1,2}|i{1,3}v?|iv|v|nhat|hai|ba|tu"
    r"|mot|cuoi)\b"
)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``text_start`` is behind its mark."""

    start: int
    end: int
    text_start: int
    level: int
    footnote: bool = False


def paragraphs(src: Source, start: int, end: int) -> list[Paragraph]:
    """Return the paragraphs of a passage."""
    found: list[Paragraph] = []
    for left, right in _blocks(src, start, end):
        at = left
        for cut in [
            *(m.start() for m in _INLINE.finditer(src.plain, left, right) if _capital_follows(src, m.end())),
            right,
        ]:
            if src.plain[at:cut].strip():
                found.append(_paragraph(src, at, cut))
            at = cut
    return found


def _capital_follows(src: Source, at: int) -> bool:
    word = re.match(r"[\s(\d)a-eA-E.+\-•]*?([^\W\d_]{2,})", src.text[at : at + 20])
    return bool(word) and (src.plain[at] in "(" or ")" in src.plain[at : at + 3] or word.group(1)[0].isupper())  # type: ignore[union-attr]


def _blocks(src: Source, start: int, end: int) -> list[tuple[int, int]]:
    """Join lines that one sentence was broken into, also across an empty line or a page number."""
    blocks: list[list[int]] = []
    at, empty = start, True
    for line in src.text[start:end].split("\n"):
        stop = at + len(line)
        if not line.strip() or _PAGE.fullmatch(src.plain[at:stop]):
            empty = True
        else:
            if blocks and not _begins(src, blocks[-1], at, stop, empty=empty):
                blocks[-1][1] = stop
            else:
                blocks.append([at, stop])
            empty = False
        at = stop + 1
    return [(left, right) for left, right in blocks]


def is_row(text: str) -> bool:
    """Whether a line is a row of a table: three cells or more."""
    return "\n" not in text and len(CELL.findall(text.strip())) >= 2


def _marks(mark: re.Match[str], text: str, before: str) -> bool:
    """Whether what looks like a mark is one, not the end of "khoản / 2", "điểm / a)"."""
    if text[:1].isdigit() and _CITES.search(before):
        return False
    if mark.lastgroup == "m7" and re.search(r"(?:điểm|mục|và|,)$", before):
        return False
    return mark.lastgroup != "m1" or text[0].isupper()


def _begins(src: Source, block: list[int], start: int, stop: int, *, empty: bool) -> bool:  # noqa: PLR0911
    """Whether a line begins a new paragraph rather than goes on with the one before."""
    plain, text = src.plain[start:stop].lstrip(), src.text[start:stop].lstrip()
    before = src.text[block[0] : block[1]].rstrip()
    ended = before[-1:] in '.;:!?”"' or before.endswith("./.")
    if is_row(src.text[start:stop]) or is_row(src.text[block[0] : block[1]]):
        return True
    if text[:1].islower() and not re.match(r"[a-eghik-nđ]\d?\s*[).]\s", text + " "):
        return empty and ended
    if _FOOTNOTE.match(text):
        return True
    mark = _MARK.match(plain)
    if mark:
        return _marks(mark, text, before.lower())
    if _closes_heading(src, block, start, stop):
        return True
    if ROUND.match(plain) and text[0].isupper():
        return True
    if empty:
        return not (text[:1].isdigit() and not ended)
    return ended and (text[:1].isupper() or text[:1] in '"“')


def _closes_heading(src: Source, block: list[int], start: int, stop: int) -> bool:
    """Whether the block before is a whole heading: marked capitals, or marked names before a line that orders."""
    text = src.text[block[0] : block[1]]
    mark = _MARK.match(src.plain, block[0], block[1])
    if mark is None or len(text) > _LONG_HEADING:
        return False
    if is_capital(text) and not is_capital(src.text[start:stop]):
        return True
    if _ends_short(src, block, mark, start, stop):
        return True
    while src.text[start].isspace():
        start += 1
    orders = src.text[start].isupper() and bool(
        VERB.match(src.lower, start, stop) or _OPENS.match(src.lower, start, stop)
    )
    return orders and text.rstrip()[-1] != "," and heading_assignee(src, mark.end(), block[1]) is not None


def _ends_short(src: Source, block: list[int], mark: re.Match[str], start: int, stop: int) -> bool:
    """Whether a heading with a Roman number ends before the margin: the next line's first word had had room on it."""
    line, after = src.text[block[0] : block[1]].rstrip(), src.text[start:stop].strip()
    if mark.lastgroup not in ("m0", "m1") or "\n" in line or line[-1] in ",;" or not after[:1].isupper():
        return False
    return len(line) + 1 + len(after.split()[0]) < len(after)


def _paragraph(src: Source, start: int, end: int) -> Paragraph:
    while start < end and src.text[start].isspace():
        start += 1
    while end > start and src.text[end - 1].isspace():
        end -= 1
    if _FOOTNOTE.match(src.text[start:end]):
        return Paragraph(start, end, start, NO_MARK, footnote=True)
    mark = _MARK.match(src.plain, start, end)
    if mark is None or not mark.lastgroup:
        return Paragraph(start, end, start, NO_MARK)
    level = LEVELS[int(mark.lastgroup[1:])][0]
    if mark.lastgroup == "m1" and not src.text[start].isupper():
        return Paragraph(start, end, start, NO_MARK)
    at = mark.end()
    while at < end and src.text[at].isspace():
        at += 1
    return Paragraph(start, end, at, level)
