"""A task as it is being read, and what of a paragraph or a row of a table belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from directives.reader.assignees import Named, heading_assignee, inline_assignee
from directives.reader.deadlines import Term, terms_in
from directives.reader.paragraphs import CELL, NO_MARK, Paragraph
from directives.reader.recurrence import Cycle
from directives.reader.source import Source
from directives.reader.words import VERB

_FULL_STOP = re.compile(r"(?<!\bTP)(?<!\bTp)[.]\s+(?=[A-ZĐÂÊÔƠƯÁÀỦỨỞ])")
_WHOLE_SENTENCE = 6  # words before the deadline


@dataclass
class Draft:
    """A task as it is being read."""

    assignee: Named | None
    start: int
    end: int
    text_start: int
    level: int
    term: Term | None = None
    cycle: Cycle | None = None
    round: tuple[int, int] | None = None
    vague: tuple[int, int] | None = None
    cooperating: list[Named] = field(default_factory=list)
    confidence: float = 0.8
    intro: tuple[int, int] | None = None  # what a round that only says when is for
    words: str = ""  # what is to be done, where it does not stand in one piece


def copied(host: Draft, term: Term | None, mark: tuple[int, int] | None) -> Draft:
    return Draft(
        host.assignee, host.start, host.end, host.text_start, host.level, term, None, mark, None, host.cooperating, 0.75
    )


def is_bare(src: Source, part: Paragraph, terms: list[Term]) -> bool:
    """Whether a paragraph says nothing but when."""
    head = src.lower[part.text_start : terms[0].start]
    rest = src.lower[terms[-1].end : part.end].strip(" .;:/")
    verbs = [
        v for v in VERB.findall(head) if v not in ("hoàn thành", "thực hiện", "đăng ký", "tiếp nhận", "nộp", "gửi")
    ]
    return len(head.split()) <= 9 and not verbs and len(rest) < 40 and not VERB.search(rest)


def row_of(src: Source, part: Paragraph) -> tuple[Named | None, tuple[int, int]]:
    """Of a row of a table: the cell that names bodies, and the first other cell of words: what is to be done."""
    at, cells = part.text_start, []
    for gap in [*CELL.finditer(src.text, part.text_start, part.end), None]:
        cells.append((at, gap.start() if gap else part.end))
        at = gap.end() if gap else at
    bodies = {cell: found for cell in cells if (found := heading_assignee(src, *cell))}
    told = [
        cell
        for cell in cells
        if cell not in bodies and not terms_in(src, *cell) and len(src.text[slice(*cell)].split()) > 1
    ]
    if not told and len(bodies) > 1:  # "Hội đồng xã đánh giá | Phòng Kinh tế": what sounds like a body stands first
        told = [min(bodies)]
        bodies.pop(told[0])
    return next(iter(bodies.values()), None), told[0] if told else (part.text_start, part.end)


def sentence_of(src: Source, part: Paragraph, term: Term) -> int:
    """Where what is to be done begins: in running text of several sentences, with the sentence of the deadline."""
    if part.level < NO_MARK:
        return part.text_start
    ends = [found.end() for found in _FULL_STOP.finditer(src.text, part.text_start, term.text_start)]
    at = ends[-1] if ends else part.text_start
    return at if len(src.text[at : term.text_start].split()) >= _WHOLE_SENTENCE else part.text_start


def own_assignee(src: Source, part: Paragraph, term: Term, terms: list[Term]) -> Named | None:
    """Of several deadlines in one paragraph each may have its own body: "Phòng A … trước ngày …; Phòng B …"."""
    if len(terms) < 2:
        return None
    before = [other.end for other in terms if other.end <= term.start]
    left = max([part.text_start, *before])
    cut = max(src.text.rfind("; ", left, term.start), src.text.rfind(". ", left, term.start))
    start = cut + 2 if cut >= left else left
    while start < term.start and src.text[start] in " ,;.-\n)":
        start += 1
    return inline_assignee(src, start, term.end)


def distinct(terms: list[Term]) -> list[Term]:
    seen: set[tuple[int, int, int | None, str, bool]] = set()
    kept = []
    for term in terms:
        key = (term.day.day, term.day.month, term.day.year, term.kind, term.counted)
        if key not in seen:
            seen.add(key)
            kept.append(term)
    return kept


def share_year(drafts: list[Draft], dated: str | None) -> None:
    """A year written with some of a letter's deadlines serves the others, if they do not lie before the letter."""
    days = [draft.term.day for draft in drafts if draft.term is not None and not draft.term.counted]
    years = {day.year for day in days if day.year is not None}
    if len(years) != 1:
        return
    for day in days:
        guess = replace(day, year=min(years)) if day.year is None else day
        if day.year is None and guess.date and guess.date.isoformat() >= (dated or ""):
            day.year = guess.year
