"""Background work of registrations: the PDFs of receipts and of the communes' opinions."""

from __future__ import annotations

from django.db import transaction

from activity import jobs
from activity.models import Job
from directives.rendering import CommuneOpinion, Receipt, render_commune_opinion_pdf, render_receipt_pdf
from foundation import files
from foundation.text import slug
from registrations.enums import FileKind
from registrations.models import DossierFile
from registrations.services.files import MAKE_FORM


@jobs.handler(MAKE_FORM)
def make_form(job: Job, progress: jobs.Progress) -> None:
    """Make the PDF of a form from its fixed context and store it once; a second run finds it stored."""
    row = DossierFile.objects.select_related("dossier__product").get(pk=job.payload["file"])
    if row.stored_id is not None:
        return
    if row.kind == FileKind.RECEIPT:
        name, content = "giay-tiep-nhan", render_receipt_pdf(Receipt.from_dict(row.context))
    else:
        name, content = "mau-03", render_commune_opinion_pdf(CommuneOpinion.from_dict(row.context))
    filename = f"{name}-{slug(row.dossier.product.name)}.pdf"
    with transaction.atomic():
        stored = files.store(name=filename, content_type="application/pdf", content=content)
        DossierFile.objects.filter(pk=row.pk, stored=None).update(stored=stored)
    progress(1, 1)
