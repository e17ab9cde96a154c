"""Everything that stands in a dossier, in the order in which it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q

from foundation.formatting import money
from registrations.models import Dossier, DossierItem, Evidence, EvidenceFile
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
    answers, used = _answers(dossier)
    papers = _papers(dossier, used)
    parts = _parts(dossier, answers, {key: [papers[pk] for pk in papers if pk in pks] for key, pks in used.items()})
    return Contents(texts, parts, [paper for paper in papers.values() if paper.attached])


def _answers(dossier: Dossier) -> tuple[dict[str, DossierItem], dict[str, set[int]]]:
    """Return the answers to the product set by item key, and the papers of each, in one query."""
    answers: dict[str, DossierItem] = {}
    used: dict[str, set[int]] = {}
    if dossier.rubric_id is None:
        return answers, used
    rows = dossier.items.filter(criterion__rubric_id=dossier.rubric_id).select_related("criterion", "level")
    for row in rows.annotate(paper=F("evidence__pk")):
        answers.setdefault(row.criterion.key, row)
        if row.paper is not None:
            used.setdefault(row.criterion.key, set()).add(row.paper)
    return answers, used


def _papers(dossier: Dossier, used: dict[str, set[int]]) -> dict[int, Any]:
    """Return the papers of the dossier and of its items; ``attached`` are those that go with it as a whole."""
    files = Prefetch("files", queryset=EvidenceFile.objects.select_related("stored"))
    attached = Exists(Dossier.papers.through.objects.filter(dossier=dossier, evidence=OuterRef("pk")))
    rows = Evidence.objects.annotate(attached=attached)
    rows = rows.filter(Q(attached=True) | Q(pk__in={pk for pks in used.values() for pk in pks}))
    return {paper.pk: paper for paper in rows.prefetch_related(files).order_by("kind", "title", "pk")}


def _text(dossier: Dossier, name: str) -> tuple[str, str]:
    value = getattr(dossier, name)
    label = str(dossier._meta.get_field(name).verbose_name)
    return label, money(value) if name in ("revenue", "profit") and value is not None else value or ""


def _parts(dossier: Dossier, answers: dict[str, DossierItem], papers: dict[str, list[Evidence]]) -> list[PartBlock]:
    if dossier.rubric is None:
        return []
    spec = spec_for(dossier.rubric)
    blocks = {part.code: PartBlock(part.code, part.title, []) for part in spec.parts}
    for item in spec.items:
        blocks[item.part].items.append(ItemRow(item, answers.get(item.key), papers.get(item.key, [])))
    return [block for block in blocks.values() if block.items]
