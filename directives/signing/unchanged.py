"""That an update of a file adds signatures and touches nothing of what the file shows.

That a signed file begins with the issued bytes is not enough: an update can put other pages over them before somebody
signs, and the signature would then stand for those.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from django.utils.translation import gettext as _

from directives.signing.validation import MALFORMED, CheckProblem, places_of_signatures

# What a signing program writes into the catalog of a file: form, permissions, proofs for later, and who made it.
_OF_SIGNING = ("/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version", "/Metadata")
# The images of the signatures that come to a page may together cover so much of it, and never its whole text.
_SHOWN_AT_MOST = 0.25
# A file may claim any size; one of a few pages with its signatures has some hundreds of objects.
_MOST_OBJECTS = 100_000


def nothing_else_changed(issued: bytes, uploaded: bytes) -> None:
    """Raise ``CheckProblem`` when an object of the issued file is another one in the upload, signing itself apart."""
    signed = places_of_signatures(uploaded)
    try:
        with pikepdf.open(io.BytesIO(issued)) as old, pikepdf.open(io.BytesIO(uploaded)) as new:
            same = (
                places_of_signatures(issued) <= signed
                and old.Root.objgen == new.Root.objgen
                and len(old.pages) == len(new.pages)
                and all(_compared(old, new))
                and all(_only_signatures(*pages, signed) for pages in zip(old.pages, new.pages, strict=True))
            )
    except (pikepdf.PdfError, *MALFORMED) as error:
        raise CheckProblem(_("The signatures in this file cannot be read.")) from error
    if not same:
        raise CheckProblem(_("Something else than signatures was added to the file."))


def _compared(old: pikepdf.Pdf, new: pikepdf.Pdf) -> Iterator[bool]:
    pages = {page.objgen for page in old.pages}
    # Lists of annotations that stand by themselves are compared with their page.
    lists = {page.obj["/Annots"].objgen for page in old.pages if "/Annots" in page}
    free = {held.objgen for held in _free(old)} | lists
    for number, was in _objects(old):
        if number in free:
            continue
        now = new.get_object(number)
        if number == old.Root.objgen:
            yield _without(was, *_OF_SIGNING) == _without(now, *_OF_SIGNING)
        elif number in pages:
            yield _without(was, "/Annots") == _without(now, "/Annots")
        else:
            yield _said(was) == _said(now)


def _objects(pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], Any]]:
    """Yield every object of a file with its number; plain values, such as numbers, do not know theirs themselves."""
    known = {held.objgen: held for held in pdf.objects if isinstance(held, pikepdf.Object)}
    yield from known.items()
    for number in range(1, min(int(pdf.trailer["/Size"]), _MOST_OBJECTS)):
        if (number, 0) not in known and (plain := pdf.get_object((number, 0))) is not None:
            yield (number, 0), plain


def _free(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield what every program may write anew: title and makers, and the form that holds the fields."""
    for held in (pdf.trailer.get("/Info"), pdf.Root.get("/Metadata"), pdf.Root.get("/AcroForm")):
        if held is not None:
            yield held


def _only_signatures(was: pikepdf.Page, now: pikepdf.Page, signed: set[tuple[int, int]]) -> bool:
    """Tell whether a page kept its annotations, and whether all that came are the images of signatures."""
    known = {_words(mark) for mark in was.obj.get("/Annots", [])}
    marks = list(now.obj.get("/Annots", []))
    added = [mark for mark in marks if _words(mark) not in known]
    return (
        known <= {_words(mark) for mark in marks}
        and all(_is_signature(mark, signed) for mark in added)
        and sum(_area(mark["/Rect"]) for mark in added) <= _SHOWN_AT_MOST * _area(now.cropbox)
    )


def _is_signature(mark: Any, signed: set[tuple[int, int]]) -> bool:
    """Tell whether an annotation is the widget of a field that is signed; an empty field could show anything."""
    held = isinstance(mark, pikepdf.Dictionary) and mark.is_indirect and mark.objgen in signed
    return bool(held and mark.get("/Subtype") == "/Widget")


def _area(box: Any) -> float:
    left, bottom, right, top = (float(value) for value in box)
    return abs(right - left) * abs(top - bottom)


def _without(held: Any, *names: str) -> dict[str, bytes]:
    return {name: _words(value) for name, value in held.items() if name not in names}


def _said(held: Any) -> bytes:
    if isinstance(held, pikepdf.Stream):
        return bytes(held.stream_dict.unparse()) + held.read_raw_bytes()
    return bytes(held.unparse(resolved=True)) if isinstance(held, pikepdf.Object) else repr(held).encode()


def _words(value: Any) -> bytes:
    """Return a value as it is written in the file; numbers and truth values are Python's own."""
    return bytes(value.unparse()) if isinstance(value, pikepdf.Object) else repr(value).encode()
