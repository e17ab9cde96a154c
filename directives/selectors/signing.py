"""Reads of signatures and keys."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import Office
from directives.enums import DocumentState, SignatureRole, SignatureState, SigningWay
from directives.models import Document, DocumentSignature, LetterSettings, SigningKey
from foundation.models import StoredFile

_ORDER = (SignatureRole.PERSON, SignatureRole.OFFICE)


def letter_settings(office: Office | int) -> LetterSettings:
    """Return how an office numbers and signs; the defaults where nothing was said."""
    pk = office if isinstance(office, int) else office.pk
    return LetterSettings.objects.filter(office_id=pk).first() or LetterSettings(office_id=pk)


def signs_digitally(document: Document) -> bool:
    """Whether a document goes out with digital signatures; training documents never do."""
    return not document.training and letter_settings(document.office_id).signing == SigningWay.DIGITAL


def signatures_of(document: Document) -> QuerySet[DocumentSignature]:
    """Return the signatures of a document in the order of asking. The caller has checked who may see it."""
    return DocumentSignature.objects.filter(document=document).select_related("file", "by").order_by("pk")


def current_file(document: Document) -> StoredFile | None:
    """Return the file of a document with its newest signature; without one the PDF as it was made."""
    made = {s.role: s for s in signatures_of(document).filter(state=SignatureState.MADE, role__in=_ORDER)}
    for role in reversed(_ORDER):
        if role in made:
            return made[role].file
    return document.pdf


def stored_key(user: Any = None, office: Office | None = None) -> SigningKey | None:
    """Return the key row of a person or of an office."""
    rows = SigningKey.objects.select_related("image")
    return rows.filter(user=user).first() if user is not None else rows.filter(office=office).first()


def key_name(user: Any = None, office: Office | None = None) -> str:
    """Return the name under which ``settings.SIGNING_KEYS`` holds a key: "user:<name>" or "office:<id>"."""
    if user is not None:
        return f"user:{user.username}"
    return f"office:{office.pk}" if office is not None else ""


def has_key(user: Any = None, office: Office | None = None) -> bool:
    """Whether the portal can sign for a person or an office."""
    row = stored_key(user, office)
    return bool(row and row.sealed) or key_name(user, office) in settings.SIGNING_KEYS


def missing_signatures(document: Document) -> list[str]:
    """Return the roles in which a document still has to be signed before it goes out, by its office's own setting."""
    if document.training:
        return []
    way = letter_settings(document.office_id).signing
    wanted = {SigningWay.DIGITAL: list(_ORDER), SigningWay.PAPER: [SignatureRole.SCAN]}.get(SigningWay(way), [])
    made = set(signatures_of(document).filter(state=SignatureState.MADE).values_list("role", flat=True))
    return [role for role in wanted if role not in made]


def is_being_signed(document: Document, signatures: list[DocumentSignature]) -> bool:
    """Whether the job that signs has still to do its work."""
    ready = document.state in (DocumentState.RENDERED, DocumentState.SIGNED)
    return ready and any(row.state == SignatureState.WAITING for row in signatures)
