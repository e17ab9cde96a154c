"""The head of a letter: number, place and date, issuer, type, subject; each found by itself, in whatever order.

Columns come out of files in many ways: one after the other, line by line with a gap, line by line without one. So the
national heading, number and date are found first and taken out; what is left is issuer and subject.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from directives.reader.days import Day, day_at
from directives.reader.found import Found
from directives.reader.lines import Piece, is_capital, pieces
from directives.reader.source import Source
from directives.reader.subject import lead_of, take_subject
from directives.reader.words import ABBREVIATIONS, TYPES

_NATION = re.compile(
    r"cong h[oa]{2} xa hoi(?:\s+chu nghia)?(?:\s+viet nam)?|chu nghia viet nam|dang cong san viet nam"
    r"|doc lap\s*-+\s*tu do\s*-+\s*hanh phuc|doc lap tu do hanh phuc"
)
_SYMBOL = r"[a-z][\w&]*(?:\s?[-+.]\s?[a-z0-9][\w&]*)*"
_NUMBER = re.compile(
    rf"(?:^|(?<=[\s\t]))s[o0]\s*[:.]?\s*(?P<no>\d[\dol]{{0,4}}(?:\s?[a-z](?=\s?[/-]))?|[ol]\d[\dol]{{0,3}})?\s*(?P<gap>[._…\s]*)"
    r""
    rf"(?P<symbol>-\s?[a-z]{{2,4}}\s?/\s?{_SYMBOL}|/\s?(?:\d{{4}}\s?/\s?)?{_SYMBOL})",
    re.MULTILINE,
)
_DATE = re.compile(
    r"(?:ngay|ngy)[ \t]*(?P<day>[._…]*[ \t]*[\dol]{0,2}[ \t]*[._…]*)"
    r"\s*(?:thang[ \t]*[._…]*[ \t]*(?P<month>\d{0,2})[ \t]*"
    r"[._…]*\s*"
    r"nam\s*(?P<year>[12][o\d][\dol._…]{0,2}|[._…]*)|(?=\d))"
)
_NOT_OF_LETTER = re.compile(r"(?:dang|cap nhat|ngay ky|ky|den|hieu luc|sinh|nhan|in|truoc|tu|het|vao|luc|va)[\s:]*$")
_STOP = re.compile(
    r"^[ \t\W]*(?:kinh gui|can cu|thuc hien |trien khai |theo de nghi|chu tich uy ban|dieu 1|phan \w+\b|i\. |1\. )",
    re.MULTILINE,
)
# "CÔNG VĂN ĐẾN / Số: 1189 / Ngày: 08/6/2022": the stamp of the office that received the letter.
_INCOMING = re.compile(
    r"(?:(?:cong van|van ban)\s+)?\bden\b\s*[:.]?\s*(?:(?:s[o0]|ngay|gio|chuyen|luu ho so(?: so)?|ky hieu)\s*[:.]?"
    r"\s*[\d./-]{1,12}(?![\w/-])\s*)+(?:chuyen\s*:[ \t]*[^\n]*)?"
)
_STAMPS = re.compile(r"(?:cong van den|van ban den|so den|ngay den|chuyen:|hoa toc|thuong khan|khan$|mat$|dang ky$)")
_UNITS = re.compile(
    r"(?:phong|so|ban (?!nhan dan)|chi cuc|cuc|tong cuc|trung tam|van phong|hoi dong (?!nhan dan)|hoi\b|to\b|doan|"
    r"cong ty|hop tac xa|htx|lien minh|hat|truong|thanh tra|ubnd|uy ban|bo |mat tran|vien|vpdp|bcd|dang uy|huyen uy|"
    r"cong an|ngan hang|tieu ban|lien doan|xa doan|huyen doan|tinh doan|tram |bch |btv |tinh uy|thanh uy|thi uy|xa uy)"
)
_BROAD = re.compile(r"(?:tinh|huyen|xa|phuong|thi tran|thanh pho|thi xa|quan|tp)\b(?! (?:uy|doan)\b)")
_HEAD = 60  # lines
_MISREAD = str.maketrans("Ool", "001")


@dataclass
class Header:
    """What the head says. ``number`` may be only a symbol ("/UBND-TH") where the running number is blank."""

    start: int = 0
    end: int = 0
    number: Found | None = None
    place: Found | None = None
    date: Found | None = None
    partial_date: Found | None = None
    issuer: Found | None = None
    doc_type: Found | None = None
    subject: Found | None = None
    taken: list[tuple[int, int]] = field(default_factory=list)

    @property
    def is_official(self) -> bool:
        """Whether there is a head at all, rather than a text about a letter."""
        return self.number is not None or self.issuer is not None


def header_of(src: Source, body_end: int) -> Header:
    """Read the head of a letter."""
    head = Header()
    zone = _zone(src, body_end)
    for found in _NATION.finditer(src.plain, 0, zone):
        head.taken.append(found.span())
    has_nation = bool(head.taken)
    for found in _INCOMING.finditer(src.plain, 0, zone):
        if is_capital(src.text[found.start() : found.start() + 3]):
            head.taken.append(found.span())
    _take_number(src, head, zone)
    _take_date(src, head, zone)
    _take_type(src, head, zone)
    head.end = max([zone_end for _start, zone_end in head.taken], default=0)
    take_subject(src, head, body_end)
    if has_nation or head.number:
        _take_issuer(src, head, zone)
    _settle_type(head)
    return head


def _zone(src: Source, body_end: int) -> int:
    """Return where the head ends at the latest: at "Kính gửi", at grounds, or after so many lines."""
    lines = [found.start() for found in re.finditer("\n", src.text)]
    limit = min(lines[_HEAD] if len(lines) > _HEAD else len(src.text), body_end)
    nation = _NATION.search(src.plain, 0, limit)
    floor = nation.end() if nation else 0
    number = _NUMBER.search(src.plain, 0, limit)
    floor = max(floor, number.end() if number and number.start() < floor + 600 else 0)
    stop = _STOP.search(src.plain, floor, limit)
    return stop.start() if stop else limit


def _take_number(src: Source, head: Header, zone: int) -> None:
    for found in _NUMBER.finditer(src.plain, 0, zone):
        symbol = src.text[found.start("symbol") : found.end("symbol")]
        first = re.search(r"[^\W\d_]+", symbol)
        if first is None or not first.group()[0].isupper():
            continue
        if re.search(
            r"(?:cong van|van ban|ke hoach|quyet dinh|thong bao|kem theo|den)[ \t(]*\Z",
            src.plain[: found.start()][-25:],
        ):
            continue
        if _inside_sentence(src, found.start()):
            continue
        number, end = _clean_number(src, found)
        head.number = Found(number, found.start(), end, 0.98 if found["no"] else 0.9)
        head.taken.append((found.start(), end))
        return


def _inside_sentence(src: Source, at: int) -> bool:
    """ "Thư mời số 55/TM-XTTM": a small "số" after a word is no number of the letter's own."""
    before = src.text[src.text.rfind("\n", 0, at) + 1 : at]
    return src.text[at] == "s" and bool(before.strip(" \t*_|"))


def _clean_number(src: Source, found: re.Match[str]) -> tuple[str, int]:
    """Return number and symbol without blanks; a word of small letters after the symbol is not part of it."""
    symbol = src.text[found.start("symbol") : found.end("symbol")]
    tail = re.search(r"\s?[-.]\s?[^\W\d_]*[a-zà-ỹđ]{3,}.*$|\.$", symbol)
    if tail and " " in tail.group():
        symbol = symbol[: tail.start()]
    no = re.sub(r"\s", "", src.text[found.start("no") : found.end("no")]) if found["no"] else ""
    no = no[:-1].translate(_MISREAD) + (no[-1:].translate(_MISREAD) if no[-1:] in "Ool" else no[-1:])
    end = found.start("symbol") + len(symbol)
    clean = re.sub(r"\s*([-/])\s*", r"\1", src.plain[found.start("symbol") : end])
    shaped = re.sub(r"\s*([-/–\u2044\u2215])\s*", "\x00", symbol)
    marks = iter(char for char in clean if char in "-/")
    return no + re.sub("\x00", lambda _: next(marks, "-"), shaped).strip(" ."), end


def _take_date(src: Source, head: Header, zone: int) -> None:
    for found in _DATE.finditer(src.plain, 0, zone):
        before = src.plain[max(0, found.start() - 14) : found.start()]
        word = _NOT_OF_LETTER.search(before.rstrip(", "))
        if word and not _in_name(src, max(0, found.start() - 14) + word.start()):
            continue
        place = _place(src, found.start())
        slashed = found["month"] is None
        alone = not src.plain[src.plain.rfind("\n", 0, found.start()) + 1 : found.start()].strip(" \t*(")
        if place is None and (slashed or not alone):
            continue
        day = day_at(src.plain, found.start("day") + lead_of(found["day"]), len(src.plain))
        end = day.end if day else found.end()
        start = place.start if place else found.start()
        head.place = place
        _set_date(src, head, (start, end), day)
        head.taken.append((start, end))
        return


def _in_name(src: Source, at: int) -> bool:
    """Whether a word is part of a place's name: "Bình Lục, ngày …" says no hour."""
    return src.text[at].isupper() and bool(re.search(r"[^\W\d_][ -]$", src.text[max(0, at - 2) : at]))


def _set_date(src: Source, head: Header, span: tuple[int, int], day: Day | None) -> None:
    date: datetime.date | None = day.date if day else None
    if date:
        head.date = Found(date.isoformat(), *span, 0.98)
    else:
        head.partial_date = Found(src.value(*span), *span, 0.9)


def _place(src: Source, at: int) -> Found | None:
    """Return the capitalised words before ", ngày"."""
    left = re.split(r" {3,}(?=\S)", src.text[max(0, at - 60) : at])[-1]
    found = re.search(r"((?:[^\W\d_]+\.?(?:['’][^\W\d_]+)?[ -]+){0,5}[^\W\d_]+(?:\s\d{1,2})?)\s*[,.;]?\s*$", left)
    if not found or "\n" in found.group(1):
        return None
    line_start = max(left.rfind("\n"), left.rfind("\t")) + 1
    first = found.group(1).split()
    keep: list[str] = []
    kept_from = found.end(1)
    for word_at in reversed(list(re.finditer(r"\S+", found.group(1)))):
        word = word_at.group()
        acronym = (
            len(word) > 2
            and word.isupper()
            and left[line_start:].lstrip()[: len(word)] != word
            and found.start(1) > line_start
        )
        if not (word[0].isupper() or (word.isdigit() and not keep)) or acronym:
            break
        keep.insert(0, word)
        kept_from = found.start(1) + word_at.start()
    first_in_line = left[line_start : found.start(1)].strip(" *_(") == "" and len(keep) == len(first)
    glued = kept_from > 0 and (left[kept_from - 1] in "/-.," or left[kept_from - 1].isdigit())
    if glued and len(keep) > 1:  # the end of the symbol before it: "77/QĐ-TTg Hà Nội"
        kept_from += re.search(r"\s\S", left[kept_from:]).start() + 1  # type: ignore[union-attr]
        keep, glued = keep[1:], False
    if not keep or keep[0].isdigit() or glued or not ("," in left[found.end(1) :] or first_in_line):
        return None
    name = " ".join(keep)
    if name.casefold() in ("ngày", "số", "chiều", "sáng", "thứ"):
        return None
    start = at - len(left) + kept_from
    return Found(name, start, at - len(left) + found.end(1), 0.95)


def _take_type(src: Source, head: Header, zone: int) -> None:
    """A line of capitals that begins with the name of a type: "KẾ HOẠCH", "QUYẾT ĐỊNH Về việc …"."""
    for piece in pieces(src, 0, zone):
        plain = piece.plain(src)
        if (head.number and piece.start < head.number.start) or _is_taken(head, piece.start):
            continue
        for name, value in TYPES.items():
            if not plain.startswith(name) or re.match(r"\w", plain[len(name) : len(name) + 1]):
                continue
            if is_capital(piece.of(src)[: len(name)]) and not piece.of(src).endswith(":"):
                if re.search(r"\bso\s*:?\s*[\d/]", plain):
                    continue
                head.doc_type = Found(value, piece.start, piece.start + len(name), 0.97)
                head.taken.append((piece.start, piece.start + len(name)))
                return


def _is_taken(head: Header, at: int) -> bool:
    return any(left <= at < right for left, right in head.taken)


def _settle_type(head: Header) -> None:
    if head.doc_type is not None:
        return
    symbol = re.search(r"(?:^\d*[a-z]?-|/(?:\d{4}/)?)([^\W\d_]+)(-?)", head.number.value) if head.number else None
    if symbol and head.number and symbol.group(1) in ABBREVIATIONS and (symbol.group(2) or "-" in head.number.value):
        head.doc_type = Found(ABBREVIATIONS[symbol.group(1)], head.number.start, head.number.end, 0.85)


def _take_issuer(src: Source, head: Header, zone: int) -> None:
    """The capitals that are left above the number are the issuer and what stands over it."""
    stop = head.number.start if head.number else zone
    if head.doc_type is not None and not head.number:
        stop = min(stop, head.doc_type.start)
    parts = list(_left(src, head, stop))
    lines: list[tuple[str, Piece]] = []
    for text, part in parts:
        if is_capital(text) and not _STAMPS.match(part.plain(src)):
            lines.append((text, part))
        elif lines and src.text.count("\n", lines[-1][1].end, part.start) == 1 and re.match(r"[A-ZĐ]", text):
            continue
    if not lines:
        return
    chosen = _own_lines(src, lines)
    value = re.sub(r"\s+", " ", " ".join(text for text, _part in chosen)).strip(" -–_*.:,")
    head.issuer = Found(value, chosen[0][1].start, chosen[-1][1].end, 0.92)


def _left(src: Source, head: Header, stop: int) -> list[tuple[str, Piece]]:
    found = []
    for piece in pieces(src, 0, stop):
        cuts = sorted((left, right) for left, right in head.taken if left < piece.end and right > piece.start)
        at = piece.start
        for left, right in [*cuts, (piece.end, piece.end)]:
            text = src.text[at : max(at, left)].strip(" -–_*.:,\t")
            if text:
                found.append((text, Piece(at, max(at, left), piece.line)))
            at = max(at, right)
    return found


def _own_lines(src: Source, lines: list[tuple[str, Piece]]) -> list[tuple[str, Piece]]:
    """Leave out the parent: the issuer begins with the last line that begins the name of a body."""
    first = 0
    for index in range(1, len(lines)):
        plain = lines[index][1].plain(src).strip(" *-_")
        before = lines[index - 1][1].plain(src).rstrip(" *-_")
        goes_on = before.endswith((" va", ",", " va phat trien", "-", "cac", "cua", "chu")) or plain.startswith("va ")
        if _UNITS.match(plain) and not _BROAD.match(plain) and not goes_on:
            first = index
    return lines[first:]
