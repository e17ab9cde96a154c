"""The PDF that a producer signs digitally: both forms as they stand, with the SHA-256 of every file that goes along."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import override

from directives.rendering import Column, FiledDossier, FiledForm, Section, Table
from foundation import clock
from registrations.filed.composing import numbered_papers
from registrations.filed.form_one import form_one
from registrations.filed.form_two import form_two
from registrations.models import Dossier
from registrations.snapshot import digest_of, snapshot_of


def compose_to_sign(dossier: Dossier) -> dict[str, Any]:
    """Return what the PDF for signing holds, as plain values: ``filed`` (the forms) and the ``digest`` of the content.

    The papers themselves are not bound in, so that the file stays small enough for every signing program; the table
    of their checksums at the end lets the signature stand for them, too.
    """
    content = snapshot_of(dossier)
    papers, today = numbered_papers(content), clock.today()
    with override("vi"):
        report = form_two(dossier, content, today, papers)
        filed = FiledDossier(
            title=f"Hồ sơ sản phẩm OCOP: {content['product']['name']}",
            producer=content["producer"]["name"],
            forms=[form_one(dossier, content, today, len(papers)), _with_checksums(report, papers)],
            created=today,
            verify_url=f"{settings.PUBLIC_BASE_URL}{dossier.get_absolute_url()}",
            training=dossier.training,
        )
    return {"filed": filed.to_dict(), "digest": digest_of(content)}


def _with_checksums(form: FiledForm, papers: list[dict[str, Any]]) -> FiledForm:
    rows = [[paper["annex"], file["name"], file["sha256"]] for paper in papers for file in paper["files"]]
    if not rows:
        return form
    table = Table([Column("Phụ lục", 10), Column("Tệp", 32), Column("Mã kiểm tra SHA-256", 58)], rows)
    return replace(form, body=[*form.body, Section("Tệp minh chứng kèm theo và mã kiểm tra"), table])
