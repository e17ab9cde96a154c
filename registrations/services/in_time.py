"""The one place at which services stop what comes after the last moment."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Unit, User
from activity.errors import Refused
from foundation import clock
from foundation.calendar import describe_due
from registrations.deadlines import Standing, Step, Window, is_checked
from registrations.enums import Covers
from registrations.models import Dossier, Producer, RegistrationRound, Wish
from registrations.selectors.windows import what_can_still_be_done, window_of, window_of_dossier


def check_wish(registration_round: RegistrationRound, producer: Producer, actor: User) -> None:
    """Refuse a wish that comes at or after the last moment, unless a late entry holds for its producer or commune."""
    window = window_of(registration_round, Covers.WISHES, producer_id=producer.pk, unit_id=producer.unit_id)
    if _is_closed(window):
        text = _("The last moment for wishes has passed (%(due)s). The wish was not registered.")
        raise Refused(_with_advice(text, window, registration_round, actor))


def check_list(registration_round: RegistrationRound, unit: Unit, wishes: Iterable[Wish], actor: User) -> None:
    """Refuse a commune's list after the last moment, where its sending must happen in time.

    A late entry of the commune opens the whole list, one of a producer that producer's wishes.
    """
    if not is_checked(registration_round.meets_event, Step.SENT):
        return
    if not _is_closed(window_of(registration_round, Covers.WISHES, unit_id=unit.pk)):
        return
    for wish in wishes:
        window = window_of(registration_round, Covers.WISHES, producer_id=wish.producer_id, unit_id=wish.unit_id)
        if _is_closed(window):
            text = _("The last moment for the commune's list has passed (%(due)s). The list was not sent.")
            raise Refused(_with_advice(text, window, registration_round, actor))


def check_submission(dossier: Dossier, actor: User) -> None:
    """Refuse a dossier that is submitted at or after the last moment; the draft stays as it is."""
    window = window_of_dossier(dossier)
    if _is_closed(window):
        text = _("The last moment for dossiers has passed (%(due)s). Nothing of your draft is lost.")
        raise Refused(_with_advice(text, window, dossier.round, actor))


def check_forwarding(dossier: Dossier, actor: User) -> None:
    """Refuse the first sending up after the last moment, where it is the sending that must happen in time."""
    if dossier.forwarded_at is not None or not is_checked(dossier.round.meets_event, Step.SENT):
        return
    window = window_of_dossier(dossier)
    if _is_closed(window):
        text = _("The last moment for sending dossiers up has passed (%(due)s). The dossier stays with the commune.")
        raise Refused(_with_advice(text, window, dossier.round, actor))


def _is_closed(window: Window) -> bool:
    return window.standing(clock.now()) is Standing.CLOSED


def _with_advice(text: str, window: Window, registration_round: RegistrationRound, actor: User) -> str:
    if window.closes_at is None:
        raise ValueError("a window that never closes refuses nothing")
    return f"{text % {'due': describe_due(window.closes_at)}} {what_can_still_be_done(actor, registration_round)}"
