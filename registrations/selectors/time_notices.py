"""What a page says once a date has passed: that nothing is lost, and what can still be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Unit
from foundation import clock
from foundation.calendar import describe_due
from registrations.deadlines import Standing, Step, Window, is_checked
from registrations.enums import Covers
from registrations.models import Dossier, RegistrationRound
from registrations.selectors.windows import (
    what_can_still_be_done,
    window_of,
    window_of_dossier,
    window_of_person,
)


@dataclass(frozen=True)
class TimeNotice:
    """A remark at the head of a form. ``closed``: what the form is for can no longer be done."""

    title: str
    text: str
    closed: bool = False


def notice_for_wish(user: Any, registration_round: RegistrationRound) -> TimeNotice | None:
    """Return what the form of a wish says about the time; None while the date has not passed."""
    lost = _("A wish that you send now will be refused; what you typed stays on this page.")
    return _notice(user, registration_round, window_of_person(user, registration_round), lost)


def notice_for_list(user: Any, registration_round: RegistrationRound, unit: Unit) -> TimeNotice | None:
    """Return what the commune's list says about the time, where its sending is what counts."""
    if not is_checked(registration_round.meets_event, Step.SENT):
        return None
    window = window_of(registration_round, Covers.WISHES, unit_id=unit.pk)
    lost = _("A list that you send now will be refused; the wishes stay registered.")
    return _notice(user, registration_round, window, lost)


def notice_for_dossier(user: Any, dossier: Dossier) -> TimeNotice | None:
    """Return what the pages of a draft say about the time. A returned dossier was in time when it was submitted."""
    if dossier.submitted_at is not None:
        return None
    lost = _("The dossier cannot be submitted now. Your draft is kept, and you can go on writing it.")
    return _notice(user, dossier.round, window_of_dossier(dossier), lost)


def _notice(user: Any, registration_round: RegistrationRound, window: Window, lost: str) -> TimeNotice | None:
    found = window.standing(clock.now())
    if found is Standing.ON_TIME:
        return None
    if found is Standing.CLOSED and window.closes_at is not None:
        title = _("The last moment has passed (%(due)s)") % {"due": describe_due(window.closes_at)}
        return TimeNotice(title, f"{lost} {what_can_still_be_done(user, registration_round)}", closed=True)
    if found is Standing.BY_LEAVE and window.closes_at is not None:
        title = _("You may come late")
        text = _("By a late entry of the office you can still send this: %(due)s. It is marked as late.")
        return TimeNotice(title, text % {"due": describe_due(window.closes_at)})
    title = _("The date has passed (%(due)s)") % {"due": describe_due(window.due_at) if window.due_at else ""}
    if window.closes_at is None:
        return TimeNotice(title, _("You can still send this; it is accepted and marked as late."))
    text = _("You can still send this: %(due)s. It is accepted and marked as late; after that nothing is accepted.")
    return TimeNotice(title, text % {"due": describe_due(window.closes_at)})
