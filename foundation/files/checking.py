"""The way in: every upload is checked here, and cleaned, before anything is stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from foundation.files import types
from foundation.files.names import clean_name, extension_of, with_extension
from foundation.files.office import check_archive
from foundation.files.pdfs import clean_pdf
from foundation.files.pictures import clean_picture


@dataclass(frozen=True)
class CheckedUpload:
    """An upload that passed every check, with its cleaned bytes.

    ``pages`` is None where nobody has counted. ``source_sha256`` is that of the bytes as they came, so that the same
    file is known again although cleaning has changed it.
    """

    name: str
    content_type: str
    content: bytes
    pages: int | None = None
    source_sha256: str = ""


def check_upload(upload: UploadedFile[Any], *, accept: tuple[str, ...] = types.PAPERS) -> CheckedUpload:
    """Check an upload and return its cleaned content.

    Args:
        accept: the types that this place takes (``PAPERS``, ``WORKBOOKS``, ``EVERYTHING``).

    Raises:
        ValidationError: with a sentence that says what is wrong with the file and what to do.
    """
    name = clean_name(upload.name or "")
    _check_size(upload, name)
    content = upload.read()
    extension = extension_of(name)
    kind = types.sniff(content, extension)
    if kind not in accept or extension not in types.EXTENSIONS[kind]:
        raise _refusal(name, content, accept)
    pages: int | None = None
    cleaned, final = content, kind
    if kind in types.PICTURES:
        (cleaned, final), pages = clean_picture(content, name, kind), 1
    elif kind == types.PDF:
        cleaned, pages = clean_pdf(content, name)
    else:
        check_archive(content, name, kind)
    return CheckedUpload(
        name=name if final == kind else with_extension(name, types.EXTENSIONS[final][0]),
        content_type=final,
        content=cleaned,
        pages=pages,
        source_sha256=hashlib.sha256(content).hexdigest(),
    )


def _check_size(upload: UploadedFile[Any], name: str) -> None:
    limit = settings.UPLOAD_MAX_BYTES
    size = upload.size or 0
    if not size:
        raise ValidationError(_("The file “%(name)s” is empty. Choose another file.") % {"name": name})
    if size > limit:
        raise ValidationError(
            _("The file “%(name)s” is %(size)s MB; at most %(limit)s MB are accepted. Make it smaller or split it.")
            % {"name": name, "size": round(size / 1048576, 1), "limit": limit // 1048576}
        )


def _refusal(name: str, content: bytes, accept: tuple[str, ...]) -> ValidationError:
    if content.startswith(types.COMPOUND) and set(accept) & set(types.OFFICE):
        return ValidationError(
            _(
                "The file “%(name)s” is protected by a password or saved in an old format. Save it as a workbook "
                "(.xlsx) without password and send it again."
            )
            % {"name": name}
        )
    return ValidationError(
        _("The file “%(name)s” is not of a kind that is accepted here (%(kinds)s). Its content decides, not its name.")
        % {"name": name, "kinds": types.words_of(accept)}
    )
