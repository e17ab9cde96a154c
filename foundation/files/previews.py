"""Pictures of the pages of stored files: made once, when somebody first looks, and kept beside the file."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image

from foundation.files import types
from foundation.files.pictures import shrink
from foundation.files.storing import preview_folder, read
from foundation.models import StoredFile

THUMBNAIL = 240
PAGE = 1200
_DRAW_PAGE = Path(__file__).with_name("draw_page.py")
_SECONDS = 25


class NoPicture(Exception):
    """The file has no such page, or its pages cannot be drawn."""


def page_count(stored: StoredFile) -> int:
    """Return how many pages can be shown as pictures: 1 for a photograph, 0 for what has no pages."""
    if stored.pages is None:
        from foundation.files.storing import _pages

        stored.pages = _pages(stored.content_type, read(stored))
        StoredFile.objects.filter(pk=stored.pk, pages=None).update(pages=stored.pages)
    return stored.pages


def page_image(stored: StoredFile, page: int, width: int) -> bytes:
    """Return a page (from 1) as a JPEG of at most this width in pixels.

    Raises:
        NoPicture: there is no such page, or it cannot be drawn.
    """
    if not 1 <= page <= page_count(stored):
        raise NoPicture
    storage, name = stored.file.storage, f"{preview_folder(stored)}/{page}-{width}.jpg"
    if storage.exists(name):
        with storage.open(name) as handle:
            return bytes(handle.read())
    picture = _draw(stored, page, width)
    # A picture that cannot be kept is drawn again next time; whoever was quicker has kept the same one.
    with contextlib.suppress(OSError):
        kept = storage.save(name, ContentFile(picture))
        if kept != name:
            storage.delete(kept)
    return picture


def _draw(stored: StoredFile, page: int, width: int) -> bytes:
    try:
        content = read(stored)
        return draw_pdf_page(content, page, width) if stored.content_type == types.PDF else shrink(content, width)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoPicture from error


def draw_pdf_page(content: bytes, page: int, width: int) -> bytes:
    """Draw a page of a PDF in a process of its own: a file that hangs or crashes the reader costs nobody else.

    Raises:
        NoPicture: it could not be drawn in time.
    """
    command = [sys.executable, "-I", str(_DRAW_PAGE), str(page), str(width)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 -- fixed command, numbers only
    except (subprocess.SubprocessError, OSError) as error:
        raise NoPicture from error
    return done.stdout
