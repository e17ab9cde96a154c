"""Bytes and their rows: written once under a random name, and nothing left behind when something goes wrong."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import secrets
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.files import types
from foundation.files.checking import CheckedUpload
from foundation.files.names import extension_of
from foundation.files.pdfs import count_pages
from foundation.models import StoredFile

log = logging.getLogger(__name__)
_FULL = (errno.ENOSPC, errno.EDQUOT)
PREVIEWS = "previews"
_written: ContextVar[list[str] | None] = ContextVar("written", default=None)


class NotStored(OSError):
    """The bytes could not be written; the message says why and that nothing was saved."""


@contextlib.contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Delete the files that were stored inside when it ends with an error: their rows are rolled back.

    Stands outside the transaction; also as a decorator: ``@nothing_left_behind()`` above ``@transaction.atomic``.
    """
    outer = _written.get()
    names: list[str] = []
    token = _written.set(names)
    try:
        yield
    except BaseException:
        for name in names:
            _delete(default_storage, name)
        raise
    else:
        if outer is not None:
            outer.extend(names)
    finally:
        _written.reset(token)


def store(
    *,
    name: str,
    content_type: str,
    content: bytes,
    by: Any = None,
    pages: int | None = None,
    source_sha256: str = "",
) -> StoredFile:
    """Write bytes under a random name and return their row.

    Raises NotStored when they could not be written, as on a full disk; half a file is never left behind.
    """
    stored = StoredFile(
        original_name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        source_sha256=source_sha256,
        pages=_pages(content_type, content) if pages is None else pages,
        stored_by=by,
    )
    extension = types.EXTENSIONS.get(content_type, (extension_of(name) or "bin",))[0]
    token = secrets.token_hex(20)
    path = f"{token[:2]}/{token}.{extension}"
    _write(stored, path, content)
    try:
        stored.save()
    except BaseException:
        _delete(default_storage, path)
        raise
    return stored


def store_upload(*, upload: CheckedUpload, by: Any) -> StoredFile:
    """Store a checked upload. Raises NotStored."""
    return store(
        name=upload.name,
        content_type=upload.content_type,
        content=upload.content,
        by=by,
        pages=upload.pages,
        source_sha256=upload.source_sha256,
    )


def read(stored: StoredFile) -> bytes:
    """Return the bytes of a stored file."""
    with stored.file.open("rb") as handle:
        return bytes(handle.read())


def discard(stored: StoredFile) -> None:
    """Delete a stored file's row, and after the commit its bytes and pictures. Nothing may point to it any more."""
    storage, name, folder = stored.file.storage, str(stored.file.name), preview_folder(stored)
    stored.delete()

    def forget() -> None:
        _delete(storage, name)
        with contextlib.suppress(OSError):
            for picture in storage.listdir(folder)[1]:
                _delete(storage, f"{folder}/{picture}")

    transaction.on_commit(forget)


def preview_folder(stored: StoredFile) -> str:
    """Return the folder of the pictures that were made of a file."""
    return f"{PREVIEWS}/{PurePosixPath(str(stored.file.name)).stem}"


def _write(stored: StoredFile, path: str, content: bytes) -> None:
    try:
        stored.file.save(path, ContentFile(content), save=False)
    except OSError as error:
        _delete(default_storage, path)
        log.exception("A file of %s bytes could not be written.", len(content))
        if error.errno in _FULL:
            raise NotStored(
                error.errno, _("The file could not be stored: the portal has no space left. Nothing was saved.")
            ) from error
        raise NotStored(
            error.errno, _("The file could not be stored just now. Nothing was saved; try again in a few minutes.")
        ) from error
    names = _written.get()
    if names is not None:
        names.append(str(stored.file.name))


def _delete(storage: Storage, name: str) -> None:
    try:
        storage.delete(name)
    except OSError:
        log.exception("The file %s could not be deleted.", name)


def _pages(content_type: str, content: bytes) -> int:
    if content_type == types.PDF:
        return count_pages(content)
    return 1 if content_type in (types.JPEG, types.PNG) else 0
