"""What a dossier says at one moment, as plain values: kept with every submission."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from registrations.models import Dossier, Evidence, Submission
from registrations.steps import TEXT_STEPS

PRODUCER_FIELDS = (
    "name", "legal_form", "address", "phone", "email", "representative", "representative_post", "representative_gender",
    "representative_ethnicity", "representative_address", "tax_code", "registration_no", "history", "organisation",
)  # fmt: skip
PRODUCT_FIELDS = ("name", "group", "description", "packing", "standards")


def snapshot_of(dossier: Dossier) -> dict[str, Any]:
    """Return producer, product, texts, answers and papers (with the SHA-256 of each file) as they stand."""
    producer, product = dossier.producer, dossier.product
    dates = {name: _day(getattr(producer, name)) for name in ("registered_on", "founded_on")}
    return {
        "producer": {name: getattr(producer, name) for name in PRODUCER_FIELDS} | dates | {"unit": producer.unit.name},
        "product": {name: getattr(product, name) for name in PRODUCT_FIELDS},
        "kind": dossier.kind,
        "rubric": dossier.rubric.number if dossier.rubric else None,
        "texts": {name: getattr(dossier, name) for step in TEXT_STEPS.values() for name in step.fields},
        "items": _items(dossier),
        "papers": [_paper(paper) for paper in papers_of(dossier)],
    }


def said_by(dossier: Dossier) -> tuple[dict[str, Any], Submission | None]:
    """Return what a dossier says and the submission that says it: the last one, however it is being written since.

    One that was never submitted says what stands in it now.
    """
    last = dossier.submissions.order_by("ordinal").last()
    return (last.content if last else snapshot_of(dossier)), last


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of what a dossier says, the same for the same content on every day."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def papers_of(dossier: Dossier) -> list[Evidence]:
    """Return the papers that go with a dossier as a whole or with one of its items, with their files."""
    rows = Evidence.objects.filter(pk__in=dossier.papers.values("pk")) | Evidence.objects.filter(
        pk__in=dossier.items.values("evidence__pk")
    )
    return list(rows.order_by("pk").prefetch_related("files__stored"))


def _items(dossier: Dossier) -> list[dict[str, Any]]:
    rows = dossier.items.filter(criterion__rubric_id=dossier.rubric_id, answered=True)
    rows = rows.select_related("criterion", "level").prefetch_related("evidence").order_by("criterion__order")
    return [
        {
            "item": row.criterion.key,
            "level": row.level.order if row.level else None,
            "points": row.level.points if row.level else 0,
            "description": row.description,
            "papers": [paper.pk for paper in row.evidence.all()],
        }
        for row in rows
    ]


def _paper(paper: Evidence) -> dict[str, Any]:
    return {
        "id": paper.pk,
        "kind": paper.kind,
        "title": paper.title,
        "number": paper.number,
        "issuer": paper.issuer,
        "issued_on": _day(paper.issued_on),
        "expires_on": _day(paper.expires_on),
        "first": paper.first_id_or_own,
        "version": paper.ordinal,
        "files": [file.stored.sha256 for file in paper.files.all()],
    }


def _day(value: Any) -> str:
    return value.isoformat() if value else ""
