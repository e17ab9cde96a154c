"""The text of an uploaded letter, read by a program of its own with bounds on time and memory."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_SECONDS = 90
_REFUSED = 2


def text_of_upload(content: bytes, name: str) -> str:
    """Return the text of a file. Raises ValidationError with the reader's own words about what is wrong."""
    command = [sys.executable, "-m", "directives.reader", name[:200] or "-"]
    try:
        done = subprocess.run(  # noqa: S603 -- fixed program; the name is only looked at for its ending
            command, input=content, capture_output=True, timeout=_SECONDS, cwd=settings.BASE_DIR, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ValidationError(_("Reading this file takes too long. Paste the text of the letter instead.")) from error
    if done.returncode == _REFUSED:
        raise ValidationError(done.stderr.decode("utf-8", "replace").split(" / ")[0])
    if done.returncode != 0:
        raise ValidationError(_("The file could not be read. Paste the text of the letter instead."))
    return done.stdout.decode("utf-8", "replace")
