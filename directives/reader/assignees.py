"""Who is to do it: a heading that names bodies, or the subject of a sentence; and with whom ("phối hợp với")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directives.reader.offices import is_body, verb_after
from directives.reader.source import Source
from directives.reader.words import BODY


@dataclass(frozen=True)
class Named:
    """Bodies as the letter names them, and where."""

    value: str
    start: int
    end: int


_BEFORE_NAME = re.compile(
    r"(?:(?:doi voi|ve phia|trach nhiem (?:cua|doi voi)|nhiem vu cua|giao(?: nhiem vu)?(?: cho)?|de nghi|yeu cau|"
    r"phan cong|dieu \d+[.:]?|chi dao|kien nghi(?: voi)?|de xuat(?: voi)?)\s+)+"
)
_TAIL = re.compile(
    r"\s*(?::|\.|,|;|-)?\s*(?:(?:có trách nhiệm|thực hiện|triển khai|"
    r"chịu trách nhiệm)[^.;]{0,50}:)?\s*$"
)
_ORDER = re.compile(r"(?<!\w)(?:giao(?: nhiệm vụ)?(?: cho)?|đề nghị|yêu cầu|phân công|chỉ đạo|mời|kiến nghị)\s+")
_WITH = re.compile(r"(?<!\w)phối hợp(?:\s+(?:chặt chẽ|cùng))?(?:\s*,?\s*(?:với|cùng))?\s+")
_LONGEST = 220


def heading_assignee(src: Source, start: int, end: int) -> Named | None:
    """Return the bodies that a heading names and nothing else, or ``None``."""
    lead = _BEFORE_NAME.match(src.plain, start, end)
    left = lead.end() if lead else start
    tail = _TAIL.search(src.lower, left, end)
    right = tail.start() if tail else end
    if right - left > _LONGEST or "\n\n" in src.text[left:right]:
        return None
    if not (src.text[left : left + 1].isupper() or lead) or not is_body(src, left, right):
        return None
    return _named(src, left, right) if _fits(src, left, right, led=bool(lead)) else None


def _fits(src: Source, left: int, right: int, *, led: bool) -> bool:
    """Titles such as "Tổ chức thực hiện" or "Hội nghị …" begin like bodies and are none."""
    plain = src.plain[left:right]
    if re.match(
        r"(?:to chuc (?:thuc|trien)|hoi (?:nghi|cho|thao)|co so (?:phap|ly)|bao cao|so (?:luong|lieu|san|"
        r"ho)|bo (?:tieu|cau|san)|"
        r"doan (?:ket|kiem)|cac (?:noi dung|nhiem vu|san pham|giai|buoc|hoat|tieu|chi|cong|muc|van|ho so|"
        r"linh|hinh|loai|yeu)|quan ly|truong hop|"
        r"tat ca|moi|quy (?:trinh|mo|che|dinh)|cong doan|to trinh|nhan dan|ban hanh|so ket|ba la|bao (?:dam|"
        r"ton)|thue|xa hoi|tinh hinh|tinh den|"
        r"chu the (?:la|phai)|dia phuong (?:co|nao)|toan)\b",
        plain,
    ):
        return False
    return bool(led or src.text[left].isupper())


def inline_assignee(src: Source, start: int, end: int, *, anywhere: bool = False) -> Named | None:
    """Return who is named at the beginning of an order, or after "giao / đề nghị / yêu cầu" (``anywhere``)."""
    for found in _ORDER.finditer(src.lower, start, end):
        if not anywhere and found.start() - start > 2:
            break
        named = _subject(src, found.end(), end, ordered=True)
        if named is not None:
            return named
    lead = _BEFORE_NAME.match(src.plain, start, end)
    return _subject(src, lead.end() if lead else start, end, ordered=bool(lead))


def _subject(src: Source, start: int, end: int, *, ordered: bool) -> Named | None:
    if not BODY.match(src.plain, start, end) or not _fits(src, start, min(end, start + 60), led=ordered):
        return None
    stop = verb_after(src, start, min(end, start + _LONGEST))
    colon = re.compile(r"[:.](?=\s|$)").search(src.text, start, min(end, start + _LONGEST))
    ends = [at for at in (stop, colon.start() if colon else None) if at is not None]
    if not ends:
        return None
    right = min(ends)
    if not ordered and (not src.text[start].isupper() or right == start):
        return None
    comma = re.compile(
        r",?\s+(?:một số|các nội dung|những|theo chức năng|căn cứ|trên cơ sở|nếu|khi|sau khi|"
        r"có nhu cầu|chưa|đã|được|trong)\b"
    ).search(src.lower, start, right)
    right = comma.start() if comma else right
    return _named(src, start, right) if right - start > 3 else None


def _named(src: Source, start: int, end: int) -> Named | None:
    value = src.value(start, end)
    clean = value.strip(' ,;:.-–"“”')
    clean = re.sub(r"(?:\s+(?:và|,|để|là|sẽ|phải|cần|thì))+$", "", clean)
    return Named(clean, start, end) if len(clean) > 2 else None


def cooperating_in(src: Source, start: int, end: int, lead: Named | None) -> list[Named]:
    """Return those named after "phối hợp với"."""
    found = _WITH.search(src.lower, start, min(end, start + 260))
    if found is None:
        return []
    left = found.end()
    if not BODY.match(src.plain, left, end):
        return []
    stop = verb_after(src, left, min(end, left + _LONGEST))
    colon = re.compile(r"[:;.](?=\s|$)").search(src.text, left, min(end, left + _LONGEST))
    right = min([at for at in (stop, colon.start() if colon else None, end) if at is not None])
    names: list[Named] = []
    at = left
    for cut in [
        *re.finditer(r"[,;]\s+(?=[A-ZĐỦƯÔÂ]|các\s)|\s+và\s+(?=(?:[A-ZĐỦƯÔÂ]|các\s))", src.text[left:right]),
        None,
    ]:
        edge = left + cut.start() if cut else right
        named = _named(src, at, edge)
        goes_on = bool(names) and not BODY.match(src.plain, at, edge)
        if named is not None and goes_on:
            first = names.pop()
            names.append(Named(src.value(first.start, named.end).strip(" ,;:."), first.start, named.end))
        elif named is not None and (lead is None or named.value != lead.value):
            names.append(named)
        at = left + cut.end() if cut else right
    return names
