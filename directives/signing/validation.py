"""Checking signatures: integrity of the bytes, chain of the certificates, names of the signers."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

# What the reading programs raise on files that were put together wrongly, by mistake or with intent.
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError, zlib.error)


class CheckProblem(Exception):
    """A signed file that cannot be accepted; the message says why."""


@dataclass(frozen=True)
class Found:
    """One signature in a file. ``trusted`` is ``None`` where the portal knows no roots to check the chain against."""

    field: str
    signer: str
    issuer: str
    signed_at: datetime | None
    intact: bool
    trusted: bool | None


def only_signatures_added(issued: bytes, uploaded: bytes) -> None:
    """Raise ``CheckProblem`` unless the upload begins with the issued document and only adds to it.

    A signature is an incremental update: it appends. A tool that writes the file anew makes another document.
    """
    if uploaded == issued:
        raise CheckProblem(_("This is the document as it was downloaded: there is no new signature in it."))
    if not uploaded.startswith(issued):
        raise CheckProblem(_("This is not the issued document: its content differs from what the portal has stored."))


@lru_cache(maxsize=4)
def trust_roots(folder: str) -> tuple[Any, ...]:
    """Return the root certificates of a folder (``*.pem``, ``*.crt``, ``*.cer``); none where no folder is named."""
    from pyhanko.keys import load_cert_from_pemder

    if not folder:
        return ()
    paths = sorted(path for path in Path(folder).iterdir() if path.suffix in (".pem", ".crt", ".cer"))
    load: Any = load_cert_from_pemder
    return tuple(load(str(path)) for path in paths)


def check_signatures(pdf: bytes, *, roots: Sequence[Any] = (), moment: datetime | None = None) -> list[Found]:
    """Return the signatures of a file in the order in which they were made.

    Raises:
        CheckProblem: the file cannot be read, or a signature does not fit the bytes that it covers, or something else
            than signatures was added after one.
    """
    try:
        return [_checked(signature, roots, moment) for signature in _reader(pdf).embedded_regular_signatures]
    except CheckProblem:
        raise
    # The file comes from outside: bent in the right place it makes its reader raise nearly anything.
    except Exception as error:
        raise CheckProblem(_("The signatures in this file cannot be read.")) from error


def places_of_signatures(pdf: bytes) -> set[tuple[int, int]]:
    """Return the object and generation number of every field that holds a signature or time stamp, and of its widgets.

    Raises:
        CheckProblem: the file cannot be read, or two fields hold one and the same signature.
    """
    from pyhanko.pdf_utils.misc import PdfError

    try:
        fields = [signature.sig_field for signature in _reader(pdf).embedded_signatures]
        values = {field.raw_get("/V").reference for field in fields}
        held = [field.container_ref for field in fields]
        held += [kid.reference for field in fields for kid in field.get("/Kids", ())]
    except (PdfError, *MALFORMED) as error:
        raise CheckProblem(_("The signatures in this file cannot be read.")) from error
    if len(values) < len(fields):
        raise CheckProblem(_("Something else than signatures was added to the file."))
    return {(one.idnum, one.generation) for one in held}


def _reader(pdf: bytes) -> Any:
    from directives.signing.reader import Reader

    return Reader(io.BytesIO(pdf))


def _checked(signature: Any, roots: Sequence[Any], moment: datetime | None) -> Found:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=list(roots), moment=moment, best_signature_time=moment, allow_fetching=False
    )
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    status = validate_pdf_signature(signature, signer_validation_context=context, key_usage_settings=usage)
    name = str(status.signing_cert.subject.native.get("common_name") or status.signing_cert.subject.human_friendly)
    if not (status.intact and status.valid):
        raise CheckProblem(_("The signature of %(name)s is broken: the file was changed afterwards.") % {"name": name})
    if not status.docmdp_ok and status.docmdp_ok is not None:
        raise CheckProblem(_("Something else than signatures was added after %(name)s signed.") % {"name": name})
    return Found(
        field=signature.field_name,
        signer=name[:200],
        issuer=str(status.signing_cert.issuer.native.get("common_name") or "")[:200],
        signed_at=status.signer_reported_dt,
        intact=True,
        trusted=bool(status.trusted) if roots else None,
    )
