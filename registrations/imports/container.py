"""Is this file a workbook that may be opened at all? Looks at the ZIP container before any library does."""

from __future__ import annotations

import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

MAX_PARTS = 2000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_PART = b"spreadsheetml.sheet.main+xml"
# No part of a workbook declares a document type; one that does wants the reader to expand entities.
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


class Unreadable(Exception):
    """The file cannot be imported; the message says why and what to do."""


def check_container(content: bytes, *, max_unpacked: int) -> None:
    """Refuse what is no workbook, what carries macros, and what would swell beyond ``max_unpacked`` bytes.

    Raises:
        Unreadable: with a sentence for the person who uploaded it.
    """
    if content.startswith(_OLE):
        raise Unreadable(
            _("This is an old Excel file (.xls), or one with a password. Save it as .xlsx without a password.")
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(archive, max_unpacked)
            _check_kind(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, KeyError) as error:
        raise not_a_workbook() from error


def not_a_workbook() -> Unreadable:
    """Return the error for a file that is damaged or something else."""
    return Unreadable(
        _("This file is damaged or is no Excel workbook (.xlsx). Open it in Excel, save it as .xlsx and send it again.")
    )


def _check_parts(archive: zipfile.ZipFile, max_unpacked: int) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > max_unpacked:
        raise _too_big()
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unreadable(_("This file is protected by a password. Remove the password and send it again."))
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise _with_macros()
    left = max_unpacked
    for part in parts:
        left -= _unpack(archive, part, left)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Return the true size of a part; what its entry promises is not believed."""
    size, tail = 0, b""
    with archive.open(part) as handle:
        while chunk := handle.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise _too_big()
            if any(mark in tail + chunk for mark in _DOCTYPES) and part.filename.lower().endswith((".xml", ".rels")):
                raise not_a_workbook()
            tail = chunk[-32:]
    return size


def _check_kind(archive: zipfile.ZipFile) -> None:
    types = archive.read(_CONTENT_TYPES)
    if b"macroEnabled" in types:
        raise _with_macros()
    if _MAIN_PART not in types:
        raise not_a_workbook()


def _too_big() -> Unreadable:
    return Unreadable(
        _("Unpacked, this file is too big to be a list. Copy the rows into a new workbook, without pictures.")
    )


def _with_macros() -> Unreadable:
    return Unreadable(_("This workbook contains macros and is refused. Save it as “Excel Workbook (.xlsx)”."))
