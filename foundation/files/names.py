"""Names of files as people gave them, made harmless."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from foundation.text import one_line

LONGEST = 150
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
# Format marks, surrogates, private and unassigned characters show as nothing or as boxes.
_INVISIBLE = ("Cf", "Cs", "Co", "Cn", "Cc")


def clean_name(raw: str) -> str:
    """Return the last part of a path in NFC, without control and direction marks: 150 characters and its ending.

    An empty name becomes "tep".
    """
    last = raw.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    seen = "".join(char for char in one_line(last) if unicodedata.category(char) not in _INVISIBLE)
    name = _FORBIDDEN.sub("_", seen).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = name, "", ""
    return f"{stem[:LONGEST].strip() or 'tep'}{dot}{ending}"


def extension_of(name: str) -> str:
    """Return the ending of a name in small letters, without its dot."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def with_extension(name: str, extension: str) -> str:
    """Return a name with another ending: "IMG_1.HEIC" → "IMG_1.jpg"."""
    stem, dot, _ending = name.rpartition(".")
    return f"{stem if dot else name}.{extension}"
