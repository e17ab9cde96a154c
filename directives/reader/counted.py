"""Terms that name no day but end on one that can be counted: "trong tháng 9/2025", "10 ngày kể từ ngày 02/3/2026".

The day is counted for the person who confirms; a task's ``deadline`` stays empty, because the letter names none.
"""

from __future__ import annotations

import calendar
import datetime
import re

from directives.reader.days import Day, day_at
from directives.reader.deadlines import Term, is_event
from directives.reader.source import Source
from directives.reader.told import is_described, is_told
from directives.reader.words import VERB, spaced

_PERIOD = (
    r"(?:thang (?P<month>0?[1-9]|1[0-2])|quy (?P<quarter>iv|i{1,3}|[1-4])|(?P<half>(?:0?6|sau) thang dau nam)"
    r"|(?P<end>cuoi nam))\s*(?:/|,?\s*nam|-|,)?\s*(?P<year>20\d\d)(?!\d)"
)
_CUE = (
    r"(?P<cue>(?:hoan thanh|xong|trinh|gui)?\s*(?:(?<!\w)(?:ngay )?trong|(?<!\w)(?:den )?het"
    r"|cham nhat(?: la)?(?: trong)?|(?<!\w)truoc|hoan thanh|xong)\s+(?:thoi gian )?|:\s*(?:trong )?)"
)
_NAMED = re.compile(spaced(_CUE + _PERIOD))
_CELL = re.compile(spaced(rf"\W*(?:{_CUE})?{_PERIOD}\W*"))
_DAYS = re.compile(
    spaced(
        r"(?:trong|cham nhat|khong qua)(?: (?:vong|thoi (?:han|gian)))?(?: toi da)? \(?(?P<days>\d{1,3})\)?"
        r"(?: \([^)]{2,20}\))? ngay,? (?:ke )?tu ngay\s*"
    )
)
_SURE = re.compile(r"(?:hoàn\s+thành|xong|trình|gửi)(?:\W*$|\s+(?:ngay\s+)?trong)")
_YEARS = re.compile(r"giai\s+đoạn\s+20\d\d\s*[-–]\s*20\d\d")  # of a programme, no season
# "được đăng … trong 20 ngày": no order.
_PASSIVE = re.compile(
    r"(?<!\w)(?:(?:phấn\s+đấu|dự\s+kiến)\s[^.;]*|được\s+(?!giao|phân|yêu|chỉ)[^.;,]*|sẽ\s[^.;]*)$"
)  # "được đăng … trong 20 ngày"
_PURPOSE = re.compile(r"(?<!\w)(?:để|nhằm|phục vụ|làm cơ sở)\s[^.;]*$")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NEAR = 600  # characters
_STOP = re.compile(r"[.;](?=\s)")


def counted_in(src: Source, start: int, end: int) -> list[Term]:
    """Return the terms of a passage that name a month, a quarter or a number of days from a day that is written."""
    found = [_of_period(src, start, end, match) for match in _NAMED.finditer(src.plain, start, end)]
    found += [_of_days(src, start, end, match) for match in _DAYS.finditer(src.plain, start, end)]
    return sorted((term for term in found if term), key=lambda term: term.start)


def counted_cell(own: Source) -> list[Term]:
    """Return the term of a table's cell that says nothing but a month or a quarter."""
    match = _CELL.fullmatch(own.plain)
    last = _last_day(match) if match else None
    return [_made(own, 0, len(own.text), last, 0.92)] if last else []


def _of_period(src: Source, start: int, limit: int, match: re.Match[str]) -> Term | None:
    cue = src.lower[match.start("cue") : match.end("cue")]
    before = _before(src, start, match.start())
    told = is_described(before) or is_told(src, start, match.start(), match.end(), limit)
    if told or _PURPOSE.search(before) or _PASSIVE.search(before):
        return None
    alone = not re.search(r"[^\W\d_]{2}", before) and src.text[match.end() : match.end() + 1] == ":"
    sure = bool(alone or _SURE.search(before) or _SURE.match(cue))
    if not sure and not _ordered(before, label=cue.startswith(":")):
        return None
    begin = match.start("cue") + len(cue) - len(cue.lstrip(" :\n"))
    last = _last_day(match)
    return _made(src, begin, match.end(), last, 0.92 if sure else 0.7) if last else None


def _before(src: Source, start: int, at: int) -> str:
    """The words of the sentence before a place."""
    return _STOP.split(src.lower[max(start, at - _NEAR) : at])[-1]


def _ordered(before: str, *, label: bool) -> bool:
    """Whether the words before a month order something: an activity and a colon, or a verb and no event beside it."""
    if label:
        return len(before) < 160 and bool(VERB.match(before.lstrip(" -+•0123456789.)(abcdđegh")))
    return bool(VERB.search(before)) and not is_event(_YEARS.sub("", before.rsplit(",", maxsplit=1)[-1]))


def _of_days(src: Source, start: int, limit: int, match: re.Match[str]) -> Term | None:
    first = day_at(src.plain, match.end(), limit)
    before = _before(src, start, match.start())
    if (
        _PASSIVE.search(before)
        or first is None
        or first.date is None
        or is_told(src, start, first.start, first.end, limit)
    ):
        return None
    last = first.date + datetime.timedelta(days=int(match["days"]))
    return _made(src, match.start(), first.end, last, 0.75)


def _last_day(match: re.Match[str]) -> datetime.date | None:
    """The last day of a month or a quarter, or of the one before where it says "trước"."""
    year, month = int(match["year"]), 12
    if match["month"]:
        month = int(match["month"])
    elif match["quarter"]:
        month = 3 * _QUARTERS.get(match["quarter"], 0) or 3 * int(match["quarter"])
    elif match["half"]:
        month = 6
    if "truoc" in (match["cue"] or "") and not match["end"]:
        first = month - 2 if match["quarter"] else month
        return datetime.date(year, first, 1) - datetime.timedelta(days=1)
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _made(src: Source, start: int, end: int, last: datetime.date, confidence: float) -> Term:
    day = Day(start, end, last.day, last.month, last.year)
    return Term(start, end, start, day, "until", None, confidence, src.value(start, end), counted=True)
