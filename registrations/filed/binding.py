"""Forms and annexes bound into one PDF. Pure: bytes in, bytes out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from PIL import Image

A4 = (595, 842)
MARGIN = 36
# Beyond these a copy is no longer handy: what is left out is in the ZIP.
MOST_PAGES = 400
MOST_BYTES = 60 * 1024 * 1024
# Pixels along the longer side of a photograph on a page of A4: 200 to the inch.
MOST_PIXELS = 2200


@dataclass(frozen=True)
class Annex:
    """A paper: the title of its bookmark, the page of its sheet in the forms' PDF, its files as (kind, bytes)."""

    title: str
    sheet: int
    files: Sequence[tuple[str, bytes]]


def bind(forms: bytes, annexes: Sequence[Annex], *, title: str) -> bytes:
    """Return the forms with each paper's pages behind its sheet, and bookmarks.

    A file that cannot be read, or that would make the copy too large, is left out; its sheet stays.
    """
    with pikepdf.open(io.BytesIO(forms)) as source, pikepdf.new() as out:
        first = min((annex.sheet for annex in annexes), default=len(source.pages))
        out.pages.extend(source.pages[:first])
        marks = [("Mẫu 01 và Mẫu 02", 0)]
        room = MOST_BYTES
        for annex in annexes:
            marks.append((annex.title, len(out.pages)))
            out.pages.append(source.pages[annex.sheet])
            for kind, content in annex.files:
                room -= len(content)
                if room >= 0:
                    _append(out, kind, content)
        with out.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(words, page) for words, page in marks)
        with out.open_metadata() as metadata:
            metadata["dc:title"] = title
        done = io.BytesIO()
        out.save(done, min_version="1.7", deterministic_id=True)
        return done.getvalue()


def _append(out: pikepdf.Pdf, kind: str, content: bytes) -> None:
    try:
        if kind == "application/pdf":
            with pikepdf.open(io.BytesIO(content)) as paper:
                if len(out.pages) + len(paper.pages) <= MOST_PAGES:
                    out.pages.extend(paper.pages)
        elif kind.startswith("image/") and len(out.pages) < MOST_PAGES:
            _append_picture(out, content)
    except (pikepdf.PdfError, OSError, ValueError, Image.DecompressionBombError):
        return


def _append_picture(out: pikepdf.Pdf, content: bytes) -> None:
    """Put a photograph on a page of A4, as large as it fits."""
    with Image.open(io.BytesIO(content)) as image:
        image.thumbnail((MOST_PIXELS, MOST_PIXELS))
        buffer = io.BytesIO()
        image.convert("RGB").save(buffer, "PDF", resolution=200)
    page = out.add_blank_page(page_size=A4)
    with pikepdf.open(buffer) as picture:
        place = pikepdf.Rectangle(MARGIN, MARGIN, A4[0] - MARGIN, A4[1] - MARGIN)
        page.add_overlay(picture.pages[0], place)
