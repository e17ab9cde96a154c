"""PDFs: what runs, reaches out or hides in them is taken out; protected and broken ones are refused with the reason.

A file in which nothing of the kind is found stays as it is, byte for byte: so digital signatures in it stay good.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Keys that run something by themselves, carry other files, or bring a second, scripted form.
_ACTIVE_KEYS = (
    "/OpenAction",
    "/AA",
    "/JavaScript",
    "/JS",
    "/EmbeddedFiles",
    "/RichMedia",
    "/XFA",
    "/AF",
    "/Collection",
)
# Actions that reach out of the page. Links to web pages (/URI) and within the file (/GoTo) stay.
_BAD_ACTIONS = (
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/GoTo3DView",
)  # fmt: skip
_BAD_ANNOTATIONS = ("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D")
_END_WITHIN = 4096
_PROBE = Path(__file__).with_name("probe_pdf.py")
_READER = 300 * 1024 * 1024  # address space of the reading program itself
_SECONDS = 30
_DEEPEST = 60


def clean_pdf(content: bytes, name: str) -> tuple[bytes, int]:
    """Return the PDF without active content, and its number of pages.

    Raises:
        ValidationError: protected by a password, damaged, cut off on the way, empty, with too many pages, or one that
            unpacks to more than ``UPLOAD_MAX_UNPACKED_BYTES``.
    """
    if b"%%EOF" not in content[-_END_WITHIN:]:
        raise ValidationError(
            _("The file “%(name)s” is damaged or did not arrive whole. Send it again.") % {"name": name}
        )
    _check_unpacked(content, name)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
            _check_pages(pages, name)
            if not _strip(pdf) and not pdf.is_encrypted:
                return content, pages
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)
            return out.getvalue(), pages
    except pikepdf.PasswordError as error:
        raise ValidationError(
            _(
                "The file “%(name)s” is protected by a password, so nobody could check it. Open it with the password, "
                "choose “Print” and “Save as PDF”, and send the file that this makes."
            )
            % {"name": name}
        ) from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, ValueError, TypeError) as error:
        raise ValidationError(_("The file “%(name)s” is damaged and cannot be opened.") % {"name": name}) from error


def count_pages(content: bytes) -> int:
    """Return the number of pages of a PDF, 0 for one that cannot be read."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return len(pdf.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError):
        return 0


def _check_unpacked(content: bytes, name: str) -> None:
    """Refuse a file that unpacks to more than fits, before this process unpacks it."""
    limit = _READER + settings.UPLOAD_MAX_UNPACKED_BYTES + 4 * len(content)
    command = [sys.executable, "-I", str(_PROBE), str(limit)]
    try:
        subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 -- fixed command, a number only
    except subprocess.SubprocessError as error:
        raise ValidationError(
            _("The file “%(name)s” unpacks to far more than its size says. Print it as a new PDF and send that.")
            % {"name": name}
        ) from error


def _check_pages(pages: int, name: str) -> None:
    limit = settings.UPLOAD_MAX_PAGES
    if pages > limit:
        raise ValidationError(
            _("The file “%(name)s” has more than %(limit)s pages. Split it.") % {"name": name, "limit": limit}
        )
    if not pages:
        raise ValidationError(_("The file “%(name)s” has no page.") % {"name": name})


def _strip(pdf: pikepdf.Pdf) -> bool:
    """Take active content out; tell whether there was any."""
    found = False
    for top in pdf.objects:
        for part in _parts(top):
            found = (_strip_dictionary(part) if _is_mapping(part) else _strip_array(part)) or found
    return found


def _parts(value: Any, depth: int = 0) -> Iterator[Any]:
    """Yield an object and the direct dictionaries and arrays inside it; indirect ones come round by themselves."""
    if depth > _DEEPEST or not (_is_mapping(value) or isinstance(value, pikepdf.Array)):
        return
    yield value
    inner = list(value.values()) if _is_mapping(value) else list(value)
    for child in inner:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _parts(child, depth + 1)


def _strip_dictionary(part: Any) -> bool:
    found = False
    for key in _ACTIVE_KEYS:
        if key in part:
            del part[key]
            found = True
    if _is_bad_action(part):
        for key in list(part.keys()):
            del part[key]
        found = True
    for key in list(part.keys()):
        child = part.get(key)
        if _is_mapping(child) and _is_bad_action(child):
            del part[key]
            found = True
    return found


def _strip_array(part: pikepdf.Array) -> bool:
    bad = [
        index for index, child in enumerate(part) if _is_mapping(child) and _named(child, "/Subtype", _BAD_ANNOTATIONS)
    ]
    for index in reversed(bad):
        del part[index]
    return bool(bad)


def _is_bad_action(part: Any) -> bool:
    return _named(part, "/S", _BAD_ACTIONS) and "/P" not in part


def _named(part: Any, key: str, names: tuple[str, ...]) -> bool:
    value = part.get(key)
    return isinstance(value, pikepdf.Name) and str(value) in names


def _is_mapping(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Stream)
