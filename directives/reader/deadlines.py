"""Which days are deadlines: only those that a word makes one ("trước ngày", "chậm nhất", "đến hết ngày" of a filing).

A day that a reference, an event, a season, a statistic or a term of validity names is none.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from directives.reader.days import Day, days_in
from directives.reader.source import Source
from directives.reader.told import is_described, is_told
from directives.reader.words import spaced

_HOUR = r"(?:(?P<hour>\d{1,2})\s*(?:gio|g|h|:)\s*(?P<minute>\d{1,2})?\s*(?:phut|'|p\b)?\s*,?\s*)?"
_TAIL = (
    _HOUR + r"(?:(?:buoi\s+)?(?:sang|chieu)\s*,?\s*)?(?:\(?\s*thu\s+(?:hai|ba|tu|nam|sau|bay|\d)\s*\)?\s*,?\s*)?"
    r"(?:(?:cuoi|het|trong) (?:gio(?: (?:lam viec|hanh chinh))?|buoi(?: (?:sang|chieu))?|(?=ngay))\s*,?\s*)?"
    r"(?:(?:trong|cua|vao)\s+)?(?:ngay\s*:?\s*(?:m[ou]ng\s+)?)?$"
)
_LATEST = r"(?:(?:cham|muon|tre) nhat|khong (?:muon|cham|tre) hon|(?:khong|chua) (?:duoc )?qua|khong (?:tre|cham) qua)"
_LAST = (
    r"(?:(?:thoi )?han (?:cuoi(?: cung)?|chot)|(?<!het\s)(?<!con\s)(?<!gia\s)han)"
    r"(?: (?:nop|gui|nhan|tiep nhan|bao cao|hoan thanh|dang ky|gop y|tra loi)(?: (?:ho so|bai|phieu|y kien|bao cao))?)?"
)


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(spaced(pattern + _TAIL))


BEFORE = _cue(rf"(?:{_LATEST}\s+(?:la\s+)?)?\btruoc\s*:?\s*")
UNTIL = _cue(
    rf"\b(?:{_LATEST}|{_LAST}(?:[^.;:]{{0,50}}?(?=\s+la\b|\s*:|\s+(?:den|cham)))?)(?:\s*(?:la|vao|den|het|luc|khi|:|-))*\s*"
)
END_OF = _cue(r"(?:\b(?:den|toi)\s+(?:het|cuoi)|(?<!\w)het)\s*")
CLOSES = _cue(r"\b(?:ket thuc|dong|khoa so)\b[^.;:\d]{0,30}?")
TO = _cue(r"(?:\b(?:den|toi)|(?<=\d)\s*-)\s*")
FROM = re.compile(r"\b(?:ke\s+)?tu\s+(?:ngay\s*)?[^.;]{0,45}$")
IN_DAY = re.compile(r"\b(?:trong|ngay\s+trong)\s+ngay\s*$")
LABEL = _cue(r"\b(?:thoi han|thoi gian|han)\s+[^.;\n]{0,70}?:\s*(?:[-+]\s*)?(?:la\s+|truoc\s+)?")

_FILING = re.compile(
    r"(?<!\w)(?:tiếp nhận|(?<!chứng )(?<!công )nhận|nộp|đăng ký|góp ý|ý kiến|tham gia ý kiến|gửi|phản hồi|lấy ý kiến"
    r"|thu hồ sơ|hồ sơ|kê khai|"
    r"báo cáo|đề xuất|bình chọn|đề cử|dự thi|hiến kế|khiếu nại|kiến nghị|niêm yết|khảo sát|bổ sung|hoàn thành"
    r"|hoàn thiện|rà soát|cung cấp|công khai|nhập (?:dữ liệu|số liệu|liệu)|cập nhật|chuyển)(?!\w)"
)
_EVENT = re.compile(
    r"(?<!\w)(?:diễn ra|khai mạc|trưng bày|hội chợ|hội nghị|lễ hội|triển lãm|tuần lễ|giai đoạn(?!\s+(?:[1-9]"
    r"|i{1,3}|iv)\b)|thời gian thực hiện|"
    r"thời gian tổ chức|kỳ báo cáo|niên độ|số liệu|nghỉ|hiệu lực|tính từ|bầu cử|kỷ niệm|tập huấn|đợt cao điểm|họp"
    r"|thời gian kiểm tra)(?!\w)"
)
_COUNTED = re.compile(
    r"(?<!\w)(?:tính|lũy kế|luỹ kế|số liệu|thống kê|cộng dồn|kết quả|hiện nay|tình hình)(?:[^.;,]{0,25}?)$"
)
_REACHED = re.compile(r"\s*,?\s*(?:đã|có|còn|mới|chưa|toàn|tổng|cả)(?!\w)")  # "đến ngày 11/7/2024 đã xong 04 hồ sơ"
_EFFECT = re.compile(
    r"(?<!\w)(?:hiệu lực|giá trị|thời hạn (?:hợp đồng|bảo hành|giấy)|hết hạn|còn hạn|sử dụng|nhiệm kỳ"
    r"|thuê)(?:[^.;]{0,40}?)$"
    r"|(?<!\w)(?:giấy|chứng chỉ|hợp đồng|phiếu)\s(?:[^\W\d]+\s+){0,4}?(?:có|còn)\s+(?:thời\s+)?(?:hạn\s+)?$"
)
_SEND = re.compile(
    r"(?<!\w)(?:gửi|nộp|báo cáo|hoàn thành|xong|trình|phản hồi|xác nhận|tổng hợp|đăng ký|cung cấp|trả lời)(?!\w)"
)
_LEAD = re.compile(
    r"(?<!\w)(?:(?:phải\s+)?hoàn thành(?:\s+xong)?|hoàn tất|xong|thực hiện xong"
    r"|thời hạn(?:\s+[^\W\d]+){0,4}?\s*:?|thời gian(?:\s+[^\W\d]+){0,5}?\s*:)\s*$"
)
# "gửi từ ngày … đến hết ngày …": the days are those of the sending, whatever fair it is for.
_SENT_FROM = re.compile(
    r"(?<!\w)(?:gửi|nộp|đăng\s+ký|tiếp\s+nhận|phản\s+hồi)(?:\s+(?:hồ\s+sơ|phiếu|về|bài|trực\s+tuyến))*[\s,:(]*$"
)
_LABELLED = re.compile(
    spaced(
        r"(?:thời gian|thời hạn) (?:tiếp nhận|nhận|nộp|gửi|cập nhật|nhập|đăng ký|báo cáo|góp ý|lấy ý kiến|kê khai)"
        r"[^.;:]{0,60}:\s*$"
    )
)
_OF_ROUND = re.compile(r"\s*(?:và\s+)?(?:đợt|vòng|lần|kỳ|giai đoạn)\s+\w+(?!\w)")
_LIST = re.compile(r"\s*(?:\([^()]{1,25}\))?\s*(?:,|;|va|hoac|,\s*va)\s*(?:truoc\s+)?(?:ngay\s*)?$")


@dataclass
class Term:
    """A deadline in the text.

    Attributes:
        start, end: from the word that makes it a deadline to the end of the day.
        text_start: where the wording that is shown begins ("Hoàn thành trước ngày …").
        day: the day as written.
        kind: "before" or "until".
        time: "HH:MM" or ``None``.
        words: the wording, where it does not stand in one piece.
    """

    start: int
    end: int
    text_start: int
    day: Day
    kind: str
    time: str | None
    confidence: float
    words: str = ""
    counted: bool = False  # the letter names a month, a quarter or a number of days; ``day`` is the last of them


def terms_in(src: Source, start: int, end: int, context: str = "") -> list[Term]:
    """Return the deadlines of a passage (a paragraph), years filled in where one is written for several days.

    ``context``: what the heading or sentence above a round says that its days are for ("tiếp nhận hồ sơ").
    """
    days = days_in(src.plain, start, end)
    found: list[Term] = []
    for index, day in enumerate(days):
        term = _term(src, (start, end), day, context)
        if term is None and found and index and _continues(src, days[index - 1], day, found[-1]):
            last = found[-1]
            term = Term(day.start, day.end, day.start, day, last.kind, last.time, 0.8)
        if term is not None:
            found.append(term)
    _fill_years(days, src, start)
    return found


def _continues(src: Source, previous: Day, day: Day, last: Term) -> bool:
    return last.day is previous and bool(_LIST.fullmatch(src.plain[previous.end : day.start]))


_YEARLY = re.compile(
    r"(?:\s*(?:,|va|;)\s*(?:truoc\s+)?(?:ngay\s*)?\d{1,2}(?:/|\s+thang\s+)\d{1,2})*\s*,?\s*(?:cua\s+)?(?:hang|moi)\s+(?:nam|thang|quy)"
)


def _term(src: Source, passage: tuple[int, int], day: Day, context: str) -> Term | None:
    start, limit = passage
    if day.year is None and _YEARLY.match(src.plain, day.end):
        return None
    if is_told(src, start, day.start, day.end, limit):
        return None
    left = max(start, day.start - 140)
    plain = src.plain[left : day.start]
    before = BEFORE.search(plain)
    if before:
        told = is_described(src.lower[left : left + before.start()])
        return None if told else _made(src, left, before, day, "before", 0.95)
    until = UNTIL.search(plain)
    if until and not _EFFECT.search(src.lower[left : left + until.start()]) and _own(plain[until.start() :]):
        return _made(src, left, until, day, "until", 0.95)
    return _filing_term(src, start, left, day, context)


def is_event(lower: str) -> bool:
    """Whether words tell of a fair, a season or a period rather than of something to be handed in."""
    return bool(_EVENT.search(lower))


def _clause(lower: str) -> str:
    """The words of a day's own part of a sentence; a round that follows another shares what that one is for."""
    clauses = re.split(r"[.;](?=\s)|\n\s*\n", lower)
    at = len(clauses) - 1
    while at and _OF_ROUND.match(clauses[at]):
        at -= 1
    return " ".join(clauses[at:])


def _own(cue: str) -> bool:
    """Whether nothing but words that belong to a term stands between the cue and the day."""
    return len(cue) < 90 and not re.search(r"\d/\d|nam \d{4}", cue)


def _filing_term(src: Source, start: int, left: int, day: Day, above: str) -> Term | None:
    """The end of a filing or comment period, and days named after a label ("Thời hạn nộp: …")."""
    plain, lower = src.plain[left : day.start], src.lower[left : day.start]
    clause = _clause(src.lower[start : day.start])
    for rule, sure in ((END_OF, 0.9), (CLOSES, 0.8), (TO, 0.8)):
        cue = rule.search(plain)
        if cue is not None:
            return _end_of_period(src, left, day, (f"{above} {clause}", clause), (cue, sure))
    label = LABEL.search(plain)
    if label and _FILING.search(lower[label.start() :]) and not _EVENT.search(lower[label.start() :]):
        return _made(src, left, label, day, "until", 0.75)
    inside = IN_DAY.search(plain)
    if inside and _SEND.search(clause):
        return _made(src, left, inside, day, "until", 0.8)
    return None


def _end_of_period(
    src: Source, left: int, day: Day, words: tuple[str, str], found: tuple[re.Match[str], float]
) -> Term | None:
    """ "từ ngày … đến hết ngày X": X, where something is handed in meanwhile; not of an event, a count, a validity.

    ``words``: those of the clause with and without what stands above it; ``found``: the cue before X and its sureness.
    """
    (context, clause), (cue, sure) = words, found
    lower, ranged = src.lower[left : day.start], FROM.search(src.plain[left : left + cue.start()])
    before = lower[: ranged.start() if ranged else cue.start()]
    sent = bool(ranged and _SENT_FROM.search(before)) or bool(_LABELLED.search(before))
    counted = _COUNTED.search(before) or _COUNTED.search(lower[: cue.start()])
    if (counted and not sent) or _EFFECT.search(lower[: cue.start()]):
        return None
    if not ranged and _REACHED.match(src.lower, day.end):
        return None
    if sent or (_FILING.search(context) and not _EVENT.search(clause)):
        return _made(src, left + (ranged or cue).start(), None, day, "until", sure, cue)
    if cue.re is END_OF and not ranged and not _EVENT.search(clause) and _SEND.search(clause):
        return _made(src, left, cue, day, "until", 0.7)
    return None


def _made(  # noqa: PLR0917
    src: Source, base: int, cue: re.Match[str] | None, day: Day, kind: str, confidence: float,
    clock: re.Match[str] | None = None,
) -> Term:  # fmt: skip
    start = base + cue.start() if cue else base
    hours = cue or clock
    lead = _LEAD.search(src.lower[max(0, start - 60) : start])
    text_start = start - (len(lead.group()) if lead else 0)
    return Term(start, day.end, text_start, day, kind, _time(hours), confidence)


def _time(cue: re.Match[str] | None) -> str | None:
    if cue is None:
        return None
    groups = cue.groupdict()
    if groups.get("hour") is None:
        return None
    hour, minute = int(groups["hour"]), int(groups["minute"] or 0)
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _fill_years(days: list[Day], src: Source, start: int) -> None:
    """A year written once serves the days before it, or the days after it in one sentence."""
    for day, later in reversed(list(itertools.pairwise(days))):
        gap = src.text[day.end : later.start]
        if day.year is None and not re.search(r"[.]\s+(?!Đợt|Lần|Vòng)[A-ZĐỦƯÔÂ]", gap):
            day.year = later.year
    for day in days:
        if day.year is None:
            named = re.findall(r"\bnam\s+(20\d\d)\b", src.plain[start : day.start])
            full = [other.year for other in days if other.year and other.end <= day.start]
            if named and not full:
                day.year = int(named[-1]) if len(set(named)) == 1 else None
            elif full:
                day.year = full[-1]


# Terms without a whole day: counted from receipt, a month or a quarter, a day left blank.
VAGUE = re.compile(
    r"trong (?:vong|thoi (?:han|gian))\s+(?:toi da\s+)?\(?\d{1,3}\)?\s+(?:\([^)]{2,15}\)\s+)?(?:ngay|gio"
    r"|thang)(?: lam viec)?(?:,?\s*(?:ke )?tu (?:ngay|khi)[^,.;\n]{0,50})?"
    r"|(?:xong|hoan thanh|gui|bao cao)[^.;\n]{0,40}?\s(?P<month>(?:truoc|trong|den het|het"
    r"|cham nhat)\s+(?:thang\s+\d{1,2}|quy\s+[ivx\d]{1,3}|cuoi nam)\s*(?:/|nam\s+)?\s*20\d\d)"
    r"|(?P<blank>(?:truoc|den het|cham nhat)\s+ngay\s*[\s._…]*(?:/|thang)\s*[\s._…]*\d{0,2}\s*(?:/|nam)\s*20\d\d)"
)
