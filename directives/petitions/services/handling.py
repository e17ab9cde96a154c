"""Petitions in the hands of the office above: returned, answered by proposal, decided by the leader."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.transitions import apply
from directives.models import Petition, PetitionTerm
from directives.petitions import rules
from directives.petitions.enums import PETITION_TRANSITIONS, PetitionAction, PetitionOutcome, PetitionState
from foundation import clock


@transaction.atomic
def return_petition(*, petition: Petition, actor: User, reason: str) -> Petition:
    """Return a petition to be completed; its term ends and begins anew when it is sent again."""
    changes = {"due_at": None}
    step = PetitionAction.RETURN
    return apply(PETITION_TRANSITIONS, step, petition, actor=actor, reason=reason, changes=changes)


@transaction.atomic
def propose_answer(*, petition: Petition, outcome: str, answer: str, actor: User, seen: int | None = None) -> Petition:
    """Propose an answer to the leader, or another one before the decision. ``seen`` is the version that was read.

    A second click, with the same words of the same person, changes nothing.

    Raises:
        NotAllowed: the person does not work for the handling office.
        Refused: outcome or answer is missing.
        Conflict: the petition was changed meanwhile.
    """
    _check_answer(outcome, answer)
    proposed = (petition.proposed_outcome, petition.proposed_answer, petition.proposed_by_id)
    if petition.state == PetitionState.PROPOSED and proposed == (outcome, answer, actor.pk):
        return petition
    _check_seen(petition, seen)
    changes = {"proposed_outcome": outcome, "proposed_answer": answer, "proposed_by": actor}
    facts = {"outcome": outcome, "answer": answer}
    step = PetitionAction.PROPOSE
    return apply(PETITION_TRANSITIONS, step, petition, actor=actor, changes=changes, facts=facts)


@transaction.atomic
def send_back(*, petition: Petition, actor: User, reason: str) -> Petition:
    """Ask the handling office for another answer; the proposed one stays to be reworked, the term runs on."""
    return apply(PETITION_TRANSITIONS, PetitionAction.SEND_BACK, petition, actor=actor, reason=reason)


@transaction.atomic
def decide_petition(*, petition: Petition, outcome: str, answer: str, actor: User, seen: int | None = None) -> Petition:
    """Decide on a petition; the answer goes back to the office that filed it at once.

    Raises as ``propose_answer``; NotAllowed for everybody but the leader who decides.
    """
    _check_answer(outcome, answer)
    _check_seen(petition, seen)
    changes = {"outcome": outcome, "answer": answer, "decided_by": actor, "decided_at": clock.now()}
    facts = {"outcome": outcome, "as_proposed": answer == petition.proposed_answer}
    step = PetitionAction.DECIDE
    return apply(PETITION_TRANSITIONS, step, petition, actor=actor, changes=changes, facts=facts)


@transaction.atomic
def decide_from_list(*, petition: Petition, actor: User, version: int) -> Petition:
    """Decide as it was proposed, from the list of what waits. Raises Conflict where the proposal is another one now."""
    return decide_petition(
        petition=petition,
        outcome=petition.proposed_outcome,
        answer=petition.proposed_answer,
        actor=actor,
        seen=version,
    )


def _check_answer(outcome: str, answer: str) -> None:
    if outcome not in PetitionOutcome.values or not answer.strip():
        raise Refused(_("Say what the answer comes to, and write it."))


def _check_seen(petition: Petition, seen: int | None) -> None:
    if seen is not None and seen != petition.version:
        raise Conflict


@transaction.atomic
def set_term(*, office: Office, days: int | None, actor: User) -> None:
    """Say in how many working days an office answers petitions; ``None`` takes the term away.

    Petitions that were sent before keep the day that they have. Raises NotAllowed for all but the heads.
    """
    if not rules.may_set_term(actor, office):
        raise NotAllowed
    before = PetitionTerm.objects.filter(office=office).values_list("answer_days", flat=True).first()
    if days is None:
        PetitionTerm.objects.filter(office=office).delete()
    else:
        PetitionTerm.objects.update_or_create(office=office, defaults={"answer_days": days})
    event = journal.Event("petition_term", _("Term for petitions set"), before={"days": before}, after={"days": days})
    journal.record(office, event, actor=actor)
