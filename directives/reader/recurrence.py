"""Orders that come back: "trước ngày 15 hàng tháng", "định kỳ hằng quý", "6 tháng, năm"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directives.reader.source import Source
from directives.reader.words import spaced

_EVERY = (
    ("month", r"(?:h[àằ]ng tháng|mỗi tháng|tháng một lần|(?<!\d)0?1 lần/tháng|(?:của|các) tháng)"),
    ("quarter", r"(?:h[àằ]ng qu[ýí]|mỗi quý|quý một lần|(?<!\d)0?1 lần/quý|tháng cuối quý|cuối (?:mỗi )?quý|từng quý)"),
    ("half_year", r"(?:(?:0?6|sáu) tháng(?:\s*(?:một lần|/lần|đầu năm))?|nửa năm|bán niên)"),
    ("year", r"(?:h[àằ]ng năm|mỗi năm|năm một lần|(?<!\d)0?1 lần/năm|(?<!tháng\s)cuối (?:mỗi )?năm)"),
    ("period", r"(?:(?<!\d)(?:0?[2-9]|1\d) lần/(?:tháng|quý|năm|tuần)|h[àằ]ng tuần|mỗi tuần|thứ \w+ h[àằ]ng tuần)"),
)
_DAY = re.compile(
    r"(?P<cue>trước|chậm nhất(?: là)?|vào|đến|trong|không quá)?\s*(?:(?:hết|\d{1,2}\s*(?:giờ"
    r"|h)\d{0,2}(?:\s*phút)?)\s*,?\s*)?ngày\s+(?:mùng\s+)?(?P<day>\d{1,2})"
    r"(?:\s*(?:[/.-]|tháng\s+)(?P<month>\d{1,2}))?\s*(?:(?:của\s+)?(?P<rest>(?:(?!ngày)[^.;\n]){0,40}))$"
)
_REPORT = re.compile(
    r"(?<!\w)(?:báo cáo|tổng hợp|gửi|rà soát|đánh giá|kiểm tra|sơ kết|cập nhật|định kỳ|giao ban|thống kê|nộp"
    r"|đôn đốc|tổ chức|công khai|theo dõi|phát sóng|phát thanh|đăng tải|tuyên truyền|họp)(?!\w)"
)
_REGULAR = re.compile(r"(?<!\w)(?:báo cáo\s+)?định kỳ(?:\s+(?:(?:và|hoặc)\s+đột xuất|báo cáo|tổng hợp|gửi))?(?!\w)")
_NAMES = re.compile("|".join(f"(?P<{name}>{spaced(pattern)})" for name, pattern in _EVERY))
_ADJECTIVE = re.compile(
    r"(?:kế hoạch|chương trình|nhiệm vụ|nguồn|kinh phí|dự toán|mục tiêu|thường niên|thường lệ|kỳ họp)\s*$"
)
_OCCASION = re.compile(
    spaced(r"(?<!\w)(?:tại|trong) (?:các )?(?:hội nghị|cuộc họp|phiên họp|kỳ họp|buổi họp)[^.;,]{0,40}$")
)
_DAY_AFTER = re.compile(
    r"\s*[,(:]?\s*(?:gửi\s+)?(?:báo cáo\s+)?(?:[^\W\d]+\s+){0,12}?(?P<cue>trước|chậm nhất(?: là)?"
    r"|vào)\s+(?:là\s+)?ngày\s+(?P<day>\d{1,2})(?!\d)(?:\s*(?:[/.-]"
    r"|tháng\s+)(?P<month>\d{1,2}))?(?!\s*[/\d-])(?!\s*tháng \d+ năm)"
)
_AND_YEAR = re.compile(r"\s*(?:,|và|;)\s*(?:cả\s+)?năm(?!\s*(?:\d|nay|trước|sau))(?!\w)")  # "6 tháng, năm"
_FIRST = re.compile(r"(?:(trước|chậm nhất(?: là)?|vào)\s+)?(?:ngày\s+)?(\d{1,2})\s*(?:/|tháng\s+)\s*(\d{1,2})")
_DATED = re.compile(r"ngày\s+(?P<day>\d{1,2})\s*(?:/|tháng\s+)\s*(?P<month>\d{1,2})(?!\s*/?\s*\d)")


@dataclass(frozen=True)
class Cycle:
    """One recurrence: ``every`` month, quarter, half_year, year or period; ``kind`` where a day is named."""

    every: str
    day: int | None
    month: int | None
    kind: str | None
    start: int
    end: int


def cycles_in(src: Source, start: int, end: int) -> list[Cycle]:
    """Return the recurrences that a paragraph orders."""
    lower = src.lower[start:end]
    found = [_cycle(src, start, match) for match in _NAMES.finditer(lower) if _is_order(lower, match)]
    known: dict[tuple[str | int | None, int | None], Cycle] = {}
    for cycle in found:
        if cycle is not None:
            same = (cycle.day, cycle.month) if cycle.month else (cycle.every, cycle.day)
            known[same] = cycle  # "6 tháng trước ngày 15/6 hằng năm" is one order, each year
    cycles = _several(src, start, end, list(known.values()))
    if not cycles:
        regular = _REGULAR.search(lower)
        if regular and re.search(r"báo cáo", lower) and re.search(r"định kỳ", regular.group()):
            return [Cycle("period", None, None, None, start + regular.start(), start + regular.end())]
    return cycles


def _is_order(lower: str, match: re.Match[str]) -> bool:
    sentence = re.split(r"[.;](?=\s|$)", lower[: match.start()])[-1]
    after = re.split(r"[.;](?=\s|$)", lower[match.end() :])[0]
    around = sentence[-25:] + match.group() + after[:20]
    if match.lastgroup == "half_year" and not re.search(
        r"định kỳ|báo cáo|h[àằ]ng|một lần|/lần", sentence[-60:] + match.group() + after[:25]
    ):
        return False
    once = "lần" in match.group() or sentence.rstrip().endswith("định kỳ")
    if (
        match.lastgroup == "half_year"
        and not once
        and re.search(r"(?:đầu|cuối) năm\s*20\d\d|trong vòng|kết quả|trở lên|thời hạn", around)
    ):
        return False
    if " ".join(match.group().split()) in ("các tháng", "của tháng") or _OCCASION.search(sentence):
        return False
    named = _DAY.search(sentence[-70:])
    if sentence.rstrip().endswith((" thực hiện", " tiến hành")):
        return True
    return bool(named) or (bool(_REPORT.search(sentence + " " + after[:80])) and not _ADJECTIVE.search(sentence))


def _cycle(src: Source, base: int, match: re.Match[str]) -> Cycle | None:
    at = base + match.start()
    left = max(base, at - 70)
    named = _DAY.search(src.lower[left:at])
    if named and re.search(r"\d{4}|,\s*\w", named["rest"]):
        named = None
    if named is None:
        return _without_day_before(src, left, at, base + match.end(), match.lastgroup or "period")
    month = int(named["month"]) if named["month"] else None
    start = left + named.start() + (len(named.group()) - len(named.group().lstrip()))
    every = "quarter" if "cuối quý" in named["rest"] else match.lastgroup or "period"
    return Cycle(every, int(named["day"]), month, _kind(named["cue"]), start, base + match.end())


def _without_day_before(src: Source, left: int, at: int, end: int, every: str) -> Cycle:
    """A recurrence whose day, if it has one, stands behind it: "hằng năm (trước ngày 10-12)"."""
    follow = _DAY_AFTER.match(src.lower, end)
    if follow:
        month = int(follow["month"]) if follow["month"] else None
        return Cycle(every, int(follow["day"]), month, _kind(follow["cue"]), at, follow.end())
    more = _AND_YEAR.match(src.lower, end) if every in ("half_year", "quarter") else None
    if more:
        return Cycle("period", None, None, None, at, more.end())
    prefix = re.search(r"(?:báo cáo\s+)?định kỳ\s*$", src.lower[left:at])
    return Cycle(every, None, None, None, at - len(prefix.group()) if prefix else at, end)


def _kind(cue: str | None) -> str | None:
    if cue is None:
        return None
    return "before" if cue == "trước" else "until"


def _several(src: Source, start: int, end: int, found: list[Cycle]) -> list[Cycle]:
    """ "trước ngày 15/6 và 15/12 hằng năm" is a half-yearly order; "tháng, quý, 6 tháng, năm" is one by period."""
    if len(found) == 1 and found[0].every == "year":
        dates = _DATED.findall(src.lower[start:end])
        if len(dates) == 2 or (
            found[0].month
            and re.search(
                r"\d/\d{1,2}\s*(?:,|và)\s*(?:ngày\s*)?\d{1,2}/\d{1,2}\s*$",
                src.lower[start : found[0].end].removesuffix("hằng năm").removesuffix("hàng năm"),
            )
        ):
            first = _FIRST.search(src.lower[start : found[0].end])
            if first:
                return [
                    Cycle(
                        "half_year",
                        int(first[2]),
                        int(first[3]),
                        _kind(first[1]) or found[0].kind,
                        start + first.start(),
                        found[0].end,
                    )
                ]
    if len(found) > 1 and not any(cycle.day for cycle in found):
        return [Cycle("period", None, None, None, found[0].start, found[-1].end)]
    dated = [cycle for cycle in found if cycle.day]
    return dated or found
