"""Writes of the office that runs a round: select, decline, accept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import transitions
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from registrations.enums import DOSSIER_TRANSITIONS, WISH_TRANSITIONS
from registrations.models import Dossier, Wish
from registrations.selectors import open_corrections
from registrations.services.completion import take_in_dossier
from registrations.services.dossiers import start_dossier


@transaction.atomic
def select_wish(*, wish: Wish, actor: User, reason: str = "") -> Dossier:
    """Select a product and open its dossier with the data carried over."""
    transitions.apply(WISH_TRANSITIONS, "select", wish, actor=actor, reason=reason)
    return start_dossier(wish=wish, actor=actor)


@dataclass(frozen=True)
class SelectionResult:
    """What became of one wish of several; ``problem`` says why it was not selected."""

    wish: Wish
    problem: str = ""


def select_wishes(*, wishes: Iterable[Wish], actor: User, reason: str) -> list[SelectionResult]:
    """Select several products with one common reason, each in a transaction of its own.

    What goes wrong with one stands in its result and stops no other. Raises Refused without a reason.
    """
    if not reason.strip():
        raise Refused(_("Say why these products are selected."))
    return [SelectionResult(wish, _selected(wish, actor, reason)) for wish in wishes]


def _selected(wish: Wish, actor: User, reason: str) -> str:
    try:
        select_wish(wish=wish, actor=actor, reason=reason)
    except (Conflict, Refused) as error:
        return str(error)
    except NotAllowed:
        return _("You may not select this one.")
    return ""


@transaction.atomic
def decline_wish(*, wish: Wish, actor: User, reason: str) -> Wish:
    """Decline a product with the reason, which the producer reads."""
    return transitions.apply(WISH_TRANSITIONS, "decline", wish, actor=actor, reason=reason)


@transaction.atomic
def accept_dossier(*, dossier: Dossier, actor: User) -> Dossier:
    """Accept a dossier that the commune sent up; one that has no slip number of the office yet gets it.

    Raises Refused while a correction is open.
    """
    if open_corrections(dossier).exists():
        raise Refused(_("A correction is still open. Settle it first."))
    if not dossier.office_slip_number:
        take_in_dossier(dossier=dossier, actor=actor)
    return transitions.apply(DOSSIER_TRANSITIONS, "accept", dossier, actor=actor, changes={"accepted_at": clock.now()})
