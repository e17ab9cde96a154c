"""Numbers that a clerk sets aside, gives to a draft, or voids; and how an office numbers and signs."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from directives import rules, selectors
from directives.enums import UNNUMBERED, NumberState, Register
from directives.models import Document, LetterSettings, SetAsideNumber
from directives.services.numbering import allocate, raise_to
from foundation import clock


@transaction.atomic
def set_number_aside(
    *, office: Office, series: str, reason: str, actor: User, number: int | None = None
) -> SetAsideNumber:
    """Take a number out of this year's register for a document to come.

    Args:
        number: the number that the office's own document system has given; ``None`` takes the next of the register.

    Raises:
        NotAllowed: the person is not the clerk of the office.
        Refused: the number is taken, a number is given where the portal numbers, or none where another system does.
    """
    if not rules.may_keep_register(actor, office):
        raise NotAllowed
    year, external = clock.today().year, selectors.letter_settings(office).external_numbers
    if series == Register.TRAINING:
        raise Refused(_("No number of the training register is set aside."))
    if external and number is None:
        raise Refused(_("Enter the number that the office's own document system has given."))
    if number is not None and not external:
        raise Refused(_("The portal numbers the documents of this office; a number cannot be chosen."))
    if number is None:
        number = allocate(office=office, series=series, year=year)
    elif Document.objects.filter(office=office, series=series, year=year, number=number).exists():
        raise Refused(_("Number %(number)s of this year is taken already.") % {"number": number})
    else:
        raise_to(office=office, series=series, year=year, number=number)
    row = _written(office, series, year, number, external=external, reason=reason, actor=actor)
    event = journal.Event("set_aside", _("Number set aside"), after={"number": number, "series": series}, reason=reason)
    journal.record(row, event, actor=actor)
    return row


def _written(
    office: Office, series: str, year: int, number: int, *, external: bool, reason: str, actor: User
) -> SetAsideNumber:
    try:
        with transaction.atomic():
            return SetAsideNumber.objects.create(
                office=office, series=series, year=year, number=number, external=external, reason=reason, by=actor
            )
    except IntegrityError as error:
        raise Refused(_("Number %(number)s of this year is taken already.") % {"number": number}) from error


@transaction.atomic
def give_number(*, document: Document, number: SetAsideNumber, actor: User) -> None:
    """Say which number that was set aside a document gets when it is approved; it stays free until then.

    Raises:
        NotAllowed: the person is not the clerk of the issuing office.
        Refused: the number is of another register, or the document has a number already.
        Conflict: another document got it meanwhile.
    """
    if not rules.may_keep_register(actor, document.office):
        raise NotAllowed
    same = (number.office_id, number.series) == (document.office_id, document.series)
    if document.state not in UNNUMBERED or not same or number.year != clock.today().year:
        raise Refused(_("This number does not fit the document."))
    SetAsideNumber.objects.filter(document=document, state=NumberState.RESERVED).update(document=None)
    free = SetAsideNumber.objects.filter(pk=number.pk, state=NumberState.RESERVED, document=None)
    if free.update(document=document) != 1:
        raise Conflict
    event = journal.Event("give_number", _("Number chosen for the document"), after={"number": number.number})
    journal.record(document, event, actor=actor)


@transaction.atomic
def void_number(*, number: SetAsideNumber, actor: User, reason: str) -> None:
    """Void a number that no document has taken; it stays in the register with the reason.

    Raises:
        NotAllowed: the person is not the clerk of the office.
        Conflict: a document has taken it meanwhile.
    """
    if not rules.may_keep_register(actor, number.office):
        raise NotAllowed
    free = SetAsideNumber.objects.filter(pk=number.pk, state=NumberState.RESERVED)
    if free.update(state=NumberState.VOIDED, voided_because=reason, document=None) != 1:
        raise Conflict
    event = journal.Event("void_number", _("Number voided"), after={"number": number.number}, reason=reason)
    journal.record(number, event, actor=actor)


def release_number(document: Document) -> None:
    """Free the number set aside for a draft that is voided, in the caller's transaction."""
    SetAsideNumber.objects.filter(document=document, state=NumberState.RESERVED).update(document=None)


def number_for(document: Document, year: int) -> int:
    """Return the number of a document that is being approved: the one set aside for it, else the next of its register.

    In the caller's transaction, which writes it. Raises ``Refused`` where another system numbers and gave none.
    """
    chosen = SetAsideNumber.objects.filter(document=document, state=NumberState.RESERVED, year=year).first()
    if chosen is not None:
        taken = SetAsideNumber.objects.filter(pk=chosen.pk, state=NumberState.RESERVED, document=document)
        if taken.update(state=NumberState.USED) != 1:
            raise Conflict
        return chosen.number
    if not document.training and selectors.letter_settings(document.office_id).external_numbers:
        raise Refused(_("The clerk has not entered the number of the office's own document system yet."))
    return allocate(office=document.office, series=document.series, year=year)


@transaction.atomic
def change_letter_settings(*, office: Office, actor: User, external_numbers: bool, signing: str) -> LetterSettings:
    """Say how an office numbers and signs from now on. Raises NotAllowed."""
    if not rules.may_set_letters(actor, office):
        raise NotAllowed
    values = {"external_numbers": external_numbers, "signing": signing}
    row, _created = LetterSettings.objects.update_or_create(office=office, defaults=values)
    event = journal.Event("letter_settings", _("Numbering and signing of the office changed"), after=values)
    journal.record(row, event, actor=actor)
    return row
