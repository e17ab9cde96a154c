"""Who is addressed, and until when, while the paragraphs of a letter pass by."""

from __future__ import annotations

from dataclasses import dataclass, field

from directives.reader.assignees import Named
from directives.reader.deadlines import Term
from directives.reader.drafts import Draft
from directives.reader.source import Source


@dataclass
class HeadingTerm:
    """A term that a heading sets for the items below it; ``items`` is their level once one has come."""

    level: int
    term: Term
    items: int | None = None


@dataclass
class Walk:
    """What the headings and sentences above a paragraph have said."""

    src: Source
    fallback: Named | None
    headings: list[tuple[int, Named | None]] = field(default_factory=list)
    default: Named | None = None
    order: bool = False
    listing: bool = False  # the order's list holds what is to be sent, not what is to be done
    suspended: int | None = None
    drafts: list[Draft] = field(default_factory=list)
    suspended_words: str = ""
    title: str = ""  # the last heading, and the sentence after it that ends in a colon: what rounds are for
    context: str = ""
    intro: tuple[int, int] | None = None
    term: HeadingTerm | None = None

    def current(self, level: int) -> Named | None:
        """The assignee of the nearest heading above a level."""
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        return self.headings[-1][1] if self.headings else None

    def inherited(self, level: int) -> Term | None:
        """The term of the heading above an item of this level; it ends with the next heading of its level."""
        if self.term is not None and level <= self.term.level:
            self.term = None
        if self.term is None:
            return None
        named_between = bool(self.headings) and self.term.level < self.headings[-1][0] < level
        if self.term.items is None or level < self.term.items:
            self.term.items = level
        return self.term.term if level == self.term.items or named_between else None
