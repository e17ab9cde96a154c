"""Names of bodies inside sentences: who issued a document, who is told to do something."""

from __future__ import annotations

import re

from directives.reader.source import Source
from directives.reader.words import BODY, KINDS, NAME_WITH_VERB, NEW_COUNTRYSIDE, VERB, kind_name, spaced

_STOPS = re.compile(
    spaced(
        r"[,;.:()\[\]\"“”]\s*|\n\s*(?![^\W\d_])|\n\s*(?=\n|căn\scứ|kính\sgửi)"
        r"|\s+(?:-\s+)?(?:(?:về|v/v|ban hành|phê duyệt|quy định|hướng dẫn|triển khai|thực hiện"
        r"|tại|để|cho|được|đã|là|trong"
        r"|theo|nhằm|với|gửi|yêu cầu|đề nghị|giao|tổ chức|công bố|thông qua|ngày|số|sửa đổi|bổ sung|hỗ trợ|đánh giá"
        r"|kèm theo"
        r"|tiếp tục|quyết định|khóa|khoá|chấp thuận|mời|thành lập|trên địa bàn|kiện toàn|giai đoạn|năm|xin|do|có"
        r"|phân bổ|tăng cường|đẩy mạnh|và các|và căn cứ|và (?:"
        + "|".join(map(kind_name, KINDS)).lower()
        + r")|cùng|từ|đến|nêu|ký|như|rà soát|báo cáo|thông báo"
        r"|dự thảo)(?!\w)|-\s)"
    )
)
_WHOLE = re.compile(r"thủ tướng chính phủ|chính phủ|quốc hội|ủy ban thường vụ quốc hội")
_SAYS = re.compile(r"[:.]\s+(?=\w)")  # "Sở Y tế: Hướng dẫn …"
_LONGEST = 130
_IN_NAMES = frozenset(
    (
        "xây dựng", "phát triển", "thực hiện", "quản lý", "tổ chức", "kiểm tra", "thông tin", "phê duyệt", "đánh giá",
        "tư vấn", "bảo đảm", "xử lý", "hỗ trợ", "công bố", "đăng ký", "cấp",
    )
)  # fmt: skip
# "… các tổ chức chính trị - xã hội tỉnh xây dựng": a name ends with the level of its place.
_PLACED = re.compile(r"(?<!\w)(?:tỉnh|huyện|xã|phường|thị\s+trấn|thị\s+xã|thành\s+phố)\s+$")
_LEADERS = re.compile(r"(?:^|[,;]|(?<!\w)(?:các|đồng\s+chí|đ/c|tập\s+thể|của|và|với|là|mời|ban|công\s+chức))\s*$")


def issuer_at(src: Source, at: int, limit: int) -> tuple[int, int] | None:
    """Return the place of the body's name that begins here, or ``None``."""
    while at < limit and src.text[at] in " \n\t":
        at += 1
    if not BODY.match(src.plain, at, limit):
        return None
    whole = _WHOLE.match(src.lower, at, limit)
    if whole:
        return whole.span()
    end = min(limit, at + _LONGEST)
    for stop in _STOPS.finditer(src.lower, at, end):
        if _is_part(src, stop):
            continue
        end = stop.start()
        break
    text = src.text[at:end].rstrip()
    return (at, at + len(text)) if len(text) > 1 else None


def _is_part(src: Source, stop: re.Match[str]) -> bool:
    """A stop word with a capital is part of a name ("Ban Tổ chức"), a wrapped line goes on, a list of fields too."""
    word = stop.group().strip(" -\n\t")
    if stop.group().startswith(".") and re.search(
        r"(?:\b(?:tp|tx|tt|q|h)|\bp)$", src.lower[stop.start() - 3 : stop.start()]
    ):
        return True
    if word.strip() and (word.isalpha() or " " in word):
        first = stop.start() + len(stop.group()) - len(stop.group().lstrip(" -\n\t"))
        board = word == "đánh giá" and re.search(r"(?:hội đồng|tổ)\s*$", src.lower[: stop.start()][-12:])
        return src.text[first].isupper() or bool(board)
    if stop.group().startswith(","):
        fields = re.compile(
            r"\s*(?:thể thao|văn hóa|văn hoá|lâm|ngư|thương binh|thông tin|gia đình|thủy sản|phân hạng)"
        ).match
        return bool(fields(src.lower, stop.start() + 1))
    return False


def verb_after(src: Source, start: int, end: int) -> int | None:
    """Return where the first verb of an order begins that is not part of a body's name."""
    for found in VERB.finditer(src.lower, start, end):
        if src.text[found.start()].isupper():
            continue
        if NEW_COUNTRYSIDE.match(src.lower, found.start(), end):
            continue
        before = src.lower[start : found.start()]
        verb = " ".join(found.group().split())
        if verb in _IN_NAMES and _named(before):
            continue
        if verb == "cấp" and re.match(r"cấp\s+(?:xã|huyện|tỉnh|ủy|trên|dưới)", src.lower[found.start() : end]):
            continue
        if verb == "lãnh đạo" and _LEADERS.search(before):
            continue
        if verb in ("hàng", "hằng") and not re.match(r"h[àằ]ng\s+(?:tháng|quý|năm|tuần)", src.lower[found.start() :]):
            continue
        return found.start()
    return None


def _named(before: str) -> bool:
    if _PLACED.search(before):
        return False
    return bool(NAME_WITH_VERB.search(before[-60:])) or bool(
        re.search(r"(?:phòng|ban|hội đồng|tổ|các|các tổ|chủ thể)\s*$", before)
    )


def _tells(src: Source, at: int, end: int) -> bool:
    """Whether what stands behind a colon says what to do, with a verb that nobody has thought of too."""
    return bool(VERB.match(src.lower, at, end)) or (src.text[at].islower() and not BODY.match(src.plain, at, end))


def is_body(src: Source, start: int, end: int) -> bool:
    """Whether a whole passage is nothing but names of bodies."""
    tells = any(_tells(src, found.end(), end) for found in _SAYS.finditer(src.text, start, end))
    return not tells and bool(BODY.match(src.plain, start, end)) and verb_after(src, start, end) is None
