"""Petitions in the hands of the office that files them: written, sent, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.transitions import apply
from directives.models import Petition, PetitionFile, petition_search_key
from directives.petitions import rules, selectors
from directives.petitions.enums import PETITION_TRANSITIONS, WRITABLE, PetitionAction
from directives.services.once import create_once
from foundation import calendar, clock
from foundation.files import CheckedUpload, NotStored, discard, nothing_left_behind, store_upload

MOST_FILES = 10


@dataclass(frozen=True)
class PetitionText:
    """What a petition says, and to whom it goes."""

    handling_office: Office
    title: str
    content: str
    wish: str = ""


@nothing_left_behind()
@transaction.atomic
def save_petition(
    *,
    office: Office,
    text: PetitionText,
    actor: User,
    petition: Petition | None = None,
    seen: int | None = None,
    uploads: Sequence[CheckedUpload] = (),
    key: UUID | None = None,
) -> Petition:
    """Write a petition, or change one that has not been sent or came back. ``seen`` is the version that was changed.

    Raises:
        NotAllowed: the person does not write for the office.
        Refused: the chosen office does not run the programme above this one, the petition was sent to another one
            before, or a file cannot be stored.
        Conflict: the form has made a petition already, or somebody else has changed or sent it meanwhile.
    """
    if text.handling_office not in selectors.handling_offices_for(office):
        raise Refused(_("Choose the office above yours that runs the programme."))
    values: dict[str, Any] = {
        "handling_office": text.handling_office,
        "deciding_office": text.handling_office.parent or text.handling_office,
        "title": text.title,
        "content": text.content,
        "wish": text.wish,
    }
    if petition is None:
        petition = _create(office, values, actor, key)
    else:
        _change(petition, values, actor, seen)
    add_files(petition=petition, uploads=uploads, actor=actor)
    return petition


def _create(office: Office, values: dict[str, Any], actor: User, key: UUID | None) -> Petition:
    if not rules.may_file_for(actor, office):
        raise NotAllowed
    said = _("This petition is saved already.")
    made = create_once(Petition, key=key, said=said, office=office, created_by=actor, **values)
    journal.record(made, journal.Event("create", _("Petition written"), after={"title": made.title}), actor=actor)
    return made


def _change(petition: Petition, values: dict[str, Any], actor: User, seen: int | None) -> None:
    if not rules.may_write(actor, petition):
        raise NotAllowed
    if petition.sent_at is not None and values["handling_office"] != petition.handling_office:
        # Group, proposed answer and history are the first office's, and no other one may read them.
        raise Refused(_("A petition stays with the office that it was sent to. Withdraw it to write to another one."))
    search = petition_search_key(values["title"], values["content"], values["wish"], petition.office.name)
    rows = Petition.objects.filter(pk=petition.pk, state__in=WRITABLE)
    rows = rows if seen is None else rows.filter(version=seen)
    rows = rows.filter(Q(sent_at=None) | Q(handling_office=values["handling_office"]))
    if rows.update(version=F("version") + 1, search=search, **values) != 1:
        raise Conflict(_("This was changed meanwhile by somebody else. Look at it again before you go on."))
    before = {"title": petition.title}
    petition.refresh_from_db()
    event = journal.Event("edit", _("Petition changed"), before=before, after={"title": petition.title})
    journal.record(petition, event, actor=actor)


@nothing_left_behind()
@transaction.atomic
def add_files(*, petition: Petition, uploads: Sequence[CheckedUpload], actor: User) -> None:
    """Add files to a petition that its office still writes.

    Raises:
        NotAllowed: the person does not write for the office, or the petition is sent.
        Conflict: it was sent or withdrawn meanwhile.
        Refused: too many files, or one cannot be stored.
    """
    if not uploads:
        return
    _claim(petition, actor)
    if petition.files.count() + len(uploads) > MOST_FILES:
        raise Refused(_("At most %(most)s files.") % {"most": MOST_FILES})
    try:
        for upload in uploads:
            PetitionFile.objects.create(petition=petition, stored=store_upload(upload=upload, by=actor))
    except NotStored as error:
        raise Refused(str(error.strerror)) from error


@transaction.atomic
def remove_file(*, file: PetitionFile, actor: User) -> None:
    """Take a file off a petition that its office still writes.

    Raises:
        NotAllowed: the person does not write for the office, or the petition is sent.
        Conflict: it was sent or withdrawn meanwhile.
    """
    petition = file.petition
    _claim(petition, actor)
    stored = file.stored
    name = stored.original_name
    file.delete()
    discard(stored)
    event = journal.Event("edit", _("File taken off"), before={"file": name})
    journal.record(petition, event, actor=actor)


def _claim(petition: Petition, actor: User) -> None:
    """Hold a petition that its office still writes until the transaction ends, so that nobody sends it meanwhile."""
    if petition.state not in WRITABLE or not rules.may_write(actor, petition):
        raise NotAllowed
    if Petition.objects.filter(pk=petition.pk, state__in=WRITABLE).update(version=F("version") + 1) != 1:
        raise Conflict
    petition.refresh_from_db(fields=["version"])


@transaction.atomic
def send_petition(*, petition: Petition, actor: User) -> Petition:
    """Send a petition to the office above; where that office has set a term, it runs from the day after.

    Raises:
        NotAllowed: the person does not write for the office.
        Refused: the office that it goes to does not exist any more.
        Conflict: somebody else has sent it, or addressed it to another office, since it was read.
    """
    # Until this transaction ends nobody addresses it to another office, whose term may be another one.
    same = Petition.objects.filter(pk=petition.pk, handling_office=petition.handling_office)
    if same.update(version=F("version") + 1) != 1:
        raise Conflict(_("This was changed meanwhile by somebody else. Look at it again before you go on."))
    if petition.handling_office not in selectors.handling_offices_for(petition.office):
        raise Refused(_("Choose the office above yours that runs the programme."))
    days = selectors.answer_days(petition.handling_office)
    due_at = calendar.due_until(calendar.add_working_days(clock.today(), days)) if days else None
    changes = {"sent_at": clock.now(), "due_at": due_at}
    facts = {"to": petition.handling_office.name, **({"due": due_at} if due_at else {})}
    return apply(PETITION_TRANSITIONS, PetitionAction.SEND, petition, actor=actor, changes=changes, facts=facts)


@transaction.atomic
def withdraw_petition(*, petition: Petition, actor: User, reason: str) -> Petition:
    """Withdraw a petition before an answer is proposed."""
    changes = {"group": None}
    step = PetitionAction.WITHDRAW
    return apply(PETITION_TRANSITIONS, step, petition, actor=actor, reason=reason, changes=changes)
