"""From a paragraph that orders something to its tasks: one for each deadline and each recurrence, or one without."""

from __future__ import annotations

import re

from directives.reader.assignees import Named, cooperating_in, inline_assignee
from directives.reader.deadlines import VAGUE, Term
from directives.reader.drafts import Draft, copied, distinct, own_assignee, row_of, sentence_of
from directives.reader.paragraphs import ROUND, Paragraph, is_row
from directives.reader.recurrence import Cycle
from directives.reader.rounds import round_of, round_of_row
from directives.reader.source import Source
from directives.reader.walk import Walk
from directives.reader.words import spaced

_OWN_ACT = re.compile(
    spaced(r"(?:phân công|chỉ đạo|mời|kiến nghị|đề xuất) ")
)  # under a heading: what the one named there does


def write(walk: Walk, part: Paragraph, terms: list[Term], cycles: list[Cycle]) -> None:
    """Add the tasks of a paragraph to the walk's drafts."""
    if is_row(walk.src.text[part.start : part.end]):
        _write_row(walk, part, terms, cycles)
        return
    dated = [cycle for cycle in cycles if cycle.day]  # "báo cáo 6 tháng gửi trước ngày 10/6": each year's
    terms = [term for term in terms if term.day.year or not any(_meet(term, cycle) for cycle in dated)]
    base = _base(walk, part, timed=bool(terms or cycles))
    cycles = [cycle for cycle in cycles if not any(_meet(term, cycle) for term in terms)]
    base.vague = _vague(walk.src, part) if not terms and not cycles else None
    if not terms and not cycles:
        walk.drafts.append(base)
    for term in distinct(terms):
        walk.drafts.append(_with_term(walk, part, base, term, terms))
    for cycle in cycles:
        draft = copied(base, None, None)
        draft.cycle, draft.confidence = cycle, base.confidence
        walk.drafts.append(draft)


def _meet(term: Term, cycle: Cycle) -> bool:
    return term.start < cycle.end and cycle.start < term.end


def _write_row(walk: Walk, part: Paragraph, terms: list[Term], cycles: list[Cycle]) -> None:
    """A row of a table: who and what stand in cells of their own, and so may the round."""
    named, (start, end) = row_of(walk.src, part)
    mark = round_of_row(walk.src, part)
    named = named or (inline_assignee(walk.src, *walk.intro) if mark and walk.intro else None)
    for term in distinct(terms):
        walk.drafts.append(Draft(named, start, end, start, part.level, term, None, mark, confidence=0.7))
        walk.drafts[-1].intro = walk.intro if mark and (start, end)[0] == mark[0] else None
    for cycle in cycles:
        walk.drafts.append(Draft(named, start, end, start, part.level, None, cycle, confidence=0.7))


def _base(walk: Walk, part: Paragraph, *, timed: bool) -> Draft:
    src = walk.src
    above = walk.current(part.level)
    inline = inline_assignee(src, part.text_start, part.end, anywhere=above is None and timed)
    if above is not None and _OWN_ACT.match(src.lower, part.text_start):
        inline = None
    named = inline or above or walk.default or walk.fallback
    base = Draft(named, part.start, part.end, part.text_start, part.level)
    base.cooperating = cooperating_in(src, part.text_start, part.end, named)
    base.confidence = 0.85 if inline or walk.headings else 0.7
    return base


def _vague(src: Source, part: Paragraph) -> tuple[int, int] | None:
    found = VAGUE.search(src.plain, part.start, part.end)
    group = "month" if found and found["month"] else "blank" if found and found["blank"] else 0
    return found.span(group) if found else None


def _with_term(walk: Walk, part: Paragraph, base: Draft, term: Term, terms: list[Term]) -> Draft:
    src = walk.src
    named: Named | None = own_assignee(src, part, term, terms) or base.assignee
    at = sentence_of(src, part, term)
    if at != part.text_start:
        named = inline_assignee(src, at, part.end, anywhere=True) or named
    of_round = ROUND.match(src.plain, part.text_start) or ROUND.match(src.plain, part.start)
    draft = copied(base, term, round_of(src, part.start, term) if of_round or not term.counted else None)
    draft.assignee, draft.text_start, draft.confidence = named, at, base.confidence
    draft.intro = walk.intro if of_round else None
    if of_round and walk.intro and named is walk.fallback:
        draft.assignee = inline_assignee(src, *walk.intro) or named  # "Các chủ thể lập hồ sơ theo hai đợt: …"
    return draft
