"""Letters in: received, confirmed with their tasks and rounds in one act, or set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import Notice, notify
from activity.transitions import apply
from directives import proposals, rules
from directives.drafts import TaskDraft
from directives.incoming_states import INCOMING_TRANSITIONS, SERIES, IncomingAction, IncomingState
from directives.models import Document, IncomingLetter, Task
from directives.models.incoming import incoming_search_key
from directives.notices import of_incoming
from directives.services.numbering import allocate
from directives.services.once import create_once
from directives.services.reading import order_reading
from foundation import clock
from foundation.files import CheckedUpload, NotStored, nothing_left_behind, store_upload


@dataclass(frozen=True)
class LetterFacts:
    """What the register says of an incoming letter (Nghị định 30/2020, Phụ lục VI), as the officer confirmed it."""

    received_on: date
    sender: str
    symbol: str
    subject: str
    dated: date | None = None
    kind: str = ""
    enclosures: str = ""
    direction: str = ""
    in_charge: Office | None = None
    due_on: date | None = None


@nothing_left_behind()
@transaction.atomic
def receive_letter(
    *,
    office: Office,
    actor: User,
    text: str = "",
    upload: CheckedUpload | None = None,
    trouble: str = "",
    key: UUID | None = None,
) -> IncomingLetter:
    """Keep the text or the file of a letter that is to be confirmed; nothing else is created.

    A file without text is read by a job; ``trouble`` says what is wrong with a file that could not be checked.

    Raises:
        NotAllowed: the person does not handle the letters of the office.
        Refused: there is neither text nor file, or the file cannot be stored.
        Conflict: the form has kept a letter already.
    """
    if not rules.may_receive_for(actor, office):
        raise NotAllowed
    if not text.strip() and upload is None:
        raise Refused(_("There is no text to read."))
    try:
        stored = store_upload(upload=upload, by=actor) if upload else None
    except NotStored as error:
        raise Refused(str(error.strerror)) from error
    state = IncomingState.NEW if text.strip() else IncomingState.READING
    letter = create_once(
        IncomingLetter,
        key=key,
        said=_("This letter is saved already."),
        office=office,
        state=state,
        text=text,
        file=stored,
        trouble=trouble[:500],
        created_by=actor,
    )
    journal.record(letter, journal.Event("receive", _("Letter received"), after={"state": state}), actor=actor)
    if state == IncomingState.READING:
        order_reading(letter, actor)
    return letter


@transaction.atomic
def register_letter(
    *,
    letter: IncomingLetter,
    facts: LetterFacts,
    tasks: Sequence[TaskDraft] = (),
    rounds: Sequence[proposals.RoundProposal] = (),
    handler: str = "",
    actor: User,
) -> IncomingLetter:
    """Register a letter with the next number of arrival, its tasks and the handler's rounds, in one act.

    Raises:
        NotAllowed: the person does not handle the office's letters, or may not use the handler.
        Conflict: somebody else has registered it or set it aside.
        Refused: from the handler, e.g. where no decision is in force.
    """
    year = facts.received_on.year
    changes = {
        **{name: getattr(facts, name) for name in LetterFacts.__dataclass_fields__},
        "search": incoming_search_key(facts.sender, facts.symbol, facts.subject),
        "year": year,
        "number": allocate(office=letter.office, series=SERIES, year=year),
        "registered_at": clock.now(),
    }
    counts = {"number": changes["number"], "tasks": len(tasks), "rounds": len(rounds)}
    apply(INCOMING_TRANSITIONS, IncomingAction.REGISTER, letter, actor=actor, changes=changes, facts=counts)
    written = [_write(letter, draft) for draft in tasks]
    if written:
        for notice in of_incoming(letter, written, actor):
            notify(letter, notice, occasion="registered")
    if rounds:
        offered = proposals.handlers_for(actor, letter.office)
        if handler not in offered:
            raise NotAllowed
        offered[handler].create(letter, rounds, actor)
    return letter


def _write(letter: IncomingLetter, draft: TaskDraft) -> Task:
    task = Task.objects.create(incoming=letter, **draft.columns(clock.today()))
    task.cooperating.set(draft.cooperating)
    return task


@transaction.atomic
def discard_letter(*, letter: IncomingLetter, reason: str, actor: User) -> IncomingLetter:
    """Set a letter aside that was entered by mistake; it gets no number."""
    return apply(INCOMING_TRANSITIONS, IncomingAction.DISCARD, letter, actor=actor, reason=reason)


@transaction.atomic
def note_letter(
    *,
    letter: IncomingLetter,
    actor: User,
    seen: int,
    direction: str,
    in_charge: Office | None,
    due_on: date | None,
    answered_by: Document | None,
) -> IncomingLetter:
    """Write the leader's direction, the unit in charge, the deadline and what answered a registered letter.

    Raises:
        NotAllowed: the person does not handle the office's letters.
        Conflict: the entry was changed meanwhile.
    """
    if not letter.is_registered or not rules.may_register_letter(actor, letter):
        raise NotAllowed
    answered_on = None
    if answered_by is not None:
        answered_on = letter.answered_on if answered_by.pk == letter.answered_by_id else clock.today()
    values = {"direction": direction, "in_charge": in_charge, "due_on": due_on, "answered_by": answered_by}
    rows = IncomingLetter.objects.filter(pk=letter.pk, version=seen)
    if rows.update(version=F("version") + 1, answered_on=answered_on, **values) != 1:
        raise Conflict
    after = {name: str(value) for name, value in values.items() if value}
    journal.record(letter, journal.Event("note", _("Register entry completed"), after=after), actor=actor)
    told = in_charge is not None and in_charge.pk != letter.in_charge_id
    letter.refresh_from_db()
    if told:
        _tell_in_charge(letter, actor)
    return letter


def _tell_in_charge(letter: IncomingLetter, actor: User) -> None:
    for notice in of_incoming(letter, [], actor):
        notify(letter, notice, occasion=f"in charge:{letter.version}")


__all__ = ["LetterFacts", "Notice", "discard_letter", "note_letter", "receive_letter", "register_letter"]
