"""The producer signs the forms digitally elsewhere: the file to sign goes out, and comes back with signatures."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import Conflict, NotAllowed, Refused
from directives import signing
from directives.services import checked_signatures, refuse_cleaned
from foundation import clock, files
from foundation.files import CheckedUpload, nothing_left_behind
from registrations import rules
from registrations.enums import FileKind
from registrations.filed import compose_to_sign
from registrations.models import Dossier, DossierFile, DossierSignature, Submission
from registrations.models.dossiers import EDITABLE
from registrations.selectors.digital import forms_to_sign_of, present_digest
from registrations.services.files import ask_for_file, keep_upload, queued
from registrations.services.undertaking import set_undertaking
from registrations.snapshot import digest_of

# A representative and the seal of the business; more than these are a mistake.
MOST_SIGNATURES = 4
# So many of the files that were given out are looked through for the one that came back.
LOOKED_THROUGH = 20


@transaction.atomic
def ask_for_forms_to_sign(*, dossier: Dossier, actor: User) -> DossierFile:
    """Ask for the PDF that is signed elsewhere; the one that is there is given while the dossier stays the same.

    Raises NotAllowed for whoever does not file for the producer, Conflict once the dossier was submitted.
    """
    _check_writes(dossier, actor)
    known = forms_to_sign_of(dossier)
    if known is not None:
        return known if known.stored_id is not None else queued(known, actor)
    return ask_for_file(dossier=dossier, kind=FileKind.TO_SIGN, context=compose_to_sign(dossier), actor=actor)


@nothing_left_behind()
@transaction.atomic
def add_signed_forms(*, dossier: Dossier, upload: CheckedUpload, actor: User) -> DossierFile:
    """Take the signed PDF in: byte for byte the one that the portal gave out, plus signatures. It is the undertaking.

    Where ``SIGNING_TRUST_DIR`` names root certificates, the chain of each signer must lead to one of them.

    Raises:
        NotAllowed: the person does not file for the producer.
        Conflict: the dossier was submitted meanwhile.
        Refused: it is another file or an older one, a signature is broken or not trusted, there is none in it, or the
            disk is full.
    """
    _check_writes(dossier, actor)
    given, content = _given_out(dossier, upload)
    found = _checked(content, upload)
    file = DossierFile.objects.create(
        dossier=dossier,
        kind=FileKind.E_SIGNED,
        context={"digest": given.context["digest"]},
        stored=keep_upload(upload, actor),
        asked_at=clock.now(),
    )
    DossierSignature.objects.bulk_create(_row(file, place, entry, actor) for place, entry in enumerate(found, start=1))
    # The digital signature is the undertaking, too: by the first signer, from this moment.
    set_undertaking(
        dossier,
        name=found[0].signer[:120],
        at=file.asked_at,
        words=_("Signed digitally"),
        after={"names": [entry.signer for entry in found], "sha256": file.stored.sha256 if file.stored else ""},
        actor=actor,
    )
    return file


def mark_signed_forms(submission: Submission) -> None:
    """Note whether what is submitted now is what was signed last. Runs in the caller's transaction."""
    rows = DossierFile.objects.filter(dossier=submission.dossier_id, kind=FileKind.E_SIGNED)
    if (file := rows.order_by("pk").last()) is not None:
        otherwise = file.context["digest"] != digest_of(submission.content)
        DossierFile.objects.filter(pk=file.pk).update(context=file.context | {"submitted_otherwise": otherwise})


def _check_writes(dossier: Dossier, actor: User) -> None:
    if not rules.files_for(actor, dossier):
        raise NotAllowed
    if not Dossier.objects.filter(pk=dossier.pk, state__in=EDITABLE).exists():
        raise Conflict(_("The dossier has been submitted and cannot be changed now."))


def _given_out(dossier: Dossier, upload: CheckedUpload) -> tuple[DossierFile, bytes]:
    """Return the file that was signed, with its bytes; it must say what the dossier says now."""
    refuse_cleaned(upload)
    rows = dossier.files.filter(kind=FileKind.TO_SIGN).exclude(stored=None).select_related("stored").order_by("-pk")
    for row in rows[:LOOKED_THROUGH]:
        if row.stored and upload.content.startswith(content := files.read(row.stored)):
            if row.context["digest"] != present_digest(dossier):
                raise Refused(
                    _("The dossier was changed after this file was downloaded. Download it again and sign the new one.")
                )
            return row, content
    raise Refused(
        _("This is not the file that you downloaded here: its content differs from what the portal gave out.")
    )


def _checked(given: bytes, upload: CheckedUpload) -> list[signing.Found]:
    found = checked_signatures(given, upload)
    if not found:
        raise Refused(_("There is no signature in this file."))
    if len(found) > MOST_SIGNATURES:
        raise Refused(_("There are more than %(n)s signatures in this file.") % {"n": MOST_SIGNATURES})
    return found


def _row(file: DossierFile, place: int, found: signing.Found, actor: User) -> DossierSignature:
    return DossierSignature(
        file=file,
        ordinal=place,
        signer_name=found.signer,
        issuer_name=found.issuer,
        signed_at=found.signed_at or clock.now(),
        trusted=found.trusted,
        by=actor,
    )
