"""The commune's check of a dossier as it is read: every place with its finding, and what stands at one place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from foundation.formatting import day, money
from registrations.changes import changed_places
from registrations.enums import EvidenceKind as K
from registrations.enums import Verdict
from registrations.models import Correction, Dossier, DossierItem, Evidence, EvidenceFile, ItemCheck
from registrations.steps import TEXT_STEPS, places_of
from rubrics.models import Criterion

# Which papers are looked at beside a step that is not an item of the rubric; "papers" shows all.
KINDS_BESIDE: dict[str, tuple[str, ...]] = {
    "producer": (K.BUSINESS_REGISTRATION, K.PRODUCTION_CONDITIONS),
    "product": (K.QUALITY_DECLARATION, K.TEST_REPORT, K.TRACE, K.INTELLECTUAL_PROPERTY),
    "story": (K.STORY, K.PUBLICITY),
    "results": (K.ORIGIN, K.GROWTH, K.MARKET, K.QUALITY_SYSTEM),
    "local": (K.ORIGIN, K.LABOUR),
}
_PRODUCER_LINES = (
    "name", "address", "phone", "email", "representative", "representative_post", "tax_code", "registration_no",
)  # fmt: skip


@dataclass(frozen=True)
class DeskPlace:
    """A place of the dossier on the officer's desk."""

    key: str
    label: str
    url: str
    finding: ItemCheck | None = None
    changed: bool = False
    correction: Correction | None = None

    @property
    def is_checked(self) -> bool:
        """Whether the officer has said something about it."""
        return self.finding is not None

    @property
    def to_correct(self) -> bool:
        """Whether it is marked to be corrected."""
        return self.finding is not None and self.finding.verdict == Verdict.TO_CORRECT


@dataclass(frozen=True)
class Desk:
    """All places of a dossier with what was found so far."""

    places: list[DeskPlace]

    @property
    def checked(self) -> int:
        """How many places are checked."""
        return sum(place.is_checked for place in self.places)

    @property
    def total(self) -> int:
        return len(self.places)

    @property
    def to_correct(self) -> list[DeskPlace]:
        """The places that go back to the producer."""
        return [place for place in self.places if place.to_correct]

    def at(self, key: str) -> DeskPlace | None:
        """Return the place with this key; without such a key the first one that is not checked."""
        found = next((place for place in self.places if place.key == key), None)
        open_ones = (place for place in self.places if not place.is_checked)
        return found or next(open_ones, self.places[0] if self.places else None)

    def after(self, place: DeskPlace) -> DeskPlace | None:
        """Return the next place that is not checked, from this one on and then from the beginning."""
        index = self.places.index(place)
        following = [*self.places[index + 1 :], *self.places[:index]]
        return next((other for other in following if not other.is_checked), None)

    def beside(self, place: DeskPlace) -> tuple[DeskPlace | None, DeskPlace | None]:
        """Return the places before and after this one in the order of the list."""
        index = self.places.index(place)
        later = self.places[index + 1] if index + 1 < len(self.places) else None
        return (self.places[index - 1] if index else None), later


@dataclass(frozen=True)
class PlaceContent:
    """What the producer has put at a place: rows of label and text, papers, and for an item the level."""

    rows: list[tuple[str, str]] = field(default_factory=list)
    papers: list[Evidence] = field(default_factory=list)
    item: DossierItem | None = None
    criterion: Criterion | None = None

    @property
    def files(self) -> list[EvidenceFile]:
        """The scans of its papers, in their order."""
        return [file for paper in self.papers for file in paper.files.all()]

    def file(self, pk: str) -> EvidenceFile | None:
        """Return the scan whose stored file was picked; the first one where none of these was."""
        files = self.files
        return next((file for file in files if str(file.stored_id) == pk), files[0] if files else None)


def desk_of(dossier: Dossier) -> Desk:
    """Return every place with its finding, its open correction, and whether it changed since the last return."""
    findings = {row.place: row for row in dossier.checks.select_related("checked_by")}
    corrections = {row.place: row for row in dossier.corrections.filter(settled_at=None)}
    changed = places_changed_since_return(dossier)
    page = reverse("registrations:dossier_review", args=[dossier.pk])
    return Desk(
        [
            DeskPlace(
                key=key,
                label=label,
                url=f"{page}?{urlencode({'noi-dung': key})}",
                finding=findings.get(key),
                changed=key in changed,
                correction=corrections.get(key),
            )
            for key, label in places_of(dossier).items()
        ]
    )


def places_changed_since_return(dossier: Dossier) -> set[str]:
    """Return the places that the newest submission says otherwise than the one before."""
    newest = list(dossier.submissions.order_by("-ordinal")[:2])
    return changed_places(newest[1].content, newest[0].content) if len(newest) == 2 else set()


def content_at(dossier: Dossier, key: str) -> PlaceContent:
    """Return what stands at a place, with the papers that are looked at beside it."""
    kind, _colon, item = key.partition(":")
    if kind == "item":
        return _item(dossier, item)
    papers = dossier.papers.prefetch_related("files__stored").order_by("kind", "title", "pk")
    if kind == "papers":
        return PlaceContent(papers=list(papers))
    rows = _facts(dossier, kind) if kind in ("producer", "product") else _texts(dossier, kind)
    beside = list(papers.filter(kind__in=KINDS_BESIDE[kind])) if kind in KINDS_BESIDE else []
    return PlaceContent(rows=rows, papers=beside)


def _item(dossier: Dossier, key: str) -> PlaceContent:
    criterion = Criterion.objects.filter(rubric=dossier.rubric, key=key, is_leaf=True).first()
    answers = dossier.items.filter(criterion=criterion).select_related("level")
    answer = answers.prefetch_related("evidence__files__stored").first()
    papers = list(answer.evidence.all()) if answer else []
    return PlaceContent(papers=papers, item=answer, criterion=criterion)


def _texts(dossier: Dossier, key: str) -> list[tuple[str, str]]:
    fields = TEXT_STEPS[key].fields if key in TEXT_STEPS else ()
    return [(label_of(dossier, name), shown_value(name, getattr(dossier, name))) for name in fields]


def _facts(dossier: Dossier, kind: str) -> list[tuple[str, str]]:
    if kind == "product":
        named = ("name", "group", "description", "packing", "standards")
        return [(label_of(dossier.product, name), getattr(dossier.product, name)) for name in named]
    producer = dossier.producer
    rows = [(label_of(producer, name), str(getattr(producer, name))) for name in _PRODUCER_LINES]
    rows.insert(1, (label_of(producer, "legal_form"), str(producer.get_legal_form_display())))
    dates = [(label_of(producer, name), day(getattr(producer, name))) for name in ("registered_on", "founded_on")]
    texts = [(label_of(producer, name), getattr(producer, name)) for name in ("history", "organisation")]
    return [*rows, *dates, *texts]


def label_of(obj: Any, name: str) -> str:
    """Return the words by which a column is known on screen."""
    words = str(obj._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def shown_value(name: str, value: Any) -> str:
    """Return a stored value as people read it."""
    if value in (None, ""):
        return ""
    return money(value) if name in ("revenue", "profit") else str(value)


def files_key(paper: Evidence) -> str:
    """Return the name of the set of scans that a paper has now; ``files__stored`` should have been fetched."""
    digests = sorted(file.stored.sha256 for file in paper.files.all())
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def compared_papers(dossier: Dossier, papers: Iterable[Evidence]) -> dict[int, Any]:
    """Return the standing ticks "đã đối chiếu bản chính" by paper; one whose scans have changed is left out."""
    ticks = {row.evidence_id: row for row in dossier.paper_checks.select_related("compared_by")}
    return {
        paper.pk: ticks[paper.pk] for paper in papers if paper.pk in ticks and ticks[paper.pk].files == files_key(paper)
    }
