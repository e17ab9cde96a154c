"""A letter without its official head: a title or the first sentence tells number, date, issuer and addressees.

"Công văn số 12/UBND-NN ngày 05/3/2024 của UBND huyện X gửi Phòng …, UBND các xã về việc …" and "Ngày 05/3/2024, UBND
huyện X ban hành Công văn số 12/UBND-NN gửi …".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from directives.reader.found import Found
from directives.reader.references import Ref, references
from directives.reader.source import Source

_WITHIN = 900
_SEND = re.compile(r"\s*,?\s*(?:về việc[^.;\n]{0,200}?)?\s*(?:gửi|yêu cầu|đề nghị|chỉ đạo)\s+(?:đến\s+|tới\s+|cho\s+)?")
_SENT = re.compile(r"\s*,?\s*(?:gửi)\s+(?:đến\s+|tới\s+|cho\s+)?")
_ABOUT = re.compile(r"\s*,?\s*(?:về việc|v/v|về)\s+")
_LIST_END = re.compile(
    r"\s+(?:về việc|v/v|về|để|yêu cầu|đề nghị|chỉ đạo|nhằm|nêu rõ|triển khai|hướng dẫn|thông báo)(?!\w)"
    r"|[.\n](?=\s|$)|(?<!sở)(?<!ngành)(?<!bộ)(?<!huyện)(?<!xã)(?<!phường)"
    r"(?<!phòng)(?<!ban)(?<!đơn vị)(?<!thành phố):(?=\s|$)"
)
_SUBJECT_END = re.compile(r"[.;:\n]|,\s+(?:theo đó|trong đó|yêu cầu|đề nghị)|\s+gửi\s")
_STANDS_FOR = re.compile(r"(?:^|\n|ban hành|có|ra|phát hành|ký|toàn văn|nội dung)[\s\"“:]*(?:kèm theo\s+)?$")


@dataclass
class Opening:
    """What the title or first sentence gives."""

    reference: Ref | None = None
    subject: Found | None = None
    addressees: list[Found] = field(default_factory=list)


def opening_of(src: Source) -> Opening:
    """Read the sentence that stands for a head; an empty one where there is none."""
    limit = min(len(src.text), _WITHIN)
    for ref in references(src, 0, limit, None)[:3]:
        before = src.lower[max(0, ref.start - 30) : ref.start]
        if (ref.number and _STANDS_FOR.search(before)) or ref.start < 3:
            return _read(src, ref)
    return Opening()


def _read(src: Source, ref: Ref) -> Opening:
    opening = Opening(ref)
    at = ref.end
    limit = min(len(src.text), at + 500)
    title_end = _SUBJECT_END.search(src.lower, at, limit)
    about = _ABOUT.match(src.lower, at, limit)
    sent = _SENT.match(src.lower, at, limit)
    if about is not None:
        stop = _SUBJECT_END.search(src.lower, about.end(), limit)
        end = stop.start() if stop else limit
        opening.subject = Found(src.value(about.end(), end).strip(' "“”'), about.end(), end, 0.75)
        sent = _SENT.match(src.lower, end, limit)
    elif sent is None and title_end is not None and title_end.start() - at > 15:
        opening.subject = Found(src.value(at, title_end.start()).strip(' "“”,'), at, title_end.start(), 0.6)
    if sent is not None:
        stop = _LIST_END.search(src.lower, sent.end(), limit)
        end = stop.start() if stop else limit
        opening.addressees = _names(src, sent.end(), end)
        about = _ABOUT.match(src.lower, end, limit) if opening.subject is None else None
        if about is not None:
            final = _SUBJECT_END.search(src.lower, about.end(), limit)
            last = final.start() if final else limit
            opening.subject = Found(src.value(about.end(), last).strip(' "“”'), about.end(), last, 0.75)
    return opening


def _names(src: Source, start: int, end: int) -> list[Found]:
    """Part a list of addressees within a sentence at semicolons, or at commas and "và" before a new body."""
    found, at = [], start
    text = src.text[start:end]
    joined = src.plain.startswith("cac ", start) and ";" not in text  # "các thôn, HTX và chủ thể": one list
    mark = (
        r",\s*(?:và\s+)?(?=(?:Ủy|UBND|Phòng|Sở|Ban|Văn phòng|Hội|Trung tâm|các)\b)"
        if joined
        else r";\s*(?:và\s+)?"
        if ";" in text
        else r",\s*(?:và\s+)?(?=[A-ZĐỦƯÔÂ])|,?\s+và\s+(?=(?:Ủy|UBND|Phòng|Sở|Ban|Các|Văn|Hội|Trung|các)\b)"
        r"|,\s*(?=các\s)"
    )
    for cut in [*re.finditer(mark, text), None]:
        stop = start + (cut.start() if cut else len(text))
        value = src.value(at, stop).strip(" ;,.")
        if value:
            found.append(Found(value, at, stop, 0.7))
        at = start + cut.end() if cut else stop
    return found
