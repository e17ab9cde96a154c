"""Sample scans for the producers' papers, drawn on the spot; each says that it is a sample."""

from __future__ import annotations

import io
from functools import lru_cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from foundation.files import CheckedUpload


@lru_cache(maxsize=64)
def scan(title: str, holder: str) -> CheckedUpload:
    """Return a small picture of a paper with its title and holder, marked as a sample."""
    page = Image.new("RGB", (620, 438), "#fbfaf5")
    draw = ImageDraw.Draw(page)
    draw.rectangle((14, 14, 605, 423), outline="#2f5d46", width=3)
    for text, size, top, colour in (
        (title, 26, 90, "#1e3b2d"),
        (holder, 20, 170, "#333333"),
        ("BẢN MẪU CỦA DỮ LIỆU THỬ NGHIỆM", 18, 340, "#8a6d1f"),
    ):
        font = ImageFont.truetype(_font_file(), size)
        left = (620 - draw.textlength(text, font=font)) / 2
        draw.text((max(24, left), top), text, font=font, fill=colour)
    out = io.BytesIO()
    page.save(out, "PNG", optimize=True)
    return CheckedUpload(name=f"{title}.png", content_type="image/png", content=out.getvalue())


def _font_file() -> str:
    return str(next(settings.FONT_DIR.glob("400Regular/*.ttf")))
