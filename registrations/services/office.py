"""Writes of the office that runs a round: select, decline, accept."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import transitions
from activity.errors import Refused
from foundation import clock
from registrations.enums import DOSSIER_TRANSITIONS, WISH_TRANSITIONS
from registrations.models import Dossier, Wish
from registrations.selectors import open_corrections
from registrations.services.completion import take_in_dossier
from registrations.services.dossiers import start_dossier
from registrations.services.each import each_by_itself


@transaction.atomic
def select_wish(*, wish: Wish, actor: User, reason: str = "") -> Dossier:
    """Select a product and open its dossier with the data carried over."""
    transitions.apply(WISH_TRANSITIONS, "select", wish, actor=actor, reason=reason)
    return start_dossier(wish=wish, actor=actor)


def select_wishes(*, wishes: Iterable[Wish], actor: User, reason: str) -> list[tuple[Wish, str]]:
    """Select several products with one common reason; return each with why it was not selected, empty where it was.

    What goes wrong with one stops no other. Raises Refused without a reason.
    """
    if not reason.strip():
        raise Refused(_("Say why these products are selected."))
    forbidden = _("You may not select this one.")
    return each_by_itself(wishes, lambda row: select_wish(wish=row, actor=actor, reason=reason), forbidden=forbidden)


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
