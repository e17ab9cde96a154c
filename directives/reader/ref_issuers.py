"""Who issued a document that a letter names, where that does not simply follow it: "… của X tại các Công văn số …"."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from directives.reader.days import day_at
from directives.reader.foot import POST
from directives.reader.offices import issuer_at
from directives.reader.source import Source

if TYPE_CHECKING:
    from directives.reader.references import Ref

_WITHIN = 220
_BEFORE_DATE = re.compile(
    r"ngay\s+(?P<date>[^,;.]{6,28}?),?\s+(?P<who>[^,;.]{2,90}?)\s+(?:da\s+|vua\s+)?(?:co|ban hanh|phat hanh"
    r"|ky(?: ban hanh)?)\s+$"
)
_PARENT = re.compile(r"\bcua\s+([^,;.]{2,110}?)\s+(?:tai|theo)\s+(?:cac\s+)?$")
# "… của UBND xã A tại Công văn số 5 … và UBND xã B tại Công văn số …": the second of two.
_SECOND = re.compile(
    r"\d[^;.]*?(?:\bva|,)\s+((?:ubnd|uy ban|so|phong|bo|hoi|ban|chi cuc|cong ty|htx|hop tac xa)\s[^,;.\d]{2,80}?)"
    r"\s+tai\s+(?:cac\s+)?$"
)
# "nhiệm vụ được Thủ tướng Chính phủ giao tại các Quyết định …".
_GIVEN = re.compile(
    r"\b(?:duoc|do)\s+([^,;.:\d]{2,90}?)\s+(?:giao|phe duyet|ban hanh|cho phep|thong nhat|chap thuan|quy dinh)"
    r"\s+(?:tai|theo)\s+(?:cac\s+)?(?P<papers>van ban(?:\s+sau)?\s*:\s*)?$"
)
_NEXT = re.compile(r"[\s,;]*(?:va\s+)?(?:so\s*:?\s*)?")
_LISTED = re.compile(
    r"\bcua\s+([^,;.:\n]{2,90}?)\s*:\s*(?:[-+]?\s*so\s*\S+,?\s+ngay\s+[\d/.\-]+\s*(?:[;,]|va)\s*)*(?:[-+]\s*)?(?:so\s*)?$"
)
# "của UBND các xã A, B và C (tại các Công văn số …, số … và số …)": one each, in their order.
_EACH = re.compile(
    r"\bcủa\s+(?P<head>[^\d,;.():]{2,40}?)\s+các\s+(?P<kind>xã|phường|huyện|thị trấn|tỉnh)\s*:?\s+"
    r"(?P<names>[^\d;.():]{5,200}?)"
    r"\s*,?\s*\(?\s*(?:lần lượt\s+)?tại\s+các\s+$",
    re.IGNORECASE,
)


def look_before(src: Source, ref: Ref) -> None:
    """Issuer, or date and issuer, may stand before: "Văn bản của Bộ … tại Công văn số …",
    "Ngày …, UBND tỉnh ban hành …"."""
    left = max(0, ref.start - _WITHIN)
    plain = src.plain[left : ref.start].replace("\n", " ")
    for rule in (_PARENT, _SECOND, _GIVEN, _LISTED):
        found = rule.search(plain)
        who = issuer_at(src, left + found.start(1), ref.start) if found else None
        if rule is _GIVEN and who and POST.fullmatch(src.plain, *who):
            continue  # "được Bộ trưởng giao": a post without its body names nobody
        if found and who and who[1] >= left + found.end(1) - 1 and src.text[who[0]].isupper():
            ref.issuer, ref.leads = src.value(*who), ref.plural or bool(found.groupdict().get("papers"))
            return
    told = _BEFORE_DATE.search(plain)
    if told and ref.date is None:
        day = day_at(src.plain, left + told.start("date"), ref.start)
        who = issuer_at(src, left + told.start("who"), ref.start)
        if day and day.date and who:
            ref.date, ref.issuer = day.date.isoformat(), _whole_name(src, *who)


def _whole_name(src: Source, start: int, end: int) -> str:
    """A lone "Phòng" or "Sở" is the one whose whole name stands before it."""
    word = src.value(start, end)
    if " " in word:
        return word
    for found in reversed(list(re.finditer(rf"(?<!\w){re.escape(word)}\s+(?=[A-ZĐ])", src.text[:start]))):
        whole = issuer_at(src, found.start(), start)
        if whole:
            return src.value(*whole)
    return word


def share_issuers(src: Source, found: list[Ref]) -> None:
    """Give the documents of a list the issuer that its last or its first one names, or one each."""
    for left, right in reversed(list(itertools.pairwise(found))):
        gap = src.plain[left.end : right.start]
        same_kind = right.plural or (left.plural and left.kind == right.kind)
        if left.issuer is None and right.issuer and same_kind and len(gap) < 12:
            left.issuer = right.issuer  # "các Quyết định số 1… và số 2… của Thủ tướng Chính phủ"
    for left, right in itertools.pairwise(found):
        listed = left.leads and right.issuer is None
        if listed and _NEXT.fullmatch(src.plain, left.end, right.start):
            right.issuer, right.leads = left.issuer, True
    for at, ref in enumerate(found):
        _give_each(src, ref, found[at:])


def _give_each(src: Source, first: Ref, refs: list[Ref]) -> None:
    left = max(0, first.start - _WITHIN)
    told = _EACH.search(src.text[left : first.start]) if first.plural and first.issuer is None else None
    if told is None:
        return
    names = [name.strip() for name in re.split(r",|\svà\s", told["names"]) if name.strip()]
    run = list(itertools.takewhile(lambda ref: ref.issuer is None and ref.plural, refs))[: len(names)]
    if len(run) == len(names):
        for ref, name in zip(run, names, strict=True):
            ref.issuer = " ".join(f"{told['head']} {told['kind']} {name}".split())
