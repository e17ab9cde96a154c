"""Members sign the papers of their submitted sheets digitally: elsewhere, or with a key that the portal keeps.

A signature is appended to the PDF of one submitted version. The sheet, its text and its digest stay what they are.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from activity import jobs, journal
from activity.errors import Conflict, NotAllowed, Refused
from directives import signing
from directives.enums import SignatureState
from directives.selectors import has_key
from directives.services import checked_signatures
from directives.services.signing_keys import open_key
from evaluations import rules
from evaluations.enums import SheetFileKind, SheetState
from evaluations.models import SheetFile, SheetSignature, SheetVersion
from foundation import clock, files
from foundation.models import StoredFile
from foundation.text import search_key

SIGN = "evaluations.sign_sheet"
_FIELD, _REASON = "ocop-member", "Ký phiếu đánh giá"


@files.nothing_left_behind()
@transaction.atomic
def add_signed_sheet(
    *, version: SheetVersion, actor: User, upload: files.CheckedUpload, other_name: bool = False
) -> SheetSignature:
    """Take in the paper of a submitted version as its member signed it elsewhere.

    Args:
        other_name: the member says that the certificate writes the own name in another form; nobody else can say so.

    Raises:
        NotAllowed: the person is neither the member nor, once sheets are open to the council, the secretary.
        Conflict: the version no longer stands, or is signed already.
        Refused: the PDF is not made yet, the file is another one, the signature is broken or not trusted, there is not
            exactly one, or its certificate names somebody else.
        NotStored: the bytes could not be written.
    """
    if not rules.attaches_scan(actor, version.sheet):
        raise NotAllowed
    refuse_replaced(version)
    paper = _paper(version)
    found = checked_signatures(files.read(paper), upload)
    if len(found) != 1:
        raise Refused(_("The file holds %(n)s signatures; one, the member's, is expected.") % {"n": len(found)})
    own_word = other_name and actor.pk == version.sheet.member.user_id
    if not (own_word or names_member(found[0].signer, version)):
        text = _("The certificate is that of %(name)s, and the sheet is that of %(member)s.")
        raise Refused(text % {"name": found[0].signer, "member": version.sheet.member})
    facts = {
        "stored": files.store_upload(upload=upload, by=actor),
        "signer_name": found[0].signer,
        "issuer_name": found[0].issuer,
        "signed_at": found[0].signed_at or clock.now(),
        "trusted": found[0].trusted,
        "uploaded": True,
    }
    row, _created = SheetSignature.objects.get_or_create(version=version, defaults={"by": actor})
    return _keep(row, facts, actor=actor)


@transaction.atomic
def sign_with_stored_key(*, version: SheetVersion, actor: User) -> SheetSignature:
    """Ask for the member's signature by the key that the portal keeps; a job makes it.

    Asking again tries again where it failed, and wakes a job that has died.

    Raises:
        NotAllowed: anybody but the member.
        Conflict: the version no longer stands, or is signed already.
        Refused: the member has no key in the portal, or the PDF is not made yet.
    """
    if not rules.owns_sheet(actor, version.sheet):
        raise NotAllowed
    refuse_replaced(version)
    if not has_key(user=actor):
        raise Refused(_("You have no signing key in the portal. Sign elsewhere and upload the signed file."))
    _paper(version)
    row, _created = SheetSignature.objects.get_or_create(version=version, defaults={"by": actor})
    again = SheetSignature.objects.filter(pk=row.pk, state=SignatureState.FAILED)
    again.update(state=SignatureState.WAITING, attempt=F("attempt") + 1, problem="", by=actor)
    row.refresh_from_db()
    if row.is_made:
        raise Conflict(_("This sheet is signed digitally already."))
    jobs.enqueue(SIGN, key=f"{SIGN}:{row.pk}:{row.attempt}", payload={"signature": row.pk}, requested_by=actor)
    return row


def make_sheet_signature(*, signature_id: int) -> bool:
    """Make a signature that waits; return whether this call did it. Runs in a job, outside of any transaction."""
    row = SheetSignature.objects.select_related("version__sheet__entry__round", "by").get(pk=signature_id)
    if row.state != SignatureState.WAITING:
        return False
    paper = _paper(row.version)
    try:
        key, _image = open_key(user=row.by)
        content = signing.signed(
            files.read(paper), key=key, field=_FIELD, moment=clock.local(clock.now()), reason=_REASON
        )
    except signing.KeyProblem as problem:
        _note_problem(row, str(problem))
        return False
    return _keep_made(row, content, key.subject, paper.original_name)


def give_up_sheet_signature(*, signature_id: int) -> None:
    """Note that the job could not make a signature, whatever the reason, so that its member can do something else."""
    row = SheetSignature.objects.get(pk=signature_id)
    _note_problem(row, _("The portal could not make the signature. Try again, or sign elsewhere and upload the file."))


def names_member(signer: str, version: SheetVersion) -> bool:
    """Tell whether a certificate names the member of a sheet in whole words; it may name a post or an office beside."""
    return f" {_words(str(version.sheet.member))} " in f" {_words(signer)} "


def _words(name: str) -> str:
    return " ".join(re.findall(r"\w+", search_key(name)))


def refuse_replaced(version: SheetVersion) -> None:
    """Raise Conflict where a version no longer stands: a signature on it would show what is not true any more."""
    sheet = version.sheet
    newest = sheet.versions.order_by("-number").values_list("pk", flat=True).first()
    if sheet.state != SheetState.SEALED or newest != version.pk:
        raise Conflict(_("This version no longer stands. Attach the scan to the version that was submitted last."))


def _paper(version: SheetVersion) -> StoredFile:
    row = SheetFile.objects.filter(version=version, kind=SheetFileKind.FILLED).select_related("stored").first()
    if row is None or row.stored is None:
        raise Refused(_("Let the portal make the sheet to sign first."))
    return row.stored


def _note_problem(row: SheetSignature, problem: str) -> None:
    waiting = SheetSignature.objects.filter(pk=row.pk, state=SignatureState.WAITING, attempt=row.attempt)
    waiting.update(state=SignatureState.FAILED, problem=problem)


@files.nothing_left_behind()
def _keep_made(row: SheetSignature, content: bytes, signer: str, name: str) -> bool:
    """Store the signed file; where another run or an upload came first, these bytes are forgotten."""
    try:
        with transaction.atomic():
            stored = files.store(name=name, content_type="application/pdf", content=content, by=row.by)
            _keep(row, {"stored": stored, "signer_name": signer, "signed_at": clock.now()}, actor=row.by)
    except Conflict:
        return False
    return True


def _keep(row: SheetSignature, facts: dict[str, Any], *, actor: User) -> SheetSignature:
    rows = SheetSignature.objects.filter(pk=row.pk).exclude(state=SignatureState.MADE)
    if rows.update(state=SignatureState.MADE, problem="", by=actor, at=clock.now(), **facts) != 1:
        raise Conflict(_("This sheet is signed digitally already."))
    row.refresh_from_db()
    version = row.version
    after = {"version": version.number, "signer": row.signer_name, "sha256": facts["stored"].sha256}
    event = journal.Event("sign_sheet", _("Sheet signed digitally"), after=after)
    journal.record(version.sheet, event, actor=actor)
    return row
