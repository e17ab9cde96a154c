"""Background work of registrations: the PDFs of the forms that the portal makes of dossiers, and whole copies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from activity import jobs
from activity.models import Job
from directives.rendering import (
    CommuneOpinion,
    OfficeSlip,
    Receipt,
    render_commune_opinion_pdf,
    render_office_slip_pdf,
    render_receipt_pdf,
)
from foundation import files
from foundation.text import slug
from registrations.enums import FileKind
from registrations.filed import forms_pdf, package_of, whole_pdf
from registrations.models import DossierFile
from registrations.selectors.files import MAKE_FORM


@jobs.handler(MAKE_FORM)
def make_form(job: Job, progress: jobs.Progress) -> None:
    """Make a file from its fixed context and store it once; a second run finds it stored.

    A dossier that was taken back meanwhile has taken its files along: then there is nothing to make.
    """
    row = DossierFile.objects.select_related("dossier__product").filter(pk=job.payload["file"]).first()
    if row is not None:
        _make(row)
    progress(1, 1)


def _make(row: DossierFile) -> DossierFile:
    if row.stored_id is not None:
        return row
    name, make = _FORMS[row.kind]
    content = make(row.context)
    ending = "zip" if row.kind == FileKind.PACKAGE else "pdf"
    filename = f"{name}-{slug(row.dossier.product.name)}.{ending}"
    with transaction.atomic():
        stored = files.store(name=filename, content_type=f"application/{ending}", content=content)
        DossierFile.objects.filter(pk=row.pk, stored=None).update(stored=stored)
    row.refresh_from_db()
    return row


def _package(context: dict[str, Any]) -> bytes:
    """Return the ZIP. It holds the PDF, whose own job may not have had its turn."""
    whole = _make(DossierFile.objects.select_related("dossier__product").get(pk=context["whole"]))
    if whole.stored is None:
        raise jobs.Postpone("the PDF of the dossier is being stored")
    return package_of(context, files.read(whole.stored))


# What makes each kind of form from its context, and how its file is called.
_FORMS: dict[str, tuple[str, Callable[[dict[str, Any]], bytes]]] = {
    FileKind.RECEIPT: ("giay-tiep-nhan", lambda context: render_receipt_pdf(Receipt.from_dict(context))),
    FileKind.OPINION: ("mau-03", lambda context: render_commune_opinion_pdf(CommuneOpinion.from_dict(context))),
    FileKind.COMPLETION: ("yeu-cau-bo-sung", lambda context: render_office_slip_pdf(OfficeSlip.from_dict(context))),
    FileKind.TO_COMMUNE: ("de-nghi-xa", lambda context: render_office_slip_pdf(OfficeSlip.from_dict(context))),
    FileKind.REFUSAL: ("phieu-tu-choi", lambda context: render_office_slip_pdf(OfficeSlip.from_dict(context))),
    FileKind.TO_SIGN: ("ho-so-de-ky-so", forms_pdf),
    FileKind.WHOLE: ("ho-so", whole_pdf),
    FileKind.PACKAGE: ("ho-so", _package),
}
