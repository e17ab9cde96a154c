"""What a score sheet shows: the official form, and beside each item what producer and commune say about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from evaluations.marks import choice_of
from evaluations.models import AdvisoryNote, Entry, Sheet, SheetItem
from evaluations.selectors.below import Below, below_by_item
from foundation.text import search_key
from registrations.models import CommuneOpinion, Dossier, DossierItem
from rubrics.models import Criterion, Part
from rubrics.selectors import CaseNode, CriterionNode, rubric_tree

# Words in an item's title by which one of the four contents of Mẫu 03 belongs to it, in the form of ``search_key``.
_CONTENTS = {
    "origin": ("nguyen lieu",),
    "labour": ("lao dong dia phuong",),
    "idea": ("y tuong san pham",),
    "identity": ("ban sac dia phuong",),
}


@dataclass(frozen=True)
class Line:
    """A line of the form: a heading (no cases), or an item with its levels and everything that is known about it."""

    criterion: Criterion
    depth: int
    cases: tuple[CaseNode, ...] = ()
    item: SheetItem | None = None
    own: DossierItem | None = None
    opinions: tuple[tuple[str, str, str], ...] = ()
    advice: AdvisoryNote | None = None
    below: Below | None = None

    @property
    def is_item(self) -> bool:
        """Whether it is scored."""
        return bool(self.cases)

    @property
    def is_answered(self) -> bool:
        """Whether the member has ticked something."""
        return self.item is not None and self.item.answered

    @property
    def chosen(self) -> str:
        """The ticked choice as the form posts it: a level's id, "0" for "không đạt", empty for nothing."""
        return choice_of(self.item)


@dataclass(frozen=True)
class PartLines:
    """A part of the form with its lines, and how far it is."""

    part: Part
    lines: tuple[Line, ...]

    @property
    def items(self) -> tuple[Line, ...]:
        """The lines that are scored."""
        return tuple(line for line in self.lines if line.is_item)

    @property
    def done(self) -> int:
        """How many items are answered."""
        return sum(line.is_answered for line in self.items)

    @property
    def points(self) -> int:
        """The points so far."""
        return sum(line.item.points for line in self.items if line.item)


@dataclass(frozen=True)
class SheetForm:
    """The whole form of one member for one entry."""

    parts: tuple[PartLines, ...]
    opinion: CommuneOpinion | None

    @property
    def items(self) -> tuple[Line, ...]:
        """All items of the form."""
        return tuple(line for part in self.parts for line in part.items)

    @property
    def done(self) -> int:
        """How many items are answered."""
        return sum(part.done for part in self.parts)

    @property
    def total(self) -> int:
        """The points so far."""
        return sum(part.points for part in self.parts)

    @property
    def max_total(self) -> int:
        """The most points that the form can give."""
        return sum(part.part.max_points for part in self.parts)

    @property
    def missing(self) -> tuple[Line, ...]:
        """The items that are not answered yet."""
        return tuple(line for line in self.items if not line.is_answered)


def sheet_form(
    entry: Entry, sheet: Sheet | None, *, beside: bool = True, advice: Mapping[int, AdvisoryNote] | None = None
) -> SheetForm:
    """Return the official form of an entry with a member's answers. The caller has checked who may see the sheet.

    ``beside``: with what producer and commune say about each item; a sheet that saves itself needs none of it.
    ``advice``: what the advisory team says, as far as the reader may know it (``advice_by_item``).
    """
    known = _Beside({item.criterion_id: item for item in sheet.items.all()} if sheet else {}, advice or {})
    if beside:
        known = _with_what_was_said(known, entry)
    parts = tuple(PartLines(node.part, tuple(_lines(node.children, known))) for node in rubric_tree(entry.rubric))
    return SheetForm(parts=parts, opinion=known.opinion)


def _own_answers(dossier: Dossier) -> dict[int, DossierItem]:
    """Return the producer's self-assessment by item, with the papers that it names."""
    rows = dossier.items.select_related("level").prefetch_related("evidence__files__stored")
    return {row.criterion_id: row for row in rows}


@dataclass(frozen=True)
class _Beside:
    """Everything that is known about the items, by item."""

    items: Mapping[int, SheetItem]
    advice: Mapping[int, AdvisoryNote]
    own: Mapping[int, DossierItem] = field(default_factory=dict)
    opinion: CommuneOpinion | None = None
    below: Mapping[int, Below] = field(default_factory=dict)

    def line(self, node: CriterionNode) -> Line:
        """Return an item with all that stands beside it."""
        criterion, pk = node.criterion, node.criterion.pk
        found = opinions_on(criterion, self.opinion)
        item, own, advice, below = self.items.get(pk), self.own.get(pk), self.advice.get(pk), self.below.get(pk)
        return Line(criterion, node.depth, node.cases, item, own, found, advice, below)


def _with_what_was_said(known: _Beside, entry: Entry) -> _Beside:
    """Add what producer, commune and the round below say about the items."""
    approved = CommuneOpinion.objects.filter(dossier=entry.dossier, approved_at__isnull=False).first()
    if approved:
        approved.dossier = entry.dossier
    return replace(known, own=_own_answers(entry.dossier), opinion=approved, below=below_by_item(entry))


def _lines(nodes: tuple[CriterionNode, ...], known: _Beside) -> Iterator[Line]:
    for node in nodes:
        yield known.line(node) if node.cases else Line(node.criterion, node.depth)
        yield from _lines(node.children, known)


def opinions_on(criterion: Criterion, opinion: CommuneOpinion | None) -> tuple[tuple[str, str, str], ...]:
    """Return the contents of Mẫu 03 that belong to an item: what it is about, what the producer and the commune say."""
    if opinion is None:
        return ()
    title = search_key(criterion.title)
    found = []
    for name, words in _CONTENTS.items():
        text = getattr(opinion, name)
        if text and any(word in title for word in words):
            label = CommuneOpinion._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            found.append((str(label), getattr(opinion.dossier, f"local_{name}"), text))
    return tuple(found)


def own_sheet(entry: Entry, user: Any, *, with_items: bool = True) -> Sheet | None:
    """Return the member's own sheet of an entry, with its items unless only its state is asked for."""
    rows = Sheet.objects.filter(entry=entry, member__user=user).select_related("member__user")
    return (rows.prefetch_related("items") if with_items else rows).order_by("pk").first()
