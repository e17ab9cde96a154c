"""To whom the letter goes: the names after "Kính gửi" (a telegram's "điện")."""

from __future__ import annotations

import itertools
import re

from directives.reader.days import DATE
from directives.reader.found import Found
from directives.reader.lines import pieces
from directives.reader.source import Source
from directives.reader.words import BODY

_HEADING = re.compile(r"^[^\n]{0,40}?\bkinh gui\s*:?[ \t]*|^[ \t]*[^\n]{0,60}\bdien\s*:[ \t]*(?=\n|-)", re.MULTILINE)
_SENTENCE = re.compile(
    r"(?:can cu|thuc hien|trien khai|de |nham|trong thoi gian|ngay \d|thoi gian|ngay|nhan duoc|tiep theo|tiep tuc"
    r"|phuc dap|"
    r"xet |sau khi|theo |hien nay|ve viec|v/v|uy ban nhan dan [^;\n]{3,80} (?:nhan duoc|da |ban hanh|de nghi|yeu cau)|"
    r"ubnd [^;\n]{2,60} (?:nhan duoc|da |ban hanh|de nghi|yeu cau)|thua|tran trong|vua qua|i\.|1\.|qua |vu |nam 20)"
)
_SEPARATE = re.compile(r";\s*|(?<=[.])\s*$")
_TELLS = re.compile(r"(?<!\w)(?:đề nghị|yêu cầu|báo cáo như sau|kính trình|nhận được|thông báo|đã|như sau)(?!\w)")
_LONGEST = 1500
# A word that all parts of a list share: "Đại diện hợp tác xã A, cơ sở B", "Quý doanh nghiệp, hợp tác xã".
SHARED = re.compile(r"(?:cac|nhung|toan the|tat ca|dai dien|lanh dao|thu truong|nguoi dung dau|quy (?!khuyen|tin))\b")


def addressees_of(src: Source, start: int, limit: int) -> tuple[list[Found], int]:
    """Return the addressees and where the list ends; without "Kính gửi" none and ``start``."""
    heading = _HEADING.search(src.plain, start, limit)
    if heading is None:
        return [], start
    items: list[list[int]] = []
    last = heading.end()
    for piece in pieces(src, heading.end(), min(limit, heading.end() + _LONGEST)):
        bullet = src.text[piece.start] in "-–—+*•"
        closed = bool(items) and src.text[items[-1][1] - 1] in ";:.,"
        if items and src.text[last - 1] == "." and not bullet:
            break
        if (
            _SENTENCE.match(piece.plain(src).lstrip("-+* "))
            and not bullet
            and (items or not BODY.match(piece.plain(src)))
        ):
            break
        told = src.text[piece.start].isupper() and bool(DATE.search(src.plain, piece.start, piece.end))
        if items and not bullet and (told or _TELLS.search(src.lower, piece.start, piece.end)):
            break
        empty = src.text.count("\n", last, piece.start) > 1
        if items and not bullet and empty and not closed and src.text[piece.start].isupper():
            break
        if not items or bullet or src.text[last - 1] == ";" or (closed and empty):
            items.append([piece.start, piece.end])
        else:
            items[-1][1] = piece.end
        last = piece.end
    return [name for left, right in items for name in _names(src, left, right)], last


def _names(src: Source, start: int, end: int) -> list[Found]:
    """One item may hold several names: "- Phòng A; - UBND các xã", "Sở Tài chính, Sở Công Thương"."""
    found: list[Found] = []
    at = start
    cuts = [match.start() for match in re.finditer(r";", src.plain[start:end])]
    for cut in [*(start + cut for cut in cuts), end]:
        for left, right in _bodies(src, at, cut):
            value = src.value(left, right).lstrip(";-–—+*•: ").rstrip(" ;.,:").strip()
            if value:
                found.append(Found(value, left, right, 0.95))
        at = cut
    return found


def _bodies(src: Source, start: int, end: int) -> list[tuple[int, int]]:
    """Part a list at commas only where every part begins with the name of a body in a capital, and names it whole."""
    cuts = [match.start() for match in re.finditer(r",", src.text[start:end])]
    lead = start + len(src.text[start:end]) - len(src.text[start:end].lstrip(" ;-–—+*•\n"))
    if not cuts or "(" in src.text[start:end] or SHARED.match(src.plain, lead, end):
        return [(start, end)]
    edges = [start, *(start + cut for cut in cuts), end]
    spans = list(itertools.pairwise(edges))
    for left, right in spans:
        text = src.text[left:right].lstrip(" ,;-–\n")
        at = right - len(text)
        if not text or not text[0].isupper() or not BODY.match(src.plain, at, right) or src.plain.startswith("cac", at):
            return [(start, end)]
    return [(left + (src.text[left] == ","), right) for left, right in spans]
