"""Writes of the commune that take a dossier in and send it up."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import transitions
from activity.errors import NotAllowed, Refused
from foundation import calendar, clock
from registrations import rules
from registrations.deadlines import Standing, answer_due, answer_due_again, standing
from registrations.enums import DOSSIER_TRANSITIONS, FileKind, MeetsEvent
from registrations.models import Dossier
from registrations.papers import receipt_of
from registrations.selectors import open_corrections
from registrations.services.files import ask_for_file
from registrations.services.numbers import product_code, receiving_commune, slip_number


@transaction.atomic
def receive_dossier(*, dossier: Dossier, actor: User) -> Dossier:
    """Receive a dossier: slip number, the day of the answer, and the receipt, which a job makes.

    A dossier that comes back keeps its slip number; its answer day follows the round's rule for returns.
    """
    if not rules.is_commune_officer_for(actor, dossier):
        raise NotAllowed
    day, now = clock.today(), clock.now()
    first = not dossier.slip_number
    commune = receiving_commune(dossier, actor)
    changes = {"received_at": now, "received_by": actor}
    if first:
        changes["due_on"] = answer_due(day, dossier.round.answer_days)
        changes["slip_number"] = slip_number(commune, training=dossier.training)
    elif dossier.due_on and dossier.returned_at:
        changes["due_on"] = answer_due_again(
            policy=dossier.round.after_return,
            due_on=dossier.due_on,
            returned_on=clock.local(dossier.returned_at).date(),
            received_on=day,
            days=dossier.round.answer_days,
        )
    changes["sort_day"] = changes.get("due_on") or dossier.due_on
    facts = {"slip_number": changes.get("slip_number", dossier.slip_number), "due_on": changes["sort_day"]}
    dossier = transitions.apply(DOSSIER_TRANSITIONS, "receive", dossier, actor=actor, changes=changes, facts=facts)
    ask_for_file(
        dossier=dossier, kind=FileKind.RECEIPT, context=receipt_of(dossier, commune, actor).to_dict(), actor=actor
    )
    return dossier


@transaction.atomic
def refuse_dossier(*, dossier: Dossier, reason: str, actor: User) -> Dossier:
    """Refuse a dossier with the reason, which the producer reads: whoever files it is no producer under the law."""
    return transitions.apply(DOSSIER_TRANSITIONS, "refuse", dossier, actor=actor, reason=reason)


@transaction.atomic
def forward_dossier(*, dossier: Dossier, actor: User) -> Dossier:
    """Send a dossier up with the commune's approved opinion; the first time it gets its product code.

    Raises Refused while a correction is open, and after the hard date where it is the sending that counts.
    """
    if not rules.is_commune_officer_for(actor, dossier):
        raise NotAllowed
    if open_corrections(dossier).exists():
        raise Refused(_("A correction is still open. Settle it first."))
    hard = dossier.round.dossier_hard_due_at
    sends_late = dossier.forwarded_at is None and dossier.round.meets_event == MeetsEvent.SENT
    if sends_late and hard is not None and standing(clock.now(), None, hard) is Standing.CLOSED:
        raise Refused(
            _("The last moment for sending dossiers up has passed (%(due)s).") % {"due": calendar.describe_due(hard)}
        )
    changes: dict[str, Any] = {"forwarded_at": dossier.forwarded_at or clock.now()}
    if not dossier.code:
        changes["code"] = product_code(receiving_commune(dossier, actor), training=dossier.training)
    return transitions.apply(DOSSIER_TRANSITIONS, "forward", dossier, actor=actor, changes=changes)
