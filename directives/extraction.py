"""The text of a letter's file, read by a program of its own with bounds on time and memory."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.text import nfc

# What is kept of a text; no letter is longer.
MOST_TEXT = 400_000
_SECONDS = 90
_REFUSED = 2


class CannotRead(Exception):
    """The file has no text to read; the message says why, in words for the screen."""


@dataclass(frozen=True)
class FileText:
    """The text of a file, and what is odd about the file, in words for the screen."""

    text: str
    remark: str = ""


def text_of_file(content: bytes, name: str) -> FileText:
    """Return the text of a file, as clean as typed text. Raises CannotRead with the reader's words on what is wrong."""
    command = [sys.executable, "-m", "directives.reader", name[:200] or "-"]
    try:
        done = subprocess.run(  # noqa: S603 -- fixed program; the name is only looked at for its ending
            command, input=content, capture_output=True, timeout=_SECONDS, cwd=settings.BASE_DIR, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise CannotRead(_("Reading this file takes too long. Paste the text of the letter instead.")) from error
    said = _clean(done.stderr).split(" / ")[0]
    if done.returncode == _REFUSED:
        raise CannotRead(said)
    if done.returncode != 0:
        raise CannotRead(_("The file could not be read. Paste the text of the letter instead."))
    return FileText(_clean(done.stdout), said.strip())


def _clean(said: bytes) -> str:
    """Return what the reader wrote, without the characters that no database keeps; pages and columns end lines."""
    return nfc(said.decode("utf-8", "replace").replace("\x0b", "\n").replace("\x0c", "\n"))
