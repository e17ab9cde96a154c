"""Draws one page of a PDF: PDF on stdin, JPEG on stdout. Run as a program of its own by ``previews``.

Arguments: page from 1, width in pixels. Memory and computing time are limited, for it reads what strangers made.
"""

from __future__ import annotations

import io
import resource
import sys

import pypdfium2

MEMORY = 1_500_000_000
SECONDS = 20
TALLEST = 4  # times the width: a page longer than that is drawn narrower


def draw(content: bytes, page_number: int, width: int) -> bytes:
    """Return a page as a JPEG of at most this width."""
    with pypdfium2.PdfDocument(content) as pdf:
        page = pdf[page_number - 1]
        page_width, page_height = page.get_size()
        scale = min(width / max(page_width, 1), width * TALLEST / max(page_height, 1))
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        out = io.BytesIO()
        picture.save(out, format="JPEG", quality=80, optimize=True, progressive=True)
        return out.getvalue()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2])))
