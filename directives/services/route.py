"""The route of a document: submitted, checked, form checked, approved and numbered, issued; returned or voided."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import jobs
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Job
from activity.transitions import apply
from directives import hooks, selectors
from directives.completion import completed, completed_certificate
from directives.enums import ATTACHED_TRANSITIONS, DocumentAction, DocumentState, DocumentType, SignatureRole
from directives.models import Document, DocumentSignature, Reading, document_search_key
from directives.rendering import Certificate, ContextError, OfficialDocument, open_places
from directives.services import following
from directives.services.follow_job import follow
from directives.services.mending import mend
from directives.services.registers import number_for, release_number
from directives.services.rendering import order_rendering
from directives.services.sending import send_out
from directives.services.signing import ask_for_signers_signature
from directives.tables import table_for
from foundation import clock

_BY_HAND = (
    DocumentAction.SUBMIT,
    DocumentAction.CHECK,
    DocumentAction.FORM_CHECK,
    DocumentAction.APPROVE,
    DocumentAction.ISSUE,
    DocumentAction.RETURN,
    DocumentAction.VOID,
)


@transaction.atomic
def note_reading(*, document: Document, user: User) -> None:
    """Note that a person has had the sheet of a document before their eyes, as it stands now."""
    seen = {"version": document.version, "at": clock.now()}
    Reading.objects.update_or_create(document=document, user=user, defaults=seen)


@transaction.atomic
def approve_from_list(*, document: Document, actor: User, version: int) -> Document:
    """Approve one of many documents that a leader has ticked, having opened each.

    Raises:
        Refused: the leader has not opened it as it stands now, and what ``act`` refuses.
        NotAllowed, Conflict: as ``act``.
    """
    if not Reading.objects.filter(document=document, user=actor, version=version).exists():
        raise Refused(_("“%(what)s” was not opened yet as it stands now.") % {"what": document.abstract})
    return act(document=document, action=DocumentAction.APPROVE, actor=actor, version=version)


@transaction.atomic
def act(
    *, document: Document, action: str, actor: User | None, reason: str = "", version: int | None = None
) -> Document:
    """Move a document one step, and with it what is attached to it.

    Args:
        document: as the caller has read it; refreshed on success.
        action: a ``DocumentAction`` other than "render".
        actor: the person, or ``None`` where the portal moves a document of its own (``hooks.Hook.by_portal``).
        reason: must be given for "return_" and "void".
        version: the version that the person has looked at; ``None`` where nobody looked (seeds).

    Raises:
        NotAllowed: the rule says no to this person.
        Conflict: the document moved or changed meanwhile.
        Refused: a reason is missing, decision or unit are not in force, the letter is made out for another signer, or
            an attached document is not ready or still follows the step before.
    """
    table = table_for(document)
    if action not in _BY_HAND or action not in table:
        raise NotAllowed
    if document.attached_to_id is not None:
        raise Refused(_("This goes the way of the document that it belongs to."))
    if version is not None and version != document.version:
        raise Conflict
    following.refuse_while_following(document, action)
    _step(document, action, actor, reason, table)
    return document


def _step(document: Document, action: str, actor: User | None, reason: str, table: Any) -> None:
    """Carry out the action on a document and then on everything attached to it."""
    before = {"approve": _refuse_unfit_approval, "issue": _refuse_unready_attachments}.get(action)
    if before and table[action].rule(actor, document):
        before(document, actor)
        if action == DocumentAction.ISSUE:
            send_out(document, actor)  # before the step, whose notices tell everybody who gets it
    apply(table, action, document, actor=actor, reason=reason, **_changes(document, action, actor, reason))
    if action == DocumentAction.APPROVE and actor is not None:
        _after_approval(document, actor)
    if action == DocumentAction.VOID:
        release_number(document)
    if following.goes_by_job(document, action):
        following.order(document, action, actor)
    else:
        for follower in following.followers_of(document, action):
            follower.attached_to = document
            _step(follower, action, actor, reason, ATTACHED_TRANSITIONS)
    if action == DocumentAction.ISSUE:
        mend(document)
    hook = hooks.hook_for(document.purpose)
    if after := {DocumentAction.ISSUE: hook.on_issued, DocumentAction.VOID: hook.on_voided}.get(DocumentAction(action)):
        after(document, actor)


def _changes(document: Document, action: str, actor: User | None, reason: str) -> dict[str, Any]:
    """Return the further columns that an action sets, and the facts for the journal."""
    if action == DocumentAction.SUBMIT:
        return {"changes": {"submitted_at": clock.now()}}
    if action == DocumentAction.RETURN:
        return {"changes": {"submitted_at": None}}
    if action == DocumentAction.ISSUE:
        return {"changes": {"issued_at": clock.now()}, "facts": {"sha256": document.pdf_sha256}}
    if action == DocumentAction.APPROVE and actor is not None:
        return _number(document, actor)
    if action == DocumentAction.VOID:
        return {"changes": {"voided_because": reason}}
    return {}


def _number(document: Document, actor: User) -> dict[str, Any]:
    """Allocate number and date; the UPDATE of the transition writes them together with the state."""
    dated = _day_of_signing(document)
    number = number_for(document, dated.year)
    full = f"{number:02d}/{document.symbol}"
    return {
        "changes": {
            "number": number,
            "year": dated.year,
            "dated": dated,
            "signer": actor,
            "signer_membership": selectors.signing_membership(actor, document.office),
            "search": document_search_key(document.abstract, full),
        },
        "facts": {"number": full, "dated": dated},
    }


def _day_of_signing(document: Document) -> date:
    """Today; what follows its decision by a job keeps the day of the decision, should midnight pass meanwhile."""
    decision = document.attached_to
    return decision.dated if decision is not None and decision.dated else clock.today()


def _after_approval(document: Document, actor: User) -> None:
    """Complete the content for good, let the hook have its say, and order the PDF."""
    fill = completed_certificate if document.is_certificate else completed
    document.content = fill(document, actor)
    on_approved = hooks.hook_for(document.purpose).on_approved
    if on_approved and (content := on_approved(document)) is not None:
        document.content = content.to_dict()
    kind = Certificate if document.is_certificate else OfficialDocument
    try:
        kind.from_dict(document.content)
    except ContextError as error:
        raise Refused(_("The document is not complete: %(error)s") % {"error": error}) from error
    Document.objects.filter(pk=document.pk, state=DocumentState.APPROVED).update(content=document.content)
    ask_for_signers_signature(document, actor)
    order_rendering(document, actor)


def _refuse_unfit_signing(document: Document, actor: User | None) -> None:
    """Decision and unit must be in force on the signing date; nobody signs for another, or what is not filled in."""
    _refuse_unfilled(document, actor)
    _refuse_out_of_force(document)


def _refuse_unfilled(document: Document, actor: User | None) -> None:
    if missing := open_places(json.dumps(document.content, ensure_ascii=False)):
        raise Refused(_("These places are not filled in yet: %(names)s.") % {"names": ", ".join(missing)})
    named = document.content.get("signature", {}).get("name", "")
    if document.type != DocumentType.BIEN_BAN and named and named != str(actor):
        raise Refused(_("This is made out for the signature of %(name)s.") % {"name": named})


def _refuse_out_of_force(document: Document) -> None:
    if not document.training and (reason := selectors.not_in_force(document, _day_of_signing(document))):
        raise Refused(reason)


def _refuse_unfit_approval(document: Document, actor: User | None) -> None:
    """What hangs on the document is looked at before it gets its number: a job must find nothing to refuse."""
    _refuse_unfit_signing(document, actor)
    if following.goes_by_job(document, DocumentAction.APPROVE):
        following.refuse_unnumbered_abroad(document)
        asked = set()
        for follower in following.followers_of(document, DocumentAction.APPROVE):
            _refuse_unfilled(follower, actor)
            if (follower.office_id, follower.law_id) not in asked:
                asked.add((follower.office_id, follower.law_id))
                _refuse_out_of_force(follower)


def _refuse_unready_attachments(document: Document, _actor: User | None) -> None:
    """A decision is issued together with everything that hangs on it, and with its signatures, or not at all."""
    ready = (DocumentState.RENDERED, DocumentState.SIGNED, DocumentState.VOIDED)
    if document.attached.exclude(state__in=ready).exists():
        raise Refused(_("The attached documents are still being made. Try again in a moment."))
    if DocumentSignature.objects.filter(document__in=[document, *document.attached.all()], state="waiting").exists():
        raise Refused(_("A signature is still being made. Try again in a moment."))
    if missing := selectors.missing_signatures(document):
        names = ", ".join(str(SignatureRole(role).label) for role in missing)
        raise Refused(_("Before it goes out this is missing: %(what)s.") % {"what": names})
    if not document.training and document.dated and (reason := selectors.not_in_force(document, document.dated)):
        raise Refused(reason)


@jobs.handler(selectors.FOLLOW)
def run_following(job: Job, progress: jobs.Progress) -> None:
    """Let what hangs on a document go along with its step."""
    payload = job.payload

    def step(follower: Document, action: str, actor: User | None) -> None:
        _step(follower, action, actor, "", ATTACHED_TRANSITIONS)

    follow(
        document_id=payload["document"],
        action=payload["action"],
        actor_id=payload["actor"],
        step=step,
        progress=progress,
    )
