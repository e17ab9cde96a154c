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
    r"(?:(?:rieng|doi voi|ve phia|trach nhiem (?:cua|doi voi)|nhiem vu cua|giao(?: nhiem vu)?(?: cho)?|de nghi|yeu cau"
    r"|phan cong|dieu \d+[.:]?|chi dao|kien nghi(?: voi)?|de xuat(?: voi)?)\s+)+"
)
_TAIL = re.compile(
    r"\s*(?::|\.|,|;|-)?\s*(?:(?:có trách nhiệm|thực hiện|triển khai|chịu trách nhiệm)[^.;]{0,50}:)?\s*$"
)
_ORDER = re.compile(r"(?<!\w)(?:giao(?: nhiệm vụ)?(?: cho)?|đề nghị|yêu cầu|phân công|chỉ đạo|mời|kiến nghị)\s+")
# "Định kỳ vào ngày 25 hằng tháng, Phòng Kinh tế báo cáo", "Trước ngày 10/6, UBND các xã gửi": the time comes first.
_WHEN = re.compile(r"(?:định\s+kỳ|trước|chậm\s+nhất|h[àằ]ng|vào|trong|đến\s+hết)\s[^.;:]{2,90}?,\s+(?=[^\W\d_])")
_OWN_ACT = re.compile(r"(?:phân\s+công|chỉ\s+đạo)\s")
_ROLE = re.compile(
    r"\s*(?:\((?:là )?(?:cơ quan|đơn vị|bộ phận)[^()]*\)?|\s[-–]\s*[Cc]ơ quan (?:thường trực|chủ trì)[^,;]*)$"
)
_TOPIC = re.compile(
    r"(?!thời|địa điểm|thành phần|chủ trì|thư ký|tham dự|đối tượng|hồ sơ|số )[^.;:\n]{3,90}:\s+"
)  # "Về chuẩn bị kỳ họp: Văn phòng … gửi"
_WITH = re.compile(r"(?<!\w)phối hợp(?:\s+(?:chặt chẽ|cùng))?(?:\s*,?\s*(?:với|cùng))?\s+")
_COMMANDS = re.compile(r"(?:cũng |đã )?(?:đề nghị|yêu cầu|phê bình|biểu dương|nhắc nhở)\s")  # the subject is who orders
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
    if not _spelt_as_body(src, left) or src.lower.startswith("báo cáo", left):
        return False
    if re.match(
        r"(?:to chuc (?!chinh tri|doan|hoi |khoa|tin dung|kinh te|dang|ca nhan|san xuat|va |co )\w+|hoi (?:nghi"
        r"|cho|thao)|co so (?:phap|ly)|so (?:luong|lieu|san|ho)|bo (?:tieu|cau|san)|"
        r"doan (?:ket|kiem)|cac (?:noi dung|nhiem vu|san pham|giai|buoc|hoat|tieu|chi|cong|muc|van|ho so|linh"
        r"|hinh|loai|yeu)|quan ly|truong hop|"
        r"tat ca|moi|quy (?:trinh|mo|che|dinh)|cong doan|to trinh|nhan dan|ban hanh|so ket|ba la|bao (?:dam|ton)"
        r"|thue|xa hoi|tinh hinh|tinh den|"
        r"chu the (?:la|phai)|dia phuong (?:co|nao)|toan)\b",
        plain,
    ):
        return False
    return bool(led or src.text[left].isupper())


_FIRST_WORDS = {
    "bo": ("bộ",), "so": ("sở",), "bao": ("báo",), "to": ("tổ",
    "tờ"), "ban": ("ban",), "hoi": ("hội",), "dai": ("đài",),
    "doan": ("đoàn",), "vien": ("viện",), "quy": ("quỹ", "quý"), "thue": ("thuế",), "phong": ("phòng",), "xa": ("xã",),
    "tinh": ("tỉnh",), "tram": ("trạm",), "cuc": ("cục",), "ba": ("bà",), "co": ("cơ",), "moi": ("mọi",),
    "chu": ("chủ",), "phuong": ("phường",), "huyen": ("huyện",), "ho": ("hộ",),
    "doanh": ("doanh",), "can": ("cán",), "cong": ("công",), "ong": ("ông",),
}  # fmt: skip


def _spelt_as_body(src: Source, left: int) -> bool:
    """ "Bố trí" is no "Bộ", "Hoàn" no "Hoa": the accents of the first word decide, unless a scan lost them."""
    word = re.compile(r"\w+").match(src.lower, left)
    known = _FIRST_WORDS.get(src.plain[left : word.end()]) if word else None
    return known is None or word is None or word.group() in known or word.group().isascii()


def inline_assignee(src: Source, start: int, end: int, *, anywhere: bool = False) -> Named | None:
    """Return who is named at the beginning of an order, or after "giao / đề nghị / yêu cầu" (``anywhere``)."""
    lead = _BEFORE_NAME.match(src.plain, start, end)
    named = _subject(src, lead.end() if lead else start, end, ordered=bool(lead))
    for found in _ORDER.finditer(src.lower, start, end):
        near = named is not None and not re.search(r"[.]\s", src.text[named.end : max(named.end, found.start())])
        own_act = near and named and found.start() >= named.end and _OWN_ACT.match(found.group())
        if own_act or src.lower.endswith("đã ", start, found.start()):
            continue  # "Đảng ủy các xã …; phân công cấp ủy viên …": what the subject does
        if not anywhere and found.start() - start > 2:
            break
        ordered = _subject(src, found.end(), end, ordered=True)
        if ordered is not None:
            return ordered
    when = _WHEN.match(src.lower, start, end) if named is None else None
    if when is not None:
        named = _subject(src, when.end(), end, ordered=False)
    label = _TOPIC.match(src.lower, start, end) if named is None else None
    if label is None or verb_after(src, label.end(), min(end, label.end() + _LONGEST)) is None:
        return named
    return _subject(src, label.end(), end, ordered=False)


def _subject(src: Source, start: int, end: int, *, ordered: bool) -> Named | None:
    if not BODY.match(src.plain, start, end) or not _fits(src, start, min(end, start + 60), led=ordered):
        return None
    stop = verb_after(src, start, min(end, start + _LONGEST))
    colon = re.compile(r"[:.](?=\s|$)").search(src.text, start, min(end, start + _LONGEST))
    ends = [at for at in (stop, colon.start() if colon else None) if at is not None]
    if not ends:
        return None
    right = min(ends)
    if not ordered and _COMMANDS.match(src.lower, right, end):
        return None
    if not ordered and (not src.text[start].isupper() or right == start):
        return None
    comma = re.compile(
        r",?\s+(?:một số|các nội dung|những|là cơ quan|là đơn vị|theo chức năng|căn cứ|trên cơ sở|nếu|khi|sau khi"
        r"|có nhu cầu|chưa|đã|được|trong)\b"
    ).search(src.lower, start, right)
    right = comma.start() if comma else right
    return _named(src, start, right) if right - start > 3 else None


def _named(src: Source, start: int, end: int) -> Named | None:
    value = src.value(start, end)
    clean = value.strip(' ,;:.-–"“”')
    clean = _ROLE.sub("", clean)
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
