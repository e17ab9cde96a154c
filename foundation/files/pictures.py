"""Photographs and scans: upright, without EXIF data, of a sane size; too large ones are refused before decoding."""

from __future__ import annotations

import io
import warnings

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from foundation.files.types import HEIC, JPEG, PNG

register_heif_opener()

_DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError)
_FORMATS = {JPEG: ["JPEG", "MPO"], PNG: ["PNG"], HEIC: ["HEIF"]}
QUALITY = 88


def clean_picture(content: bytes, name: str, kind: str) -> tuple[bytes, str]:
    """Return the picture's cleaned bytes and their type: PNG stays PNG, everything else becomes JPEG.

    Raises:
        ValidationError: more pixels than ``UPLOAD_MAX_PIXELS`` (read from the header alone), or damaged.
    """
    try:
        if kind == HEIC:
            _check_boxes(content)
        with Image.open(io.BytesIO(content), formats=_FORMATS[kind]) as image:
            _check_pixels(image.width * image.height, name)
            return _cleaned(image, PNG if kind == PNG else JPEG)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except _DAMAGED as error:
        raise ValidationError(
            _("The picture “%(name)s” is damaged or did not arrive whole. Send it again, or take a new one.")
            % {"name": name}
        ) from error


def _check_boxes(content: bytes) -> None:
    """Raise ValueError where a HEIC file ends before its boxes do: its reader would show half a picture as whole."""
    place = 0
    while place < len(content):
        size, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        if size == 1:
            size = int.from_bytes(content[place + 8 : place + 16])
        if size == 0:  # this box goes to the end of the file
            return
        if size < 8 or len(kind) < 4:
            raise ValueError("no box")
        place += size
    if place > len(content):
        raise ValueError("cut off")


def _check_pixels(pixels: int, name: str) -> None:
    if pixels > settings.UPLOAD_MAX_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> ValidationError:
    limit = settings.UPLOAD_MAX_PIXELS // 1_000_000
    return ValidationError(
        _("The picture “%(name)s” has more than %(limit)s megapixels. Send a smaller one.")
        % {"name": name, "limit": limit}
    )


def _cleaned(image: Image.Image, kind: str) -> tuple[bytes, str]:
    edge = settings.UPLOAD_PICTURE_EDGE
    if kind == JPEG:
        image.draft("RGB", (edge, edge))
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA", "L") else None
    upright = ImageOps.exif_transpose(image)
    plain = upright.convert(_mode(upright, kind))
    plain.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = io.BytesIO()
    options = {"format": "PNG"} if kind == PNG else {"format": "JPEG", "quality": QUALITY, "optimize": True}
    bare.save(out, icc_profile=profile, **options)
    return out.getvalue(), kind


def _mode(image: Image.Image, kind: str) -> str:
    """Return the mode to store: grey stays grey; transparency is kept where the format has it."""
    if image.mode in ("1", "L"):
        return image.mode if kind == PNG else "L"
    clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    return "RGBA" if kind == PNG and clear else "RGB"


def shrink(content: bytes, width: int) -> bytes:
    """Return a stored picture as a JPEG of at most this width, on white."""
    with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as image:
        image.draft("RGB", (width, width * 4))
        if image.mode in ("RGBA", "LA", "PA", "P"):
            clear = image.convert("RGBA")
            plain = Image.new("RGB", image.size, "white")
            plain.paste(clear, mask=clear.getchannel("A"))
        else:
            plain = image.convert("RGB")
        plain.thumbnail((width, width * 4), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        plain.save(out, format="JPEG", quality=80, optimize=True, progressive=True)
        return out.getvalue()
