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


@lru_cache(maxsize=16)
def photo(what: str) -> CheckedUpload:
    """Return a drawn picture in the place of a photograph: a workshop in plain colours, marked as a sample."""
    page = Image.new("RGB", (960, 640), "#cfe3ea")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 430, 960, 640), fill="#8fa876")
    draw.polygon(((180, 250), (480, 110), (780, 250)), fill="#9b4a36")
    draw.rectangle((220, 250, 740, 470), fill="#efe6d2", outline="#6b5d48", width=4)
    draw.rectangle((430, 330, 530, 470), fill="#6b5d48")
    for left in (270, 600):
        draw.rectangle((left, 300, left + 90, 370), fill="#bcd3dc", outline="#6b5d48", width=4)
    for number in range(6):
        draw.ellipse((240 + number * 85, 490, 300 + number * 85, 550), fill="#7a4b2a", outline="#4f2f19", width=3)
    for text, size, top in ((what, 30, 30), ("ẢNH MẪU CỦA DỮ LIỆU THỬ NGHIỆM", 20, 596)):
        font = ImageFont.truetype(_font_file(), size)
        draw.text(((960 - draw.textlength(text, font=font)) / 2, top), text, font=font, fill="#1e3b2d")
    out = io.BytesIO()
    page.save(out, "JPEG", quality=80)
    return CheckedUpload(name=f"{what}.jpg", content_type="image/jpeg", content=out.getvalue())


def _font_file() -> str:
    return str(next(settings.FONT_DIR.glob("400Regular/*.ttf")))
