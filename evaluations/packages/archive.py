"""The ZIP of a package as the next level opens it: its data file, and single files by their path, within limits."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from foundation import files

DATA = "du-lieu.json"
MOST_ZIP_BYTES = 300_000_000
MOST_FILE_BYTES = 50_000_000
_BROKEN = (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error)


class BrokenPackage(ValueError):
    """The ZIP, or a file in it, cannot be used; the message says which and why."""


def is_zip(content: bytes) -> bool:
    """Tell whether these bytes begin as a ZIP does."""
    return content.startswith(b"PK\x03\x04")


def data_of(content: bytes, *, most: int) -> bytes:
    """Return the data file of a ZIP. Raises BrokenPackage."""
    return _read(content, DATA, most)


def checked_file(content: bytes, *, path: str, name: str, sha256: str) -> files.CheckedUpload:
    """Return a file of the ZIP, checked as every upload is. Raises BrokenPackage where it is not what the data say."""
    found = _read(content, path, MOST_FILE_BYTES)
    if hashlib.sha256(found).hexdigest() != sha256:
        raise BrokenPackage(_("%(path)s is not the file that the data file names.") % {"path": path})
    try:
        return files.check_upload(SimpleUploadedFile(name, found))
    except ValidationError as error:
        raise BrokenPackage(f"{path}: {' '.join(error.messages)}") from error


def _read(content: bytes, path: str, most: int) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(path).file_size > most:
                raise BrokenPackage(_("%(path)s in the ZIP is too large.") % {"path": path})
            with archive.open(path) as part:
                found = part.read(most + 1)  # what the directory says of the size need not be true
    except BrokenPackage:
        raise
    except _BROKEN as error:
        raise BrokenPackage(_("%(path)s cannot be read from the ZIP.") % {"path": path}) from error
    if len(found) > most:
        raise BrokenPackage(_("%(path)s in the ZIP is too large.") % {"path": path})
    return found
