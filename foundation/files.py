"""The one way in and the one way out for files.

In: the content decides what a file is; extension, size, pages and pixels are checked; photographs lose EXIF data and
PDFs their active content. Out: only through a view that has checked visibility, as an attachment in a sandbox.
"""

from __future__ import annotations

import hashlib
import io
import secrets
from dataclasses import dataclass
from typing import Any

import filetype
import pikepdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from foundation.models import StoredFile
from foundation.text import one_line

# Sniffed type → extensions that may carry it.
ALLOWED = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
}
MAX_PIXELS = 50_000_000
MAX_PAGES = 300
# Keys of a PDF that run something by themselves.
_ACTIVE_KEYS = ("/OpenAction", "/AA", "/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/RichMedia", "/XFA")


@dataclass(frozen=True)
class CheckedUpload:
    """An upload that passed every check, with its cleaned bytes."""

    name: str
    content_type: str
    content: bytes


def check_upload(upload: UploadedFile) -> CheckedUpload:
    """Check an upload and return its cleaned content.

    Raises:
        ValidationError: with a sentence that says what is wrong with the file and what to do.
    """
    name = one_line(upload.name or "")[-200:]
    limit = settings.UPLOAD_MAX_BYTES
    if not upload.size:
        raise ValidationError(_("The file “%(name)s” is empty. Choose another file.") % {"name": name})
    if upload.size > limit:
        raise ValidationError(
            _("The file “%(name)s” is %(size)s MB; at most %(limit)s MB are accepted. Make it smaller or split it.")
            % {"name": name, "size": round(upload.size / 1048576, 1), "limit": limit // 1048576}
        )
    content = upload.read()
    kind = filetype.guess(content[:8192])
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if kind is None or extension not in ALLOWED.get(kind.mime, ()):
        raise ValidationError(
            _("The file “%(name)s” is not a PDF, JPG or PNG file. Its content decides, not its name.") % {"name": name}
        )
    clean = _clean_pdf if kind.mime == "application/pdf" else _clean_image
    return CheckedUpload(name=name, content_type=kind.mime, content=clean(content, name))


def _clean_image(content: bytes, name: str) -> bytes:
    """Return the picture turned upright and without EXIF data."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(
                    _("The picture “%(name)s” has more than %(limit)s megapixels. Send a smaller one.")
                    % {"name": name, "limit": MAX_PIXELS // 1_000_000}
                )
            upright = ImageOps.exif_transpose(image)
            out = io.BytesIO()
            options = {"quality": 90} if image.format == "JPEG" else {}
            bare = Image.new(upright.mode, upright.size)
            bare.paste(upright)
            bare.save(out, format=image.format, **options)
            return out.getvalue()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("The picture “%(name)s” is damaged and cannot be opened.") % {"name": name}) from error


def _clean_pdf(content: bytes, name: str) -> bytes:
    """Return the PDF without anything that runs by itself."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise ValidationError(
                    _("The file “%(name)s” has more than %(limit)s pages. Split it.")
                    % {"name": name, "limit": MAX_PAGES}
                )
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary):
                    for key in _ACTIVE_KEYS:
                        if key in item:
                            del item[key]
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise ValidationError(
            _("The file “%(name)s” is protected by a password. Remove the password and send it again.") % {"name": name}
        ) from error
    except pikepdf.PdfError as error:
        raise ValidationError(_("The file “%(name)s” is damaged and cannot be opened.") % {"name": name}) from error


def store(*, name: str, content_type: str, content: bytes, by: Any = None) -> StoredFile:
    """Write bytes under a random name and return their row. Nothing is left behind when the disk is full."""
    extension = ALLOWED.get(content_type, (name.rsplit(".", 1)[-1].lower(),))[0]
    stored = StoredFile(
        original_name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_by=by,
    )
    token = secrets.token_hex(20)
    stored.file.save(f"{token[:2]}/{token}.{extension}", ContentFile(content), save=False)
    stored.save()
    return stored


def store_upload(*, upload: CheckedUpload, by: Any) -> StoredFile:
    """Store a checked upload."""
    return store(name=upload.name, content_type=upload.content_type, content=upload.content, by=by)


def read(stored: StoredFile) -> bytes:
    """Return the bytes of a stored file."""
    with stored.file.open("rb") as handle:
        return handle.read()


def serve(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """Return the file as an attachment that no browser will run. The caller has already checked who may see it."""
    response = FileResponse(
        stored.file.open("rb"),
        as_attachment=not inline,
        filename=stored.original_name,
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
