"""The request letter of a dossier: drafted with the opinion, signed with it, issued when the dossier goes up."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Office, User
from activity import jobs
from activity.models import Job
from directives import services as directives
from directives.enums import SENT, DocumentAction, DocumentState, DocumentType
from directives.models import Document
from registrations.letters import PURPOSE, abstract_of, request_letter
from registrations.models import Dossier
from registrations.selectors.letters import letter_of

ISSUE = "registrations.issue_letter"


def ensure_letter(*, dossier: Dossier, office: Office, actor: User) -> Document:
    """Draft the letter in the caller's transaction, unless a draft is there already.

    A letter with which the dossier has gone up before is spent: what comes back goes up with a letter of its own, which
    names the earlier one. Both stay in the register.
    """
    found = letter_of(dossier)
    if found is not None and not is_spent(found, dossier):
        return found
    return directives.create_document(
        office=office,
        type=DocumentType.CONG_VAN,
        abstract=abstract_of(dossier),
        content=request_letter(dossier, office, earlier=found),
        created_by=actor,
        purpose=PURPOSE,
        subject=dossier.stream,
        law=dossier.law,
        training=dossier.training,
        sent_to=[dossier.round.office],
    )


def sign_letter(*, dossier: Dossier, office: Office, actor: User) -> None:
    """Sign the letter in the transaction of the opinion's approval: the register gives number and date.

    Raises Refused where decision or unit are not in force, NotAllowed where the person does not sign for the office.
    """
    letter = ensure_letter(dossier=dossier, office=office, actor=actor)
    if letter.number is None:
        directives.act(document=letter, action=DocumentAction.APPROVE, actor=actor)


def is_spent(letter: Document, dossier: Dossier) -> bool:
    """Tell whether a dossier has gone up with this letter, issued by now or about to be."""
    return letter.state in SENT or Dossier.objects.filter(pk=dossier.pk, sent_letter=letter).exists()


def drop_letter(*, dossier: Dossier, reason: str) -> None:
    """Void a letter that has not gone up, because its dossier goes back; a number taken stays in the register."""
    letter = letter_of(dossier)
    if letter is not None and not is_spent(letter, dossier):
        directives.act(document=letter, action=DocumentAction.VOID, actor=None, reason=reason)


def order_issue(*, dossier: Dossier, actor: User) -> None:
    """Have the letter issued with the dossier that goes up; where its PDF is still being made, right after."""
    letter = letter_of(dossier)
    if letter is not None:
        Dossier.objects.filter(pk=dossier.pk).update(sent_letter=letter)
        _order(letter, "sent", actor)


def letter_rendered(document: Document) -> None:
    """Hook of the document: its PDF is there; it is issued at once where the dossier has gone up already."""
    _order(document, "made", None)


def _order(letter: Document, occasion: str, actor: User | None) -> None:
    """Queue the job. Dossier and PDF each queue one, after their own commit: the later one finds both there."""
    payload = {"document": letter.pk}
    jobs.enqueue(ISSUE, key=f"{ISSUE}:{letter.pk}:{occasion}", payload=payload, requested_by=actor)


@jobs.handler(ISSUE)
def issue_letter(job: Job, progress: jobs.Progress) -> None:
    """Issue a letter whose PDF is made and whose dossier has gone up; otherwise there is nothing to do yet."""
    with transaction.atomic():
        letter = Document.objects.select_related("office__unit", "created_by", "law").get(pk=job.payload["document"])
        dossier = dossier_of(letter)
        gone_up = dossier is not None and letter.pk <= (dossier.sent_letter_id or 0)
        if letter.state == DocumentState.RENDERED and gone_up:
            directives.act(document=letter, action=DocumentAction.ISSUE, actor=None)
    progress(1, 1)


def dossier_of(letter: Document) -> Dossier | None:
    """Return the dossier that a letter is about."""
    _model, _colon, pk = letter.subject.partition(":")
    return Dossier.objects.filter(pk=int(pk)).first() if pk.isdecimal() else None
