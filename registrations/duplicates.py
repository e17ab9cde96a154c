"""The same file twice: known by the SHA-256 of its bytes, as they came and as they are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from foundation.files import CheckedUpload
from foundation.models import StoredFile


def marks_of(upload: CheckedUpload) -> set[str]:
    """Return by what an upload is known again."""
    return {hashlib.sha256(upload.content).hexdigest(), upload.source_sha256} - {""}


def marks_of_stored(files: Iterable[StoredFile]) -> set[str]:
    """Return by what stored files are known again."""
    return {mark for stored in files for mark in (stored.sha256, stored.source_sha256) if mark}


def split(uploads: Iterable[CheckedUpload], there: set[str]) -> tuple[list[CheckedUpload], list[str]]:
    """Return the uploads that are new, each once, and the names of those that are there already."""
    known, fresh, repeated = set(there), [], []
    for upload in uploads:
        marks = marks_of(upload)
        if marks & known:
            repeated.append(upload.name)
        else:
            fresh.append(upload)
        known |= marks
    return fresh, repeated
