"""Everything that stands in a dossier, in the order in which it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from foundation.formatting import money
from registrations.models import Dossier, DossierItem, Evidence, EvidenceFile
from registrations.selectors import item_map
from registrations.steps import TEXT_STEPS, steps_of
from rubrics.scoring import ItemSpec
from rubrics.selectors import spec_for


@dataclass(frozen=True)
class TextBlock:
    """A step with what was written in it."""

    title: Any
    rows: list[tuple[str, str]]


@dataclass(frozen=True)
class ItemRow:
    """An item of the rubric with the producer's answer; ``answer`` is None while it is open."""

    criterion: ItemSpec
    answer: DossierItem | None
    papers: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True)
class PartBlock:
    """A part of the rubric with its items."""

    code: str
    title: str
    items: list[ItemRow]


@dataclass(frozen=True)
class Contents:
    """A dossier for reading."""

    texts: list[TextBlock]
    parts: list[PartBlock]
    papers: list[Evidence]

    @property
    def answers(self) -> dict[str, DossierItem]:
        """The answers by item key."""
        return {row.criterion.key: row.answer for part in self.parts for row in part.items if row.answer}


def contents_of(dossier: Dossier) -> Contents:
    """Return the whole dossier for reading; the number of queries does not grow with what is in it."""
    texts = [
        TextBlock(step.title, [_text(dossier, name) for name in step.fields])
        for step in steps_of(dossier)
        if step.key in TEXT_STEPS
    ]
    files = Prefetch("files", queryset=EvidenceFile.objects.select_related("stored"))
    papers = list(dossier.papers.prefetch_related(files).order_by("kind", "title", "pk"))
    return Contents(texts, _parts(dossier), papers)


def _text(dossier: Dossier, name: str) -> tuple[str, str]:
    value = getattr(dossier, name)
    label = str(dossier._meta.get_field(name).verbose_name)
    return label, money(value) if name in ("revenue", "profit") and value is not None else value or ""


def _parts(dossier: Dossier) -> list[PartBlock]:
    if dossier.rubric is None:
        return []
    answers, spec = item_map(dossier), spec_for(dossier.rubric)
    blocks = {part.code: PartBlock(part.code, part.title, []) for part in spec.parts}
    for item in spec.items:
        answer = answers.get(item.key)
        blocks[item.part].items.append(ItemRow(item, answer, list(answer.evidence.all()) if answer else []))
    return [block for block in blocks.values() if block.items]
