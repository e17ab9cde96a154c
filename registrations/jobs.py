"""Background work of registrations: receipts, the communes' opinions, and copies of whole dossiers."""

from __future__ import annotations

from django.db import transaction

from activity import jobs
from activity.models import Job
from directives.rendering import CommuneOpinion, Receipt, render_commune_opinion_pdf, render_receipt_pdf
from foundation import files
from foundation.text import slug
from registrations.enums import FileKind
from registrations.filed import package_of, whole_pdf
from registrations.models import DossierFile
from registrations.services.files import MAKE_FORM

_NAMES = {
    FileKind.RECEIPT: "giay-tiep-nhan",
    FileKind.OPINION: "mau-03",
    FileKind.WHOLE: "ho-so",
    FileKind.PACKAGE: "ho-so",
}


@jobs.handler(MAKE_FORM)
def make_form(job: Job, progress: jobs.Progress) -> None:
    """Make a file from its fixed context and store it once; a second run finds it stored."""
    _make(DossierFile.objects.select_related("dossier__product").get(pk=job.payload["file"]))
    progress(1, 1)


def _make(row: DossierFile) -> DossierFile:
    if row.stored_id is not None:
        return row
    content = _content(row)
    zipped = row.kind == FileKind.PACKAGE
    name = f"{_NAMES[FileKind(row.kind)]}-{slug(row.dossier.product.name)}.{'zip' if zipped else 'pdf'}"
    with transaction.atomic():
        stored = files.store(name=name, content_type=f"application/{'zip' if zipped else 'pdf'}", content=content)
        DossierFile.objects.filter(pk=row.pk, stored=None).update(stored=stored)
    row.refresh_from_db()
    return row


def _content(row: DossierFile) -> bytes:
    if row.kind == FileKind.RECEIPT:
        return render_receipt_pdf(Receipt.from_dict(row.context))
    if row.kind == FileKind.OPINION:
        return render_commune_opinion_pdf(CommuneOpinion.from_dict(row.context))
    if row.kind == FileKind.WHOLE:
        return whole_pdf(row.context)
    # The ZIP holds the PDF, whose own job may not have had its turn.
    whole = _make(DossierFile.objects.select_related("dossier__product").get(pk=row.context["whole"]))
    if whole.stored is None:
        raise jobs.Postpone("the PDF of the dossier is being stored")
    return package_of(row.context, files.read(whole.stored))
