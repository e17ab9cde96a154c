"""Reads of the producer's digital signature: the file to sign, the signed one, and whether it still fits."""

from __future__ import annotations

from dataclasses import dataclass

from registrations.enums import FileKind
from registrations.models import Dossier, DossierFile, DossierSignature
from registrations.selectors.files import with_failures
from registrations.snapshot import digest_of, said_by, snapshot_of


@dataclass(frozen=True)
class SignedForms:
    """The newest digitally signed forms of a dossier. ``outdated``: the dossier says something else by now."""

    file: DossierFile
    signatures: list[DossierSignature]
    outdated: bool


def signed_forms_of(dossier: Dossier, *, exact: bool = True) -> SignedForms | None:
    """Return the newest digitally signed forms, measured against what the dossier says now.

    While it is written that is its present content; afterwards what was submitted last, which ``mark_signed_forms``
    has compared. Where ``exact`` is not asked for, the time of its last change stands for the content.
    """
    rows = DossierSignature.objects.filter(file__dossier=dossier).select_related("file__stored")
    signatures = list(rows.order_by("-file_id", "ordinal"))
    if not signatures:
        return None
    file = signatures[0].file
    if dossier.is_editable and exact:
        outdated = file.context["digest"] != digest_of(snapshot_of(dossier))
    else:
        outdated = bool(file.context.get("submitted_otherwise")) or _changed_since(dossier, file)
    return SignedForms(file, [row for row in signatures if row.file_id == file.pk], outdated)


def _changed_since(dossier: Dossier, file: DossierFile) -> bool:
    return dossier.is_editable and dossier.saved_at > file.asked_at


def forms_to_sign_of(dossier: Dossier) -> DossierFile | None:
    """Return the file to sign if one was asked for since the last change.

    It may still be in the making, or its making may have failed (``with_failures``).
    """
    file = _newest(dossier, FileKind.TO_SIGN)
    return file if file and file.context["digest"] == present_digest(dossier) else None


def present_digest(dossier: Dossier) -> str:
    """Return the digest of what the dossier says: to its writers, or in its last submission to everybody else."""
    return digest_of(snapshot_of(dossier) if dossier.is_editable else said_by(dossier)[0])


def _newest(dossier: Dossier, kind: str) -> DossierFile | None:
    rows = with_failures(dossier.files.filter(kind=kind).select_related("stored"))
    return rows.order_by("pk").last()
