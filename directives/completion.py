"""What approval writes into a content: number, date, signer, and on certificates the decision that they hang on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from directives.enums import DocumentType

if TYPE_CHECKING:
    from accounts.models import User
    from directives.models import Document


def completed(document: Document, signer: User) -> dict[str, Any]:
    """Return the content of an administrative document with number, date and the signer's name.

    The names under minutes are those of chair and secretary and stay as they were written.
    """
    content = {**document.content, "number": document.number, "date": _day(document)}
    if document.type != DocumentType.BIEN_BAN:
        content["signature"] = {**content["signature"], "name": str(signer)}
    return content


def completed_certificate(document: Document, signer: User) -> dict[str, Any]:
    """Return the content of a certificate with its number and day, and with those of its decision.

    The end of its validity depends on the decision in force and is the hook's affair.
    """
    content = {
        **document.content,
        "certificate_number": document.full_number,
        "issued_on": _day(document),
        "signature": {**document.content["signature"], "name": str(signer)},
    }
    decision = document.attached_to
    if decision is not None:
        content |= {"decision_number": decision.full_number, "decision_date": _day(decision)}
    return content


def _day(document: Document) -> str | None:
    return document.dated.isoformat() if document.dated else None
