"""Writes about the communes' lists: sent at once, or on their way with a covering letter that is issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Unit, User
from accounts.rules import has_commune_role_for
from accounts.selectors import reaches
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from directives import services as directives
from directives.enums import DocumentAction
from directives.models import Document
from directives.rendering import OfficialDocument
from directives.selectors import signature_block
from foundation import clock
from registrations import list_letters, notices
from registrations.enums import LIST_TRANSITIONS, WISH_TRANSITIONS, ListState, WishState
from registrations.listing import rows_of
from registrations.models import CommuneList, RegistrationRound, Wish
from registrations.selectors.lists import office_for_letters, sent_lists
from registrations.selectors.outreach import outreach_before
from registrations.services import in_time


@transaction.atomic
def list_wishes_of_commune(
    *,
    registration_round: RegistrationRound,
    unit: Unit,
    wishes: Iterable[Wish],
    actor: User,
    paper_letter: str = "",
) -> CommuneList:
    """Send the commune's list of a round at once, without a letter on the portal; all or none.

    What is added later is a list of its own. ``paper_letter`` names the covering letter that the commune has issued
    elsewhere, if it has.

    Raises Refused for an empty list, or after the hard date where it is the sending that counts; Conflict where one of
    the wishes has moved meanwhile or is on its way with another list.
    """
    chosen = _checked(registration_round, unit, wishes, actor)
    made = _next_list(registration_round, unit, actor, state=ListState.SENT, paper_letter=paper_letter)
    _take(made, chosen)
    for wish in chosen:
        changes = {"listed_at": made.made_at}
        transitions.apply(WISH_TRANSITIONS, "list", wish, actor=actor, changes=changes, facts={"list": made.ordinal})
    _note_sending(made, actor)
    return made


@transaction.atomic
def send_list_by_letter(
    *, registration_round: RegistrationRound, unit: Unit, wishes: Iterable[Wish], actor: User
) -> CommuneList:
    """Make the commune's list and its covering letter with the list as annex, and submit the letter for checking.

    The wishes are kept for this list until its letter is issued, which sends it, or voided, which sets them free.

    Raises as ``list_wishes_of_commune``; Refused where nobody can sign and issue letters for the commune.
    """
    chosen = _checked(registration_round, unit, wishes, actor)
    office = office_for_letters(unit)
    if office is None:
        raise Refused(_("Nobody signs or issues letters for this commune in the portal. Send the list without one."))
    made = _next_list(registration_round, unit, actor, state=ListState.PREPARED)
    _take(made, chosen)
    before = list(sent_lists(registration_round, unit))
    content = list_letters.covering_letter(
        made, chosen, office, sent_before=before, outreach=outreach_before(registration_round, unit)
    )
    letter = directives.create_document(
        office=office,
        type=content.type,
        abstract=content.abstract,
        content=content,
        created_by=actor,
        purpose=list_letters.PURPOSE,
        subject=made.stream,
        law=registration_round.law,
        training=registration_round.training,
        sent_to=[registration_round.office],
    )
    CommuneList.objects.filter(pk=made.pk).update(letter=letter)
    made.letter = letter
    directives.act(document=letter, action=DocumentAction.SUBMIT, actor=actor)
    after = {"commune": unit.name, "list": made.ordinal, "wishes": [wish.pk for wish in chosen], "letter": letter.pk}
    event = journal.Event("prepare_list", _("Commune's list made, its letter is on its way"), after=after)
    journal.record(made, event, actor=actor)
    return made


def _checked(registration_round: RegistrationRound, unit: Unit, wishes: Iterable[Wish], actor: User) -> list[Wish]:
    """Return the wishes if the person may list them for the commune today."""
    chosen = sorted(wishes, key=lambda wish: wish.pk)
    if not has_commune_role_for(actor, unit, Role.COMMUNE_OFFICER):
        raise NotAllowed
    if not chosen:
        raise Refused(_("Choose at least one product."))
    if any(wish.round_id != registration_round.pk or not reaches(unit.pk, wish.unit_id) for wish in chosen):
        raise NotAllowed
    in_time.check_list(registration_round, unit, chosen, actor)
    return chosen


def _next_list(
    registration_round: RegistrationRound, unit: Unit, actor: User, *, state: str, paper_letter: str = ""
) -> CommuneList:
    there = CommuneList.objects.filter(round=registration_round, unit=unit).exclude(state=ListState.DROPPED)
    last = there.aggregate(last=Max("ordinal"))["last"] or 0
    now = clock.now()
    try:
        with transaction.atomic():
            return CommuneList.objects.create(
                round=registration_round,
                unit=unit,
                ordinal=last + 1,
                state=state,
                paper_letter=paper_letter,
                made_at=now,
                made_by=actor,
                sent_at=now if state == ListState.SENT else None,
            )
    except IntegrityError as error:
        raise Conflict(_("Somebody else has just sent a list. Look at it again before you go on.")) from error


def _take(made: CommuneList, chosen: Sequence[Wish]) -> None:
    """Let the wishes belong to the list, all or none, and keep what the list says about them."""
    free = Wish.objects.filter(pk__in=[wish.pk for wish in chosen], state=WishState.REGISTERED, listed_in=None)
    if free.update(listed_in=made) != len(chosen):
        raise Conflict
    made.rows = rows_of(chosen, training=made.round.training)
    CommuneList.objects.filter(pk=made.pk).update(rows=made.rows)


def _note_sending(made: CommuneList, actor: User) -> None:
    """Write down in the round that a list has gone up, and tell its office once, not for every wish."""
    count = len(made.rows)
    after = {"commune": made.unit.name, "list": made.ordinal, "wishes": [row["wish"] for row in made.rows]}
    journal.record(made.round, journal.Event("list", _("Commune's list sent"), after=after), actor=actor)
    for notice in notices.list_sent(made.round, made.unit, count):
        notify(made.round, notice, occasion=f"list:{made.pk}")


# -- What the letter's way does to the list (directives.hooks) -------------------------------------------------------
def letter_approved(document: Document) -> OfficialDocument | None:
    """Let the annex say exactly what the list says, and the signature in what capacity the signer signs.

    Refused where a product was withdrawn since the list was made.
    """
    made = _list_of(document)
    gone = made.wishes.filter(state=WishState.WITHDRAWN).select_related("product")
    if names := ", ".join(wish.product.name for wish in gone):
        raise Refused(
            _("Withdrawn since the list was made: %(names)s. Void this letter and make the list again.")
            % {"names": names}
        )
    block = signature_block(document.office, document.type, document.signer_membership)
    content = OfficialDocument.from_dict(document.content)
    signature = replace(block, name=content.signature.name)
    return replace(content, annexes=[list_letters.annex_of(made)], signature=signature)


def letter_issued(document: Document, actor: User) -> None:
    """Issuing the letter sends the list: this is the moment that counts for the round. Refused after the hard date."""
    made = _list_of(document)
    in_time.check_list(made.round, made.unit, made.wishes.select_related("unit"), actor)
    now = clock.now()
    transitions.apply(LIST_TRANSITIONS, "send", made, actor=actor, changes={"sent_at": now})
    for wish in made.wishes.filter(state=WishState.REGISTERED).select_related("round", "unit"):
        changes, facts = {"listed_at": now}, {"list": made.ordinal, "letter": document.full_number}
        transitions.apply(WISH_TRANSITIONS, "list_by_letter", wish, actor=actor, changes=changes, facts=facts)
    # What the office has decided on meanwhile, or the producer withdrawn, stands on the list all the same.
    made.wishes.filter(listed_at=None).update(listed_at=now)
    _note_sending(made, actor)


def letter_voided(document: Document, actor: User) -> None:
    """Voiding the letter drops the list: its number and its wishes are free for another one."""
    made = _list_of(document)
    transitions.apply(LIST_TRANSITIONS, "drop", made, actor=actor, reason=_("Its letter was voided."))
    made.wishes.update(listed_in=None)


def _list_of(document: Document) -> CommuneList:
    return CommuneList.objects.select_related("round__office", "round__directive__office", "unit").get(letter=document)
