"""Data to HTML: one set of templates for the PDF and for the preview on screen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from directives.rendering.context import OfficialDocument
from directives.rendering.filed import FiledDossier, filed_view
from directives.rendering.form_layout import certificate_view, commune_opinion_view, office_slip_view, receipt_view
from directives.rendering.forms import Certificate, CommuneOpinion, OfficeSlip, Receipt
from directives.rendering.inline import marked
from directives.rendering.layout import document_view
from directives.rendering.strict import render_template

# Stored with every issued document. Raise it whenever templates or styles change what a document looks like.
TEMPLATE_VERSION = "2"
GENERATOR = f"OCOP portal, document templates {TEMPLATE_VERSION}"
# Static files that a page showing a preview links, in this order.
PREVIEW_STYLESHEETS = ("documents/document.css", "documents/widths.css", "documents/preview.css")


def render_html(doc: OfficialDocument, *, preview: bool = False) -> str:
    """Return the document as HTML: a whole page for the PDF, or an ``<article>`` for a page of the portal.

    The preview holds no ``<h1>``, no inline style and no script; the page around it links ``PREVIEW_STYLESHEETS``.
    Raises ``UndefinedInTemplateError`` when a template names something that the view lacks.
    """
    return marked(_render("_official" if preview else "official", document_view(doc), preview=preview))


def render_receipt_html(receipt: Receipt, *, preview: bool = False) -> str:
    """Return the receiving office's part of Mẫu 01, as ``render_html`` does."""
    return _render("_form" if preview else "form", receipt_view(receipt), preview=preview)


def render_commune_opinion_html(opinion: CommuneOpinion, *, preview: bool = False) -> str:
    """Return Mẫu 03, as ``render_html`` does."""
    return _render("_form" if preview else "form", commune_opinion_view(opinion), preview=preview)


def render_filed_html(dossier: FiledDossier) -> str:
    """Return a producer's whole dossier as a page for the PDF."""
    return _render("filed", filed_view(dossier), preview=False)


def render_office_slip_html(slip: OfficeSlip, *, preview: bool = False) -> str:
    """Return a slip of a receiving office, as ``render_html`` does."""
    return _render("_form" if preview else "form", office_slip_view(slip), preview=preview)


def render_certificate_html(certificate: Certificate, *, with_logo: bool = False) -> str:
    """Return the page of a certificate; it has no preview of its own."""
    return _render("certificate", certificate_view(certificate) | {"with_logo": with_logo}, preview=False)


def content_identifier(html: str) -> bytes:
    """Return a PDF identifier that depends on the content alone, so that the same document gives the same bytes."""
    return hashlib.sha256(html.encode()).digest()[:16]


def _render(template: str, view: Mapping[str, Any], *, preview: bool) -> str:
    return render_template(template, {**view, "generator": GENERATOR, "preview": preview})
