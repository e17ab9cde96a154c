"""Bytes without a row: what a killed process has written and never committed is found and deleted."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.storage import default_storage

from foundation import clock
from foundation.files.storing import PREVIEWS
from foundation.models import StoredFile

log = logging.getLogger(__name__)
# A transaction that is still running has rows that nobody else sees yet; none runs for a day.
GRACE = timedelta(hours=24)
_OURS = re.compile(r"[0-9a-f]{40}(\.\w{1,8})?")
_FOLDER = re.compile(r"[0-9a-f]{2}")


@dataclass(frozen=True)
class Swept:
    """What was found without a row: names below the storage, and their bytes together."""

    names: tuple[str, ...]
    size: int


def sweep_files(*, grace: timedelta = GRACE, dry_run: bool = False) -> Swept:
    """Delete stored bytes and their pictures that belong to no row and are older than ``grace``; safe to run twice.

    Only names that ``store`` gives are looked at; whatever else lies in the storage stays.
    """
    found, size = [], 0
    for names in _folders():
        for name in _without_row(names):
            if default_storage.get_modified_time(name) > clock.now() - grace:
                continue
            size += default_storage.size(name)
            found.append(name)
            if not dry_run:
                default_storage.delete(name)
    if found and not dry_run:
        log.warning("%s files without a row were deleted (%s bytes).", len(found), size)
    return Swept(tuple(found), size)


def _folders() -> Iterator[list[str]]:
    """Yield the names of each folder that holds stored files or pictures of them."""
    for folder in sorted(_listed("")[0]):
        if _FOLDER.fullmatch(folder):
            yield [f"{folder}/{name}" for name in _listed(folder)[1] if _OURS.fullmatch(name)]
    for folder in sorted(_listed(PREVIEWS)[0]):
        if _OURS.fullmatch(folder):
            yield [f"{PREVIEWS}/{folder}/{name}" for name in _listed(folder=f"{PREVIEWS}/{folder}")[1]]


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _without_row(names: list[str]) -> list[str]:
    """Return those of one folder whose stored file has no row. The names of one folder begin alike."""
    if not names:
        return []
    token = names[0].split("/")[1] if names[0].startswith(f"{PREVIEWS}/") else ""
    begins = f"{token[:2]}/{token}" if token else names[0][:3]
    rows = StoredFile.objects.filter(file__startswith=begins).values_list("file", flat=True)
    if token:
        return [] if rows.exists() else names
    known = set(rows)
    return [name for name in names if name not in known]
