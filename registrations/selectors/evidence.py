"""Reads around the producer's papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from registrations.duplicates import marks_of_stored
from registrations.models import Dossier, DossierItem, Evidence, EvidenceFile, Producer, Submission
from registrations.selectors.doors import dossiers_visible_to, evidence_visible_to


@dataclass(frozen=True)
class Use:
    """A dossier that a paper goes with, and the items of its rubric that the paper proves."""

    dossier: Dossier
    items: list[str]


def papers_of(user: Any, producer: Producer | int) -> QuerySet[Evidence]:
    """Return the current papers of a producer that a person may see."""
    return evidence_visible_to(user).filter(producer=producer, superseded_at=None)


def papers_with_uses(user: Any, producer: Producer | int) -> QuerySet[Evidence]:
    """Return the same with ``in_use``: whether any dossier goes with the paper or with an earlier version of it."""
    family = Q(pk=OuterRef("pk")) | Q(pk=OuterRef("first")) | Q(first=OuterRef("first"))
    used = Evidence.objects.filter(family).filter(Q(dossiers__isnull=False) | Q(items__isnull=False))
    return papers_of(user, producer).annotate(in_use=Exists(used))


def papers_for(user: Any, dossier: Dossier) -> QuerySet[Evidence]:
    """Return the papers that may go with a dossier: the producer's current ones, and older ones that go with it now."""
    held = Q(pk__in=dossier.papers.values("pk")) | Q(pk__in=dossier.items.values("evidence"))
    return evidence_visible_to(user).filter(Q(superseded_at=None) | held, producer=dossier.producer_id)


def versions_of(user: Any, evidence: Evidence) -> QuerySet[Evidence]:
    """Return every version of a paper that a person may see, the newest first."""
    first = evidence.first_id_or_own
    rows = evidence_visible_to(user).filter(Q(pk=first) | Q(first=first))
    return rows.select_related("created_by").order_by("-ordinal")


def uses_of(user: Any, evidence: Evidence) -> list[Use]:
    """Return where a version of a paper is used, as far as the person may see it, newest dossier first."""
    rows = dossiers_visible_to(user).filter(Q(papers=evidence) | Q(items__evidence=evidence)).distinct()
    dossiers = list(rows.order_by("-pk"))
    proved = DossierItem.objects.filter(evidence=evidence, dossier__in=dossiers).select_related("criterion")
    keys: dict[int, list[str]] = {}
    for item in proved.order_by("criterion__order"):
        keys.setdefault(item.dossier_id, []).append(item.criterion.key)
    return [Use(dossier, keys.get(dossier.pk, [])) for dossier in dossiers]


def current_papers(producer: Producer | int) -> dict[int, Evidence]:
    """Return the current version of each paper of a producer, by the key of its first version."""
    rows = Evidence.objects.filter(producer=producer, superseded_at=None)
    return {row.first_id_or_own: row for row in rows}


def newest_versions(papers: Iterable[Evidence], current: dict[int, Evidence]) -> list[Evidence]:
    """Return the newest version of each paper (``current`` is what ``current_papers`` returned)."""
    return [current.get(paper.first_id_or_own, paper) for paper in papers]


def submitted_with(evidence: Evidence) -> Dossier | None:
    """Return a dossier that was submitted with this version of a paper: then the version must stay as it is."""
    carried = Q(papers=evidence) | Q(items__evidence=evidence)
    dossier = Dossier.objects.filter(carried, submitted_at__isnull=False).select_related("product").first()
    return dossier or _named_in_a_submission(evidence)


def _named_in_a_submission(evidence: Evidence) -> Dossier | None:
    """Look into what was submitted: the paper may have been taken out of a returned dossier since."""
    rows = Submission.objects.filter(dossier__producer_id=evidence.producer_id).select_related("dossier__product")
    for row in rows:
        if any(paper["id"] == evidence.pk for paper in row.content.get("papers", ())):
            return row.dossier
    return None


def marks_of_paper(evidence: Evidence) -> set[str]:
    """Return by what the files of a version of a paper are known again."""
    files = EvidenceFile.objects.filter(evidence=evidence).select_related("stored")
    return marks_of_stored(file.stored for file in files)


def papers_with_same_file(evidence: Evidence) -> QuerySet[Evidence]:
    """Return the producer's other current papers that hold a file of this one."""
    marks = marks_of_paper(evidence)
    same = Q(stored__sha256__in=marks) | Q(stored__source_sha256__in=marks)
    files = EvidenceFile.objects.filter(same, evidence__producer=evidence.producer_id)
    rows = Evidence.objects.filter(superseded_at=None, pk__in=files.values("evidence_id"))
    return rows.exclude(pk=evidence.pk)
