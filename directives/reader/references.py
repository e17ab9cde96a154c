"""Documents that a letter names: kind, number, date, issuer; each once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directives.reader.days import day_at
from directives.reader.offices import issuer_at
from directives.reader.ref_issuers import look_before, share_issuers
from directives.reader.source import Source
from directives.reader.words import ABBREVIATIONS, KIND, kind_name

_GROUP = r"[a-z][a-z0-9&]*"
NUMBER = re.compile(
    rf"(?<![\w/.,-])(?:(?P<no>\d{{1,5}}[a-z]?|[oil]\d{{1,4}})|(?P<blank>(?<=so)[\s._…:]+))\s?"
    rf"(?:(?P<party>-\s?[a-z]{{2,4}}\s?/\s?{_GROUP}(?:-{_GROUP})*)"
    rf"|(?P<symbol>/\s?(?:\d{{4}}\s?/\s?)?{_GROUP}(?:\s?-\s?\n?\s?{_GROUP})*))"
)
_OF_LAW = re.compile(r"\b(?:bo luat|luat|phap lenh)\b")
_SO = re.compile(r"(?:,\s*)?(?:mang\s+)?(?:so(?:\s+hieu)?\s*[:.]?)?\s*$")
_AFTER_DATE = re.compile(r"[\s,(]*(?:(?:duoc\s+)?(?:ky|ban hanh|phat hanh)\s+)?(?:de\s+)?ngay\s*:?\s*")
_OF = re.compile(r"[\s,)(]*(?:do|cua|giua)\s+")
_ALSO = re.compile(r"[\s,;]*(?:va|va so|,|;)\s*(?:so\s*:?\s*)?$|^\s*[,;]\s*(?:so\s*:?\s*)?$")
_OWN = re.compile(r"(?:kem theo|dinh kem|cung)\s+$")


@dataclass
class Ref:
    """One reference and where it stands; ``number`` is ``None`` for laws cited by name."""

    kind: str
    number: str | None
    date: str | None
    issuer: str | None
    start: int
    end: int
    confidence: float = 0.95
    plural: bool = False
    leads: bool = False  # its issuer stands before a list of documents and is theirs too


def references(src: Source, start: int, end: int, own: str | None) -> list[Ref]:
    """Return the references of a passage; ``own`` is the letter's own number, which an annex repeats."""
    found: list[Ref] = []
    for match in NUMBER.finditer(src.plain, start, end):
        ref = _reference(src, match, found, end)
        if ref is not None:
            found.append(ref)
    share_issuers(src, found)
    found += _laws(src, start, end, found)
    return _once(found, own)


def _reference(src: Source, match: re.Match[str], before: list[Ref], limit: int) -> Ref | None:
    group = "party" if match["party"] else "symbol"
    symbol = src.text[match.start(group) : match.end(group)]
    if not _is_symbol(symbol):
        return None
    kind, at, plural = _kind(src, match.start(), before)
    sure = kind is not None or re.search(r"\bso\s*[:.]?\s*$", src.plain[max(0, match.start() - 8) : match.start()])
    if not sure and "-" not in symbol and not re.search(r"/\d{4}/", symbol):
        return None
    if _OWN.search(src.plain[max(0, at - 14) : at]) and not match["no"]:
        return None
    number = _spelt(match["no"] or "", symbol, src.plain[match.start(group) : match.end(group)])
    ref = Ref(kind or _by_symbol(symbol), number, None, None, at, match.end(), 0.95 if kind else 0.8, plural)
    _read_date(src, ref, limit)
    of = _OF.match(src.plain, ref.end, limit)
    who = issuer_at(src, of.end(), limit) if of else None
    if who is not None:
        ref.issuer, ref.end = src.value(*who), who[1]
        if ref.date is None:
            _read_date(src, ref, limit)
    else:
        look_before(src, ref)
    return ref


def _is_symbol(symbol: str) -> bool:
    letters = [char for char in symbol if char.isalpha()]
    groups = re.findall(r"[^\W\d_]+", symbol)
    return len(letters) >= 2 and letters[0].isupper() and all(group[0].isupper() for group in groups)


def _spelt(no: str, symbol: str, plain: str) -> str:
    marks = iter(char for char in plain if char in "-/")
    number = re.sub(r"\s*[-/–‑⁄∕]\s*", lambda _: next(marks, "-"), symbol)
    if no[:1] in "oil" and no:
        no = {"o": "0", "i": "1", "l": "1"}[no[0]] + no[1:]
    return re.sub(r"\s", "", no.upper() if no[-1:].isalpha() and no[-1:].isupper() else no) + re.sub(r"\s", "", number)


def _kind(src: Source, at: int, before: list[Ref]) -> tuple[str | None, int, bool]:
    """Return the kind that stands before a number, where it begins, and whether it names several."""
    left = max(0, at - 60)
    so = _SO.search(src.plain, left, at)
    stop = so.start() if so else at
    near = None
    for found in KIND.finditer(src.plain, left, stop):
        gap = src.text[found.end() : stop]
        gap = "" if gap.strip() == ":" and src.plain.endswith("cac ", left, found.start()) else gap
        words = gap.split()
        if (
            len(words) <= 5
            and not re.search(r"[,;.:\d(]", gap)
            and (not words or src.text[found.start()].isupper() or len(words) < 2)
        ):
            near = found
    if near is None:
        if before and 0 <= at - before[-1].end < 40 and _ALSO.search(src.plain[before[-1].end : at]):
            return before[-1].kind, at, True
        return None, at, False
    name = kind_name(" ".join(near.group().split()))
    plural = bool(re.search(r"\bcac\s+$", src.plain[max(0, near.start() - 6) : near.start()]))
    return name, near.start(), plural


def _by_symbol(symbol: str) -> str:
    first = re.search(r"[^\W\d_]+", symbol)
    name = ABBREVIATIONS.get(first.group(), "") if first else ""
    return name[0].upper() + name[1:] if name else "Văn bản"


def _read_date(src: Source, ref: Ref, limit: int) -> None:
    after = _AFTER_DATE.match(src.plain, ref.end, limit)
    day = day_at(src.plain, after.end(), limit) if after else None
    if day is None:
        bare = re.compile(r"\s*,?\s*\(?").match(src.plain, ref.end, limit)
        day = day_at(src.plain, bare.end(), limit) if bare else None
        if day is not None and day.year is None:
            day = None
    if day is not None:
        ref.date, ref.end = (day.date.isoformat() if day.date else None), day.end
    elif after:
        blank = re.compile(r"[\d\s._…]*thang[\d\s._…]*nam\s*\d{0,4}").match(src.plain, after.end(), limit)
        ref.end = blank.end() if blank else ref.end


def _laws(src: Source, start: int, end: int, numbered: list[Ref]) -> list[Ref]:
    """Laws are cited by name and day, without a number."""
    found = []
    for match in _OF_LAW.finditer(src.plain, start, end):
        if not src.text[match.start()].isupper():
            continue
        ending = re.compile(r"[^;.\n()]{2,140}?\s+ngay\s+").match(src.plain, match.end(), end)
        if ending is None or any(
            ref.start <= match.start() < ref.end or match.start() < ref.start < ending.end() for ref in numbered
        ):
            continue
        day = day_at(src.plain, ending.end(), end)
        if day is None or day.date is None:
            continue
        name = re.sub(r"\s*,?\s*ngày\s*$", "", src.value(match.start(), ending.end()))
        if re.search(r"\bLuật\b", name[5:]):  # several laws before one day: the last is dated
            name = name[name.rfind("Luật") :]
        found.append(Ref(name, None, day.date.isoformat(), None, match.start(), day.end, 0.75))
    return found


def _once(found: list[Ref], own: str | None) -> list[Ref]:
    """Keep each document once; a later mention may add what the first one left out."""
    kept: dict[str, Ref] = {}
    for ref in found:
        key = (ref.number or ref.kind + (ref.date or "")).casefold()
        if (own and key == own.casefold()) or (
            (ref.number or "0").startswith("/") and own and own.endswith(ref.number or "")
        ):
            continue
        first = kept.setdefault(key, ref)
        if first is not ref:
            first.date = first.date or ref.date
            first.issuer = first.issuer or ref.issuer
            if first.kind == "Văn bản" and first.confidence < 0.9:
                first.kind = ref.kind
    return sorted(kept.values(), key=lambda ref: ref.start)
