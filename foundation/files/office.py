"""Office files are zip archives: looked into before anything unpacks them."""

from __future__ import annotations

import io
import zipfile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.files.types import XLSX

MOST_PARTS = 5_000
# Real workbooks shrink to a tenth, tables full of zeros to a fortieth; bombs to a thousandth.
MOST_TIMES = 200
_MAIN_PART = {XLSX: "xl/workbook.xml"}


def check_archive(content: bytes, name: str, kind: str) -> None:
    """Check an XLSX or DOCX file by the table of its archive.

    Raises:
        ValidationError: not what its name says, damaged, far larger when unpacked, or with macros.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ValidationError(_("The file “%(name)s” is damaged and cannot be opened.") % {"name": name}) from error
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > settings.UPLOAD_MAX_UNPACKED_BYTES or _is_bomb(parts):
        raise ValidationError(
            _("The file “%(name)s” is far larger inside than it looks (%(size)s MB). It was not opened.")
            % {"name": name, "size": unpacked // 1_048_576}
        )
    names = {part.filename for part in parts}
    if _MAIN_PART.get(kind, "word/document.xml") not in names:
        raise ValidationError(_("The file “%(name)s” is damaged and cannot be opened.") % {"name": name})
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise ValidationError(
            _("The file “%(name)s” contains macros. Save it without macros and send it again.") % {"name": name}
        )


def _is_bomb(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether a part of more than a megabyte unpacks to more than ``MOST_TIMES`` its size."""
    large = [part for part in parts if part.file_size > 1_048_576]
    return any(part.file_size > MOST_TIMES * max(part.compress_size, 1) for part in large)
