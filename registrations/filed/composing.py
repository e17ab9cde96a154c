"""From what a dossier says (``snapshot_of``) to its forms. Forms are official papers: Vietnamese on every screen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import override

from directives.rendering import AnnexSheet, FiledDossier
from foundation import clock
from foundation.formatting import day
from registrations.enums import EvidenceKind
from registrations.filed.form_one import form_one
from registrations.filed.form_two import form_two
from registrations.models import Dossier, EvidenceFile, Submission
from registrations.selectors.digital import signed_forms_of
from registrations.snapshot import said_by


def compose(dossier: Dossier) -> dict[str, Any]:
    """Return what a copy of the dossier holds, as plain values: ``filed`` (the forms) and ``papers`` with their files.

    ``signed`` names the forms as the producer has signed them digitally, None without a signature. A dossier that was
    submitted speaks as it did in its last submission, whatever is being written in it since; one that was not is marked
    as a draft.
    """
    content, last = said_by(dossier)
    papers = numbered_papers(content)
    with override("vi"):
        filed = FiledDossier(
            title=f"Hồ sơ sản phẩm OCOP: {content['product']['name']}",
            producer=content["producer"]["name"],
            forms=[
                form_one(dossier, content, _day_of(last), len(papers)),
                form_two(dossier, content, _day_of(last), papers),
            ],
            annexes=[_sheet(paper) for paper in papers],
            created=_day_of(last),
            verify_url=f"{settings.PUBLIC_BASE_URL}{dossier.get_absolute_url()}",
            draft=last is None,
            training=dossier.training,
        )
    return {
        "filed": filed.to_dict(),
        "papers": papers,
        "signed": _signed(dossier),
        "submission": last.ordinal if last else 0,
    }


def _signed(dossier: Dossier) -> dict[str, Any] | None:
    """Return the digitally signed forms, and whether they are older than what the dossier says."""
    forms = signed_forms_of(dossier)
    return {"id": forms.file.stored_id, "outdated": forms.outdated} if forms else None


def _day_of(submission: Submission | None) -> date | None:
    return clock.local(submission.at).date() if submission else None


def numbered_papers(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the papers in the order in which they are bound, each with its annex number and its stored files."""
    kinds = list(EvidenceKind.values)
    rows = sorted(content["papers"], key=lambda row: (kinds.index(row["kind"]), row["title"], row["id"]))
    known = EvidenceFile.objects.filter(evidence__in=[row["id"] for row in rows]).select_related("stored")
    stored = {(file.evidence_id, file.stored.sha256): file.stored for file in known}
    found = []
    for place, row in enumerate(rows, start=1):
        files = [stored[row["id"], sha] for sha in row["files"] if (row["id"], sha) in stored]
        items = [item["item"] for item in content["items"] if row["id"] in item["papers"]]
        listed = [{"id": file.pk, "name": file.original_name, "sha256": file.sha256} for file in files]
        found.append({**row, "annex": f"{place:02d}", "items": items, "files": listed})
    return found


def _sheet(paper: dict[str, Any]) -> AnnexSheet:
    expires = date.fromisoformat(paper["expires_on"]) if paper["expires_on"] else None
    facts = [
        ("Loại minh chứng", str(EvidenceKind(paper["kind"]).label)),
        ("Số", paper["number"]),
        ("Cơ quan cấp", paper.get("issuer", "")),
        ("Có giá trị đến", day(expires) if expires else ""),
        ("Dùng cho tiêu chí", ", ".join(paper["items"])),
        ("Số tệp", str(len(paper["files"]))),
    ]
    return AnnexSheet(paper["annex"], paper["title"], [(label, value) for label, value in facts if value])
