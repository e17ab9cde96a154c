"""HTML to tagged PDF/A-3b by WeasyPrint: in Vietnamese, with packaged fonts only, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Mapping

from directives.rendering.context import OfficialDocument
from directives.rendering.filed import FiledDossier
from directives.rendering.finished import Rendering
from directives.rendering.forms import Certificate, CommuneOpinion, OfficeSlip, Receipt
from directives.rendering.html import (
    render_certificate_html,
    render_commune_opinion_html,
    render_filed_html,
    render_html,
    render_office_slip_html,
    render_receipt_html,
)

DOCUMENT_SHEETS = ("documents/document.css", "documents/widths.css", "fonts.css", "page.css")
CERTIFICATE_SHEETS = ("fonts.css", "certificate.css")


def render(doc: OfficialDocument) -> Rendering:
    """Return the PDF of an official document with the places for its signatures.

    Raises ``RenderingError``; never half a document.
    """
    return _lay_out(render_html(doc), sheets=DOCUMENT_SHEETS, training=doc.training)


def render_pdf(doc: OfficialDocument) -> bytes:
    """Return the PDF of an official document. Raises ``RenderingError``."""
    return render(doc).pdf


def render_receipt_pdf(receipt: Receipt) -> bytes:
    """Return the receiving office's part of Mẫu 01 as a PDF. Raises ``RenderingError``."""
    return _lay_out(render_receipt_html(receipt), sheets=DOCUMENT_SHEETS, training=receipt.training).pdf


def render_commune_opinion_pdf(opinion: CommuneOpinion) -> bytes:
    """Return Mẫu 03, the commune's assessment, as a PDF. Raises ``RenderingError``."""
    return _lay_out(render_commune_opinion_html(opinion), sheets=DOCUMENT_SHEETS, training=opinion.training).pdf


def render_filed(dossier: FiledDossier) -> Rendering:
    """Return a producer's forms and annex sheets; ``places`` tells on which page each sheet stands.

    Raises ``RenderingError``.
    """
    return _lay_out(render_filed_html(dossier), sheets=DOCUMENT_SHEETS, training=dossier.training)


def render_office_slip_pdf(slip: OfficeSlip) -> bytes:
    """Return a slip of a receiving office as a PDF. Raises ``RenderingError``."""
    return _lay_out(render_office_slip_html(slip), sheets=DOCUMENT_SHEETS, training=slip.training).pdf


def render_certificate(certificate: Certificate, *, logo: bytes | None = None) -> Rendering:
    """Return the certificate with the place for its signature; ``logo`` is the office's stored PNG or JPEG.

    Raises ``RenderingError``.
    """
    html = render_certificate_html(certificate, with_logo=bool(logo))
    images = {"logo": logo} if logo else None
    return _lay_out(html, sheets=CERTIFICATE_SHEETS, training=certificate.training, images=images)


def render_certificate_pdf(certificate: Certificate, *, logo: bytes | None = None) -> bytes:
    """Return the certificate as one landscape page. Raises ``RenderingError``."""
    return render_certificate(certificate, logo=logo).pdf


def _lay_out(
    html: str, *, sheets: tuple[str, ...], training: bool, images: Mapping[str, bytes] | None = None
) -> Rendering:
    from directives.rendering.typesetting import lay_out  # loads WeasyPrint: see there

    return lay_out(html, sheets=sheets, training=training, images=images)
