"""WeasyPrint at work: HTML and packaged styles become a tagged PDF/A-3b.

Loading WeasyPrint takes longer than the rest of the portal, and only workers and ``render_document`` make PDFs. So
``directives.rendering.pdf`` loads this module when the first PDF is asked for, and web processes never do.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from directives.rendering.fetcher import STYLES_DIR, PackagedFetcher
from directives.rendering.finished import AddressRefused, Place, Rendering, RenderingError
from directives.rendering.html import content_identifier

PDF_OPTIONS = {"pdf_variant": "pdf/a-3b", "pdf_tags": True}
TRAINING_SHEETS = ("training.css",)
_PX_TO_PT = 0.75
# Pango's font map is not safe in several threads at once.
_layout_lock = threading.Lock()


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


def lay_out(
    html: str, *, sheets: tuple[str, ...], training: bool, images: Mapping[str, bytes] | None = None
) -> Rendering:
    """Return the PDF of some HTML; ``images`` are served to it by name. Raises ``RenderingError``."""
    sheets += TRAINING_SHEETS if training else ()
    fetcher = PackagedFetcher(images)
    with _layout_lock:
        try:
            page = HTML(string=html, url_fetcher=fetcher)
            styles = _stylesheets(sheets)
            document = page.render(font_config=_font_configuration(), stylesheets=styles, **PDF_OPTIONS)
            pdf = _written(document, content_identifier(html))
        except FatalURLFetchingError as error:
            # A BaseException, which would end a worker.
            raise AddressRefused(fetcher.refused[0]) if fetcher.refused else RenderingError(str(error)) from error
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
