"""Signatures that were made outside the portal: a file signed with a token, or paper that was signed by hand."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import Conflict, NotAllowed, Refused
from directives import rules, selectors, signing
from directives.enums import DocumentState, SignatureRole, SignatureState
from directives.models import Document, DocumentSignature
from directives.services.signing import note_signed
from foundation import clock, files
from foundation.files import CheckedUpload, NotStored, nothing_left_behind
from foundation.models import StoredFile

_READY = (DocumentState.RENDERED, DocumentState.SIGNED)
_ROLES = (SignatureRole.PERSON, SignatureRole.OFFICE)


@nothing_left_behind()
@transaction.atomic
def add_signed_file(*, document: Document, upload: CheckedUpload, actor: User) -> list[DocumentSignature]:
    """Take in the document as it was signed elsewhere: the file that the portal holds, plus one or two signatures.

    The first signature counts as the signer's, the second as the office's. Where ``SIGNING_TRUST_DIR`` names root
    certificates, the chain must lead to one of them.

    Raises:
        NotAllowed: the person is neither the signer nor clerk or leader of the issuing office.
        Refused: the file is another one, a signature is broken or not trusted, or there is nothing new in it.
    """
    if not (rules.may_issue(actor, document) or rules.may_approve(actor, document)):
        raise NotAllowed
    held = selectors.current_file(document)
    if document.state not in _READY or held is None:
        raise Refused(_("A signed file can be added between the making of the PDF and its issue."))
    found = checked_signatures(files.read(held), upload)
    known = document.signatures.filter(role__in=_ROLES, state=SignatureState.MADE).count()
    if not known < len(found) <= len(_ROLES):
        raise Refused(_("The file holds %(n)s signatures; one or two are expected.") % {"n": len(found)})
    stored = _stored(upload, actor)
    return [
        _add(document, role, entry, stored, actor) for role, entry in list(zip(_ROLES, found, strict=False))[known:]
    ]


def refuse_cleaned(upload: CheckedUpload) -> None:
    """Raise ``Refused`` where an upload lost parts at the door: what is left is not what was signed."""
    if upload.source_sha256 != hashlib.sha256(upload.content).hexdigest():
        raise Refused(_("This file holds parts that the portal does not accept, such as scripts or attachments."))


def checked_signatures(issued: bytes, upload: CheckedUpload) -> list[signing.Found]:
    """Return the signatures of an upload that is the issued file and nothing but signatures added to it.

    Raises ``Refused``: the file is another one, lost parts at the door, or a signature is broken or not trusted.
    """
    refuse_cleaned(upload)
    try:
        signing.only_signatures_added(issued, upload.content)
        roots = signing.trust_roots(settings.SIGNING_TRUST_DIR)
        found = signing.check_signatures(upload.content, roots=roots, moment=clock.now())
        signing.nothing_else_changed(issued, upload.content)
    except signing.CheckProblem as problem:
        raise Refused(str(problem)) from problem
    for entry in found:
        if entry.trusted is False:
            text = _("The certificate of %(name)s does not lead to a root that the portal trusts.")
            raise Refused(text % {"name": entry.signer})
    return found


def _add(
    document: Document, role: SignatureRole, found: signing.Found, stored: StoredFile, actor: User
) -> DocumentSignature:
    values = {
        "state": SignatureState.MADE,
        "file": stored,
        "signer_name": found.signer,
        "issuer_name": found.issuer,
        "signed_at": found.signed_at or clock.now(),
        "trusted": found.trusted,
        "uploaded": True,
        "problem": "",
        "by": actor,
    }
    row, _created = DocumentSignature.objects.update_or_create(document=document, role=role, defaults=values)
    note_signed(document, role, found.signer, stored.sha256, actor=actor)
    return row


@nothing_left_behind()
@transaction.atomic
def add_scan(*, document: Document, upload: CheckedUpload, actor: User) -> DocumentSignature:
    """Attach the scan of the paper that was signed and stamped by hand.

    Raises:
        NotAllowed: the person is not the clerk of the issuing office.
        Refused: the PDF is not made yet, the document is issued, or cannot be stored.
        Conflict: a scan is attached already.
    """
    if not rules.may_issue(actor, document):
        raise NotAllowed
    if document.state not in _READY:
        raise Refused(_("A signed file can be added between the making of the PDF and its issue."))
    stored = _stored(upload, actor)
    try:
        with transaction.atomic():
            row = DocumentSignature.objects.create(
                document=document,
                role=SignatureRole.SCAN,
                state=SignatureState.MADE,
                file=stored,
                signer_name=str(document.signer),
                signed_at=clock.now(),
                uploaded=True,
                by=actor,
            )
    except IntegrityError as error:
        raise Conflict(_("A scan is attached already.")) from error
    note_signed(document, SignatureRole.SCAN, row.signer_name, stored.sha256, actor=actor)
    return row


def _stored(upload: CheckedUpload, actor: User) -> StoredFile:
    try:
        return files.store_upload(upload=upload, by=actor)
    except NotStored as error:
        raise Refused(str(error.strerror)) from error
