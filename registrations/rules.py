"""Who may do what with producers, rounds, wishes and dossiers.

Predicates take a user and a round, wish or dossier. States are no business of theirs: ``enums`` has them.
"""

from __future__ import annotations

from typing import Any

from accounts.enums import Role, UnitLevel
from accounts.rules import has_commune_role_for, has_role, has_role_in, is_producer
from accounts.selectors import reaches
from foundation.memory import remembered

# The outcome, a word of evaluations, with which a dossier goes on at the next level.
SENT_UP = "proposed_up"
# The outcome of a dossier whose result the level below may use.
LEFT_BELOW = "left_below"
GOES_ON = (SENT_UP, LEFT_BELOW)


def _round_of(obj: Any) -> Any:
    return getattr(obj, "round", obj)


# -- Rounds ----------------------------------------------------------------------------------------------------------
def may_create_rounds(user: Any) -> bool:
    """Officers of an office that runs rounds may prepare one."""
    return any(m.role == Role.ROUND_OFFICER and m.office and m.office.runs_rounds for m in _memberships(user))


def may_create_round_for(user: Any, office: Any) -> bool:
    """An officer prepares rounds of their own office."""
    return office.runs_rounds and has_role_in(user, office, Role.ROUND_OFFICER)


def runs_round(user: Any, obj: Any) -> bool:
    """The officers of the office that runs the round."""
    return has_role_in(user, _round_of(obj).office_id, Role.ROUND_OFFICER)


def may_support(user: Any, wish: Any) -> bool:
    """Support is noted by the office that runs the round."""
    return runs_round(user, wish)


# -- Producers -------------------------------------------------------------------------------------------------------
def may_create_producer(user: Any) -> bool:
    """People with a producer's account set up their own record."""
    return is_producer(user)


def may_edit_producer(user: Any, producer: Any) -> bool:
    """Members with the right to edit, and the commune's officers where they may write on behalf of the producer."""
    return writes_for_self(user, producer) or helps(user, producer)


def writes_for_self(user: Any, producer: Any) -> bool:
    """The producer's own people with the right to edit."""
    if not user or not user.is_authenticated:
        return False
    rows = producer.members.filter(user=user, role="edit")
    return bool(remembered(("edits", user.pk, producer.pk), rows.exists))


def owns(user: Any, producer: Any) -> bool:
    """The one of the producer's people who says who else may view and edit."""
    if not user or not user.is_authenticated:
        return False
    return bool(producer.members.filter(user=user, is_owner=True).exists())


def belongs_to(user: Any, producer: Any) -> bool:
    """Everybody who acts for the producer, also those who may only view."""
    if not user or not user.is_authenticated:
        return False
    return bool(producer.members.filter(user=user).exists())


# -- The commune on behalf of a producer -----------------------------------------------------------------------------
def may_enter_on_behalf(user: Any) -> bool:
    """Commune officers enter wishes and dossiers for people without a computer."""
    return has_role(user, Role.COMMUNE_OFFICER)


def may_enter_producer_in(user: Any, unit: Any) -> bool:
    """An officer enters producers of the own commune."""
    return has_commune_role_for(user, unit, Role.COMMUNE_OFFICER)


def helps(user: Any, producer: Any) -> bool:
    """The commune's officers, while nobody has taken the record over; afterwards only if the producer allows it."""
    return producer.is_helped and has_commune_role_for(user, producer.unit_id, Role.COMMUNE_OFFICER)


def acts_on_behalf(user: Any, producer: Any) -> bool:
    """Whoever writes for a producer without being one of its people: everything they do is marked with their name."""
    return helps(user, producer) and not writes_for_self(user, producer)


def may_hand_over_record(user: Any, producer: Any) -> bool:
    """An officer of the commune hands over a record that was entered for somebody and that nobody has taken over."""
    return producer.awaits_claim and has_commune_role_for(user, producer.unit_id, Role.COMMUNE_OFFICER)


# -- Invitations -----------------------------------------------------------------------------------------------------
def may_accept_invitation(user: Any, invitation: Any) -> bool:
    """Whoever holds the link of an invitation; what is meant for one person, only that person."""
    if not user or not user.is_authenticated:
        return False
    return bool(invitation.kind != "owner" or invitation.recipient_id == user.pk)


def may_decline_invitation(user: Any, invitation: Any) -> bool:
    """As accepting, but whoever holds the link needs no account to say no."""
    if user is None:
        return bool(invitation.kind != "owner")
    return may_accept_invitation(user, invitation)


def may_revoke_invitation(user: Any, invitation: Any) -> bool:
    """The owner takes an invitation back; the commune, a slip that it has printed."""
    if invitation.kind == "claim":
        return has_commune_role_for(user, invitation.producer.unit_id, Role.COMMUNE_OFFICER)
    return owns(user, invitation.producer)


def may_edit_product(user: Any, product: Any) -> bool:
    """Whoever may edit its producer."""
    return may_edit_producer(user, product.producer)


def may_edit_evidence(user: Any, evidence: Any) -> bool:
    """Evidence belongs to the producer."""
    return may_edit_producer(user, evidence.producer)


# -- Wishes and dossiers ---------------------------------------------------------------------------------------------
def files_for(user: Any, obj: Any) -> bool:
    """Whoever files wishes and dossiers for the producer."""
    return may_edit_producer(user, obj.producer)


def answers_commune(user: Any, dossier: Any) -> bool:
    """The producer answers the commune that returned the dossier."""
    return dossier.returned_from == "commune" and files_for(user, dossier)


def answers_office(user: Any, dossier: Any) -> bool:
    """The producer answers the office that returned the dossier."""
    return dossier.returned_from == "office" and files_for(user, dossier)


def is_commune_officer_for(user: Any, obj: Any) -> bool:
    """The officers of the commune, or of the commune that has succeeded it."""
    return has_commune_role_for(user, obj.unit_id, Role.COMMUNE_OFFICER)


def is_commune_leader_for(user: Any, obj: Any) -> bool:
    """The leader of the commune, or of the commune that has succeeded it."""
    return has_commune_role_for(user, obj.unit_id, Role.COMMUNE_LEADER)


def is_commune_clerk_for(user: Any, obj: Any) -> bool:
    """The clerk of the commune, or of the commune that has succeeded it: issues the letter with the list."""
    return has_commune_role_for(user, obj.unit_id, Role.CLERK)


def drops_list(user: Any, commune_list: Any) -> bool:
    """Whoever may void its letter: the officers before it has a number, the leader after."""
    return has_commune_role_for(user, commune_list.unit_id, Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER)


def may_settle(user: Any, correction: Any) -> bool:
    """A correction is settled where it was asked for."""
    if correction.asked_from == "office":
        return runs_round(user, correction.dossier)
    return is_commune_officer_for(user, correction.dossier)


def keeps_reasons(user: Any, office: Any) -> bool:
    """The list of common reasons is kept by those who check: the commune's officers, and those who run rounds."""
    return any(_enters_lists(m) and m.office_id == office.pk for m in _memberships(user))


def reads_desk(user: Any, dossier: Any) -> bool:
    """The commune's people read its findings place by place; nobody else does."""
    return is_commune_officer_for(user, dossier) or is_commune_leader_for(user, dossier)


def signs_somewhere(user: Any) -> bool:
    """Commune leaders sign."""
    return has_role(user, Role.COMMUNE_LEADER)


def may_answer_completion(user: Any, request: Any) -> bool:
    """What the office asks of a commune is answered by the commune's officers."""
    return is_commune_officer_for(user, request.dossier)


def sent_up(user: Any, dossier: Any) -> bool:
    """A dossier whose result is for another level goes on there; evaluations has checked who may."""
    return dossier.outcome in GOES_ON and decided_above(user, dossier)


def decided_above(user: Any, dossier: Any) -> bool:  # noqa: ARG001 -- same shape as other rules
    """Evaluations has checked its own rule before it pushes a fact down."""
    return True


# -- Lists from Excel -------------------------------------------------------------------------------------------------
def _enters_lists(membership: Any) -> bool:
    """Commune officers, and the officers of an office that runs rounds, enter the lists that their office keeps."""
    office = membership.office
    if membership.role == Role.COMMUNE_OFFICER:
        return office is not None and office.unit.level == UnitLevel.COMMUNE
    return bool(membership.role == Role.ROUND_OFFICER and office and office.runs_rounds)


def may_import(user: Any) -> bool:
    """Whoever works for an office that keeps lists may import one."""
    return any(_enters_lists(m) for m in _memberships(user))


def may_import_for_office(user: Any, office: Any) -> bool:
    """An import belongs to the office of the person who makes it."""
    return any(_enters_lists(m) and m.office_id == office.pk for m in _memberships(user))


def works_on_import(user: Any, batch: Any) -> bool:
    """Everybody who enters lists for the office that made the import goes on with it."""
    return any(_enters_lists(m) and m.office_id == batch.office_id for m in _memberships(user))


def may_enter_from_list(user: Any, unit_id: int) -> bool:
    """A row is entered by an office that reaches its commune."""
    return any(_enters_lists(m) and reaches(m.office.unit_id, unit_id) for m in _memberships(user))


def is_the_portal(user: Any, obj: Any) -> bool:  # noqa: ARG001 -- same shape as other rules
    """Only a job, never a person."""
    return user is None


# -- Outreach --------------------------------------------------------------------------------------------------------
def may_log_outreach(user: Any) -> bool:
    """Commune officers log what their commune did to make the programme known."""
    return has_role(user, Role.COMMUNE_OFFICER)


def may_edit_outreach(user: Any, outreach: Any) -> bool:
    """The officers of the commune, or of the commune that has succeeded it."""
    return has_commune_role_for(user, outreach.unit_id, Role.COMMUNE_OFFICER)


def sees_outreach(user: Any) -> bool:
    """Communes see their own log, officers who run rounds and leaders that of their area."""
    return has_role(user, Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER, Role.ROUND_OFFICER, Role.LEADER)


# -- Who gets which menu entry ---------------------------------------------------------------------------------------
def sees_queue(user: Any) -> bool:
    """Commune officers and leaders work from the commune's queue."""
    return has_role(user, Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER)


def sees_rounds(user: Any) -> bool:
    """Everybody who works on registrations, and leaders, see the rounds."""
    return has_role(user, Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER, Role.ROUND_OFFICER, Role.LEADER)


def sees_office_dossiers(user: Any) -> bool:
    """Officers and leaders of offices that run rounds see the dossiers that communes sent up."""
    return has_role(user, Role.ROUND_OFFICER, Role.LEADER)


def _memberships(user: Any) -> list[Any]:
    return user.active_memberships if user and user.is_authenticated else []
