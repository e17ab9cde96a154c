"""Days that a letter tells of and does not set: what an earlier letter wanted, what has happened, what was put off."""

from __future__ import annotations

import re

from directives.reader.source import Source
from directives.reader.words import KIND, spaced

_DESCRIBED = re.compile(
    spaced(
        r"(?<!\w)(?:đã|từng|vốn|được (?:công nhận|cấp|phê duyệt|ban hành|phân hạng|đánh giá|thành lập|chứng nhận|ký"
        r"|giao)|có hiệu lực|phát sinh|tồn tại|công nhận|đạt sao|sinh|cấp giấy|hết hạn|hết hiệu lực|chuyển tiếp)"
        r"(?:(?!\s(?:phải|đề nghị|yêu cầu|hoàn thành|gửi|báo cáo|nộp|xong)\s)[^,.;:()\t]){0,45}$"
    )
)
# "đã nộp hồ sơ trước ngày …", "đã được chuyển xong trước ngày …": the word after "đã" is what was done.
_DONE = re.compile(
    spaced(
        r"(?<!\w)đã(?: được)? (?!giao |yêu cầu |đề nghị |chỉ đạo )(?:[^\W\d]+ ){0,2}?"
        r"(?:nộp|gửi|xong|hoàn thành|báo cáo|tiếp nhận|đăng ký)(?!\w)"
        r"(?:(?! (?:phải|đề nghị|yêu cầu|hoàn thành|gửi|báo cáo|nộp|xong) )[^,.;:()\t]){0,45}$"
    )
)
_ASKED = re.compile(
    spaced(
        r"^\W*(?:\d+\. *)?(?:tại|theo|thực hiện|ngày|trước đó|vừa qua)\b[\s\S]{0,160}? đã (?:đề nghị|yêu cầu|giao"
        r"|chỉ đạo|ban hành|có)(?!\w)"
    )
)
# "trước ngày 15/4/2024" nay sửa thành "trước ngày 15/6/2024": only the second counts.
_CORRECTED = re.compile(
    r"[\s\"”’',]*(?:nay\s+)?(?:được\s+)?(?:sửa|đính chính|điều chỉnh|đổi|đọc|lùi|dời|gia hạn)\s+(?:lại\s+)?"
    r"(?:thành|là|sang|đến)"
)
# "gia hạn từ trước ngày 15/9 sang …", "thay cho thời hạn trước ngày 15/9 tại Công văn …".
_PUT_OFF = re.compile(
    spaced(
        r"(?<!\w)(?:(?:gia hạn|lùi|dời|kéo dài|điều chỉnh|thay đổi|chuyển)[^.;]{0,60}? từ"
        r"|thay (?:cho|vì|thế)[^.;,]{0,50}?)"
        r" (?:(?:trước|chậm nhất(?: là)?|(?:đến )?hết) )?(?:ngày )?$"
    )
)
_NEAR = 800  # characters
_STILL = r"(?:(?<!nông thôn )mới (?=có|nhận|được|đạt|chỉ|nộp|gửi|hoàn thành|\d)|chưa|vẫn|còn (?=\d))"
_SINCE = r"(?:cho )?(?:đến|tới|tính đến) (?:nay|hiện nay|thời điểm|(?:hết )?(?:\d{1,2} ?(?:giờ|h)[^.;,]{0,12} )?ngày)"
_STILL = _STILL.replace("(?<!nông thôn )", r"(?<!nông\sthôn\s)")
# "… trước ngày 31/12 nhưng đến nay mới đạt 2 điểm"; "…. Tuy nhiên, đến ngày 06/10 mới nhận được …".
_MISSED = re.compile(spaced(rf"[^.;]{{0,140}}?(?<!\w){_SINCE}[^.;]{{0,60}}?(?<!\w){_STILL}"))
_HOWEVER = re.compile(
    spaced(rf"(?<!\w)(?:tuy nhiên|tuy vậy|nhưng|song|thế nhưng) ?,? (?:{_SINCE}|hiện nay)[^.;]{{0,80}}?(?<!\w){_STILL}")
)
# "09 xã chưa nộp dù thời hạn theo Kế hoạch … là trước ngày …".
_DESPITE = re.compile(spaced(r"(?<!\w)(?:chưa|chậm|không)(?!\w)[^.;]*(?<!\w)(?:dù|mặc dù|trong khi|mặc cho) [^.;]*$"))
_OVERDUE = re.compile(
    spaced(r"\s*[,(–-]?\s*(?:đã|nay đã|hiện đã) (?:quá|hết|qua)(?: thời)? hạn|\s*\(\s*đã (?!gia|điều)")
)
# "Hồ sơ nộp trước ngày … tiếp tục thực hiện theo quy định cũ": a rule of transition.
_TRANSITION = re.compile(
    spaced(
        r"\s*,?\s*(?:thì )?(?:(?:được )?(?:vẫn|tiếp tục) (?:được )?(?:thực hiện|áp dụng|giải quyết|xem xét|đánh giá)"
        r"|(?:được )?(?:thực hiện|áp dụng|giải quyết) theo (?:quy định|hướng dẫn) (?:cũ|trước|tại thời điểm))"
    )
)
# "Thực hiện Công văn số … (gửi trước ngày 10/12/2025), …": what the other letter wanted.
_GROUND = re.compile(r"\W*(?:thuc hien|can cu|theo|tiep theo|phuc dap|xet)\s+(?:noi dung\s+)?" + KIND.pattern)
_ORDERS = r"(?:đề nghị|yêu cầu|giao|chỉ đạo|phân công)"
# "Thực hiện yêu cầu của Sở gửi trước ngày 05/6, Phòng đề nghị …": the first day is that of the grounds.
_GROUNDS = re.compile(spaced(r"\W*(?:thực hiện|căn cứ|theo (?!đó)|triển khai|tiếp theo|phúc đáp|để thực hiện)(?!\w)"))
_THEN_ORDERS = re.compile(spaced(rf"\s*\)?\s*,\s*(?=\w)[^,.;]{{2,90}}? (?:{_ORDERS}|thông báo|hướng dẫn)(?!\w)"))
_DID = re.compile(spaced(rf"(?<!\w)đã (?:(?!{_ORDERS}(?!\w))[^.;])*$"))  # "đã thu 40 hồ sơ (hạn nộp 31/10/2024)"


def is_told(src: Source, start: int, day: int, end: int, limit: int) -> bool:
    """Whether the day between ``day`` and ``end`` of a passage is told, whatever word stands before it.

    The passage goes from ``start`` to ``limit``.
    """
    lower = src.lower
    sentence = re.split(r"[.;](?=\s+[^\W\d_])", lower[max(start, day - _NEAR) : day])[-1]
    limit = min(limit, end + _NEAR)
    return bool(
        _CORRECTED.match(lower, end)
        or _TRANSITION.match(lower, end)
        or _OVERDUE.match(lower, end)
        or _MISSED.match(lower, end, limit)
        or _HOWEVER.search(lower, end, limit)
        or _ASKED.search(sentence)
        or _PUT_OFF.search(sentence)
        or _DESPITE.search(sentence)
        or (_GROUNDS.match(sentence) and _THEN_ORDERS.match(lower, end))
        or _in_aside(src, start, day)
    )


def is_described(lower: str) -> bool:
    """Whether the words before a "trước ngày …" say what has been done: "sản phẩm được công nhận", "đã nộp hồ sơ"."""
    cell = re.split(r"\t| {3,}", lower)[-1]
    return bool(_DESCRIBED.search(cell) or _DONE.search(cell))


def _in_aside(src: Source, start: int, at: int) -> bool:
    """Whether a day stands in brackets after grounds that a sentence begins with, or after what was done."""
    opened = src.text.rfind("(", start, at)
    if opened < 0 or ")" in src.text[opened:at]:
        return False
    sentence = max(start, src.text.rfind(". ", start, opened) + 1, src.text.rfind("; ", start, opened) + 1)
    return bool(_GROUND.match(src.plain, sentence, opened) or _DID.search(src.lower, sentence, opened))
