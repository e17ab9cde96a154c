"""HTML to tagged PDF/A-3b by WeasyPrint: in Vietnamese, with packaged fonts only, the same bytes for the same input."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from directives.rendering.context import OfficialDocument
from directives.rendering.fetcher import STYLES_DIR, PackagedFetcher
from directives.rendering.forms import Certificate, CommuneOpinion, Receipt
from directives.rendering.html import (
    content_identifier,
    render_certificate_html,
    render_commune_opinion_html,
    render_html,
    render_receipt_html,
)

PDF_OPTIONS = {"pdf_variant": "pdf/a-3b", "pdf_tags": True}
DOCUMENT_SHEETS = ("documents/document.css", "documents/widths.css", "fonts.css", "page.css")
CERTIFICATE_SHEETS = ("fonts.css", "certificate.css")
TRAINING_SHEETS = ("training.css",)
_PX_TO_PT = 0.75
# Pango's font map is not safe in several threads at once.
_layout_lock = threading.Lock()


class RenderingError(Exception):
    """A document could not be laid out, or asked for a file outside the package."""


@dataclass(frozen=True)
class Place:
    """A rectangle in points from the lower left corner, as PDF signatures want it; ``page`` counts from 0."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Rendering:
    """A finished PDF, and the places kept free for signature images by name ("signer", "secretary")."""

    pdf: bytes
    page_count: int
    places: Mapping[str, Place]


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


@lru_cache(maxsize=1)
def _font_configuration() -> FontConfiguration:
    """Return the fonts, loaded once in the life of a worker."""
    return FontConfiguration()


@lru_cache(maxsize=8)
def _stylesheets(sheets: tuple[str, ...]) -> list[CSS]:
    """Return parsed stylesheets: names with a folder are static files that the preview uses too."""
    paths = [Path(str(finders.find(name))) if "/" in name else STYLES_DIR / name for name in sheets]
    fetcher, fonts = PackagedFetcher(), _font_configuration()
    return [CSS(string=path.read_text("utf-8"), font_config=fonts, url_fetcher=fetcher) for path in paths]


def _lay_out(
    html: str, *, sheets: tuple[str, ...], training: bool, images: Mapping[str, bytes] | None = None
) -> Rendering:
    sheets += TRAINING_SHEETS if training else ()
    with _layout_lock:
        try:
            page = HTML(string=html, url_fetcher=PackagedFetcher(images))
            styles = _stylesheets(sheets)
            document = page.render(font_config=_font_configuration(), stylesheets=styles, **PDF_OPTIONS)
            pdf = _written(document, content_identifier(html))
        except FatalURLFetchingError as error:
            # A BaseException, which would end a worker.
            raise RenderingError(str(error)) from error
    return Rendering(pdf=pdf, page_count=len(document.pages), places=_places(document))


def _written(document: Document, identifier: bytes) -> bytes:
    with warnings.catch_warnings():
        # WeasyPrint 70 leaves closing its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        return bytes(document.write_pdf(pdf_identifier=identifier, **PDF_OPTIONS))


def _places(document: Document) -> dict[str, Place]:
    places = {}
    for index, page in enumerate(document.pages):
        height = page.height * _PX_TO_PT
        for name, (left, top, right, bottom) in page.anchors.items():
            box = (left * _PX_TO_PT, height - bottom * _PX_TO_PT, right * _PX_TO_PT, height - top * _PX_TO_PT)
            places[name] = Place(index, *box)
    return places
