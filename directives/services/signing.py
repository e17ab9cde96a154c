"""Signatures: asked for by people, made by a job, or brought by people who sign elsewhere.

Every signature is made over the bytes that the one before it has left, the first over the PDF that was numbered; those
bytes are never made again. A key that is missing or has expired stops the signature, not the document.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from activity import jobs, journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Job
from activity.notifications import notify
from activity.transitions import apply
from directives import notices, rules, selectors, signing
from directives.enums import TRANSITIONS, DocumentAction, DocumentState, SignatureRole, SignatureState
from directives.models import Document, DocumentSignature
from directives.services.signing_keys import box_of, key_of
from foundation import clock, files
from foundation.files import nothing_left_behind

PDF = "application/pdf"
_FIELDS = {SignatureRole.PERSON: "ocop-signer", SignatureRole.OFFICE: "ocop-office"}
_READY = (DocumentState.RENDERED, DocumentState.SIGNED)


# -- Asking ----------------------------------------------------------------------------------------------------------
def ask_for_signers_signature(document: Document, signer: User) -> None:
    """Note at the approval that the signer's key is to sign, in its transaction; the job comes with the PDF."""
    if selectors.signs_digitally(document) and selectors.has_key(user=signer):
        DocumentSignature.objects.create(document=document, role=SignatureRole.PERSON, by=signer)


def enqueue_waiting(document: Document) -> None:
    """Order the signatures that wait for the PDF, in the caller's transaction."""
    for row in document.signatures.filter(state=SignatureState.WAITING):
        _enqueue(row)


@transaction.atomic
def sign_for_office(*, document: Document, actor: User) -> list[DocumentSignature]:
    """Ask for the office's signature on a document and on what is attached to it.

    Raises:
        NotAllowed: the person is not the clerk of the issuing office.
        Refused: the signer has not signed yet, the office has no key, or the signature is asked for already.
    """
    if not rules.may_issue(actor, document):
        raise NotAllowed
    if not selectors.has_key(office=document.office):
        raise Refused(_("The office has no signing key in the portal. Sign elsewhere and upload the signed file."))
    together = [document, *document.attached.exclude(state=DocumentState.VOIDED).order_by("pk")]
    return [_ask_for_office(one, actor) for one in together]


def _ask_for_office(document: Document, actor: User) -> DocumentSignature:
    signed = document.signatures.filter(role=SignatureRole.PERSON, state=SignatureState.MADE)
    if document.state != DocumentState.SIGNED or not signed.exists():
        raise Refused(_("The signer's signature comes first, the office's after it."))
    try:
        with transaction.atomic():
            row = DocumentSignature.objects.create(document=document, role=SignatureRole.OFFICE, by=actor)
    except IntegrityError as error:
        raise Refused(_("The office's signature is asked for already.")) from error
    event = journal.Event("office_signature", _("Signature of the office asked for"))
    journal.record(document, event, actor=actor)
    _enqueue(row)
    return row


@transaction.atomic
def retry_signature(*, signature: DocumentSignature, actor: User) -> None:
    """Try again to make a signature that has failed. Raises NotAllowed or Conflict."""
    if not rules.is_inside(actor, signature.document):
        raise NotAllowed
    rows = DocumentSignature.objects.filter(pk=signature.pk, state=SignatureState.FAILED)
    if rows.update(state=SignatureState.WAITING, attempt=F("attempt") + 1, problem="") != 1:
        raise Conflict
    signature.refresh_from_db()
    _enqueue(signature)


def _enqueue(row: DocumentSignature) -> None:
    key = f"sign_document:{row.pk}:{row.attempt}"
    jobs.enqueue("sign_document", key=key, payload={"signature": row.pk}, requested_by=row.by)


# -- Making ----------------------------------------------------------------------------------------------------------
@jobs.handler("sign_document")
def run_job(job: Job, progress: jobs.Progress) -> None:
    """Make the signature that the job asks for."""
    try:
        make_signature(signature_id=job.payload["signature"])
    except Exception:
        if jobs.is_last_attempt(job):
            row = DocumentSignature.objects.select_related("document__office", "by").get(pk=job.payload["signature"])
            _note_problem(row, _("The portal could not make the signature."))
        raise
    progress(1, 1)


def make_signature(*, signature_id: int) -> bool:
    """Make a signature that waits; return whether this call did it. Safe to run twice and at the same time.

    The bytes are signed outside any transaction. What is wrong with a key is kept on the row and shown, and nothing of
    the document is lost.
    """
    row = DocumentSignature.objects.select_related("document__office", "by").get(pk=signature_id)
    document = row.document
    if row.state != SignatureState.WAITING or document.state not in _READY:
        return False
    source = selectors.current_file(document)
    if source is None:
        return False
    try:
        key, image = key_of(row)
        content = _signed(row, files.read(source), key, image)
    except signing.KeyProblem as problem:
        _note_problem(row, str(problem))
        return False
    facts = {"signer_name": key.subject, "signed_at": clock.now()}
    return _keep_made(row, content, facts)


def _signed(row: DocumentSignature, pdf: bytes, key: signing.Key, image: bytes | None) -> bytes:
    return signing.signed(
        pdf,
        key=key,
        field=_FIELDS[SignatureRole(row.role)],
        moment=clock.local(clock.now()),
        reason="Ký số văn bản" if row.role == SignatureRole.PERSON else "Phát hành văn bản",
        box=box_of(row, image),
        image=image,
    )


def _note_problem(row: DocumentSignature, problem: str) -> None:
    with transaction.atomic():
        rows = DocumentSignature.objects.filter(pk=row.pk, state=SignatureState.WAITING, attempt=row.attempt)
        if rows.update(state=SignatureState.FAILED, problem=problem) == 1:
            row.problem = problem
            event = journal.Event("signature_failed", _("Digital signature could not be made"), reason=problem)
            journal.record(row.document, event, actor=None)
            notify(row.document, notices.of_failed_signature(row), occasion=f"{row.pk}:{row.attempt}")


@nothing_left_behind()
def _keep_made(row: DocumentSignature, content: bytes, facts: dict[str, Any]) -> bool:
    """Store a signed file and move the document; the first to come wins, the other's bytes are forgotten."""
    try:
        with transaction.atomic():
            name = row.document.pdf.original_name if row.document.pdf else "van-ban.pdf"
            stored = files.store(name=name, content_type=PDF, content=content, by=row.by)
            rows = DocumentSignature.objects.filter(pk=row.pk, state=SignatureState.WAITING, attempt=row.attempt)
            if rows.update(state=SignatureState.MADE, file=stored, **facts) != 1:
                raise Conflict
            note_signed(
                row.document, row.role, facts["signer_name"], stored.sha256, actor=None, on_behalf_of=str(row.by)
            )
    except Conflict:
        return False
    return True


def note_signed(
    document: Document, role: str, signer: str, sha256: str, *, actor: User | None, on_behalf_of: str = ""
) -> None:
    """Write a signature into the journal; the signer's moves the document to "signed". In the caller's transaction."""
    facts = {"signer": signer, "sha256": sha256}
    if role == SignatureRole.PERSON and document.state == DocumentState.RENDERED:
        apply(TRANSITIONS, DocumentAction.SIGN, document, actor=None, facts=facts, on_behalf_of=on_behalf_of)
        return
    label = SignatureRole(role).label
    event = journal.Event(f"signed_{role}", str(label), after=facts, on_behalf_of=on_behalf_of)
    journal.record(document, event, actor=actor)
