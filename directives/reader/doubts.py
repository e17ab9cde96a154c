"""What a person should look at before confirming."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from directives.reader.drafts import Draft
from directives.reader.header import Header

if TYPE_CHECKING:
    from directives.reader.reading import Reading

_OLD = datetime.timedelta(days=0)
_FAR = datetime.timedelta(days=3 * 366)


def doubts(reading: Reading, head: Header, drafts: Sequence[Draft]) -> list[str]:
    """Return the warnings, in the words of the screen and in the order of the letter."""
    found: list[str] = []
    if reading.number is None:
        found.append("Không thấy số, ký hiệu văn bản.")
    elif reading.number.startswith(("/", "-")):
        found.append(f"Số văn bản để trống, chỉ có ký hiệu “{reading.number}”.")
    if reading.date is None:
        partial = f" (“{head.partial_date.value}”)" if head.partial_date else ""
        found.append(f"Ngày ban hành để trống hoặc không đầy đủ{partial}.")
    dated = datetime.date.fromisoformat(reading.date) if reading.date else None
    for draft, task in zip(drafts, reading.tasks, strict=False):
        found += _of_task(draft, task.deadline_text, dated)
    return list(dict.fromkeys(found))


def _of_task(draft: Draft, text: str | None, dated: datetime.date | None) -> list[str]:
    found = []
    day = draft.term.day.date if draft.term else None
    if draft.term is not None and day is None:
        found.append(f"Thời hạn “{text}” thiếu năm hoặc không có trong lịch.")
    if draft.term is not None and draft.term.counted:
        found.append(f"Thời hạn “{text}” không nêu ngày; tính ra ngày cuối là {day:%d/%m/%Y}." if day else "")
    if draft.vague is not None:
        found.append(f"Thời hạn “{text}” không nêu ngày cụ thể.")
    if day and dated and day - dated < _OLD:
        found.append(f"Thời hạn “{text}” sớm hơn ngày ban hành văn bản.")
    if day and dated and day - dated > _FAR:
        found.append(f"Thời hạn “{text}” cách ngày ban hành hơn ba năm.")
    if draft.assignee is None:
        found.append("Có nhiệm vụ không rõ đơn vị thực hiện.")
    return found
