"""Headings that set a term for all items below them, until the next heading of their level.

"Các việc hoàn thành trước ngày …:", "Trong tháng 9/2025:", or with a name: "Phòng Kinh tế (xong trước ngày …):".
"""

from __future__ import annotations

import re

from directives.reader.assignees import heading_assignee
from directives.reader.deadlines import Term
from directives.reader.paragraphs import NO_MARK, Paragraph
from directives.reader.walk import HeadingTerm, Walk
from directives.reader.words import spaced

_LONGEST = 170
_GROUP = re.compile(
    spaced(
        r"\W*(?:(?:các|những|nhóm|một số|toàn bộ) )?(?:(?:nhóm )?(?:nội dung|nhiệm vụ|công việc|phần việc|việc"
        r"|hạng mục|hoạt động|giai đoạn \w+|bước \w+|đợt \w+)(?: (?:phải|cần|trọng tâm|trước mắt|cấp bách|ưu tiên"
        r"|cụ thể|được giao|có|thực hiện|triển khai|làm|tiến hành|ngay|sau))*)?\W*"
        r"(?:(?:phải |cần )?(?:hoàn thành|hoàn tất|xong|thực hiện|làm)(?: (?:ngay|xong|dứt điểm))?"
        r"|thời (?:hạn|gian)(?: hoàn thành)?)?\W*"
    )
)
_HEADING_END = re.compile(r"[\s).:]*")


def enter_term(walk: Walk, part: Paragraph, following: Paragraph | None, terms: list[Term]) -> bool:
    """Take a heading that sets a term for all items below it, and perhaps names who is to do them."""
    src = walk.src
    if len(terms) != 1 or following is None or part.end - part.start > _LONGEST:
        return False
    if following.level <= part.level < NO_MARK or part.level == following.level:
        return False
    term, rest = terms[0], src.text[terms[0].end : part.end]
    before = src.lower[part.text_start : term.text_start]
    group = bool(_GROUP.fullmatch(before))
    named = None if group else heading_assignee(src, part.text_start, part.text_start + len(before.rstrip(" (,;–-\n")))
    closed = ":" in rest or (part.level < NO_MARK and not rest.strip())
    if not (group or named) or not closed or not _HEADING_END.fullmatch(rest):
        return False
    level = part.level if part.level < NO_MARK else following.level - 1
    walk.current(level)
    walk.term = HeadingTerm(level, term)
    walk.headings.append((level, named or (walk.headings[-1][1] if walk.headings else None)))
    walk.suspended = None
    return True
