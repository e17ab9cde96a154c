"""Writes of the commune that take a dossier in and send it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from registrations import rules
from registrations.deadlines import answer_due
from registrations.enums import DOSSIER_TRANSITIONS, DossierState, FileKind
from registrations.models import Dossier, Evidence, Reception
from registrations.papers import receipt_of, refusal_slip_of
from registrations.selectors import open_corrections
from registrations.services.checks import drop_changed, write_compared
from registrations.services.completion import check_completed
from registrations.services.corrections import hold_as_read
from registrations.services.files import ask_for_file
from registrations.services.in_time import check_forwarding
from registrations.services.letters import drop_letter, order_issue
from registrations.services.numbers import issuing_office, product_code, receiving_commune, slip_number


@dataclass(frozen=True)
class ReceptionFacts:
    """What the officer has before him: paper set and samples with their days, and the business registration."""

    paper_on: date | None = None
    samples: int = 0
    samples_on: date | None = None
    registration_no: str = ""
    registration_checked: bool = False
    compared: tuple[Evidence, ...] = ()


@transaction.atomic
def receive_dossier(*, dossier: Dossier, actor: User, facts: ReceptionFacts | None = None) -> Dossier:
    """Receive a dossier: slip number, the day of the answer, and the receipt, which a job makes.

    A dossier that comes back keeps its slip number; the day of the answer was set when it came back, by the round's
    rule for returns. What was found about its places stands where nothing has changed.
    """
    if not rules.is_commune_officer_for(actor, dossier):
        raise NotAllowed
    commune = receiving_commune(dossier, actor)
    changes: dict[str, Any] = {"received_at": clock.now(), "received_by": actor}
    if not dossier.slip_number:
        changes["due_on"] = answer_due(clock.today(), dossier.round.answer_days)
        changes["slip_number"] = slip_number(commune, training=dossier.training)
    changes["sort_day"] = changes.get("due_on") or dossier.due_on
    told = {"slip_number": changes.get("slip_number", dossier.slip_number), "due_on": changes["sort_day"]}
    dossier = transitions.apply(DOSSIER_TRANSITIONS, "receive", dossier, actor=actor, changes=changes, facts=told)
    drop_changed(dossier)
    if facts is not None:
        _note(dossier, facts, actor)
    ask_for_file(
        dossier=dossier, kind=FileKind.RECEIPT, context=receipt_of(dossier, commune, actor).to_dict(), actor=actor
    )
    return dossier


@transaction.atomic
def note_reception(*, dossier: Dossier, facts: ReceptionFacts, actor: User) -> None:
    """Note what came later: the paper set, the samples, an original to compare. Raises Conflict after the check."""
    if not rules.is_commune_officer_for(actor, dossier):
        raise NotAllowed
    if Dossier.objects.filter(pk=dossier.pk, state=DossierState.RECEIVED).update(saved_at=clock.now()) != 1:
        raise Conflict(_("The commune is not checking this dossier now."))
    _note(dossier, facts, actor)


def _note(dossier: Dossier, facts: ReceptionFacts, actor: User) -> None:
    known = Reception.objects.filter(dossier=dossier).first()
    checked_at = known.registration_checked_at if known else None
    values = {
        "paper_on": facts.paper_on,
        "samples": facts.samples,
        "samples_on": facts.samples_on if facts.samples else None,
        "registration_no": facts.registration_no,
        "registration_checked_at": (checked_at or clock.now()) if facts.registration_checked else None,
        "noted_at": clock.now(),
        "noted_by": actor,
    }
    Reception.objects.update_or_create(dossier=dossier, defaults=values)
    write_compared(dossier, facts.compared, actor)
    after = {
        "paper_on": facts.paper_on,
        "samples": facts.samples,
        "samples_on": facts.samples_on,
        "registration": facts.registration_no if facts.registration_checked else "",
    }
    event = journal.Event("reception", _("Paper set, samples and business registration noted"), after=after)
    journal.record(dossier, event, actor=actor)


@transaction.atomic
def refuse_dossier(*, dossier: Dossier, reason: str, actor: User) -> Dossier:
    """Refuse a dossier in writing, with the reason: whoever files it is no producer under the law.

    The slip is made by a job and stored; the producer finds it on the dossier's page.
    """
    dossier = transitions.apply(DOSSIER_TRANSITIONS, "refuse", dossier, actor=actor, reason=reason)
    drop_letter(dossier=dossier, reason=reason)
    slip = refusal_slip_of(dossier, issuing_office(dossier, actor), actor, reason)
    ask_for_file(dossier=dossier, kind=FileKind.REFUSAL, context=slip.to_dict(), actor=actor)
    return dossier


@transaction.atomic
def forward_dossier(*, dossier: Dossier, actor: User, code_number: int | None = None) -> Dossier:
    """Send a dossier up with the commune's approved opinion; the first time it gets its product code.

    The signed request letter goes with it: it is issued as soon as both are there. ``code_number`` is the running
    number of the code where the commune gives it itself; by default the next one. Raises Refused while a correction is
    open, for a code that is taken, and after the hard date where it is the sending that counts.
    """
    if not rules.is_commune_officer_for(actor, dossier):
        raise NotAllowed
    hold_as_read(dossier)
    if open_corrections(dossier).exists():
        raise Refused(_("A correction is still open. Settle it first."))
    check_completed(dossier)
    check_forwarding(dossier, actor)
    changes: dict[str, Any] = {"forwarded_at": dossier.forwarded_at or clock.now()}
    if not dossier.code:
        commune = receiving_commune(dossier, actor)
        changes["code"] = product_code(commune, training=dossier.training, number=code_number)
    dossier = transitions.apply(DOSSIER_TRANSITIONS, "forward", dossier, actor=actor, changes=changes)
    order_issue(dossier=dossier, actor=actor)
    return dossier
