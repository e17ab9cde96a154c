"""Writes about the people of a producer: change a right, take it away, leave."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from registrations import people_notices, rules
from registrations.enums import INVITATION_TRANSITIONS, InvitationKind, InvitationState, MemberRole
from registrations.models import Invitation, Producer, ProducerMember
from registrations.services.responsible import pass_on


@transaction.atomic
def change_role(*, member: ProducerMember, role: str, actor: User) -> ProducerMember:
    """Let a co-worker view only, or edit. Whoever may no longer edit is no longer in charge of any dossier."""
    if not rules.owns(actor, member.producer):
        raise NotAllowed
    if member.is_owner:
        raise Refused(_("The owner always may edit. Hand the ownership over first."))
    before = member.role
    if ProducerMember.objects.filter(pk=member.pk, role=before, is_owner=False).update(role=role) != 1:
        raise Conflict
    member.role = role
    if before == role:
        return member
    if role == MemberRole.VIEW:
        pass_on(member.producer, member.user, to=actor, actor=actor)
    label = _("Right of %(name)s changed: %(right)s") % {"name": member.user, "right": member.get_role_display()}
    entry = journal.record(
        member.producer, journal.Event("member_role", label, {"role": before}, {"role": role}), actor=actor
    )
    for notice in people_notices.role_changed(member):
        notify(member.producer, notice, occasion=str(entry.seq))
    return member


@transaction.atomic
def remove_member(*, member: ProducerMember, actor: User) -> None:
    """Take a co-worker's access away at once; dossiers that they were in charge of go to the owner."""
    if not rules.owns(actor, member.producer):
        raise NotAllowed
    _take_out(member)
    pass_on(member.producer, member.user, to=actor, actor=actor)
    label = _("%(name)s no longer acts for the producer") % {"name": member.user}
    entry = journal.record(member.producer, journal.Event("remove", label, {"role": member.role}), actor=actor)
    for notice in people_notices.removed(member):
        notify(member.producer, notice, occasion=str(entry.seq))


@transaction.atomic
def leave_producer(*, producer: Producer, actor: User) -> None:
    """Stop acting for a producer. The owner cannot: there is always one; the ownership is handed over first."""
    member = ProducerMember.objects.filter(producer=producer, user=actor).select_related("user", "producer").first()
    if member is None:
        raise NotAllowed
    _take_out(member)
    owner = ProducerMember.objects.filter(producer=producer, is_owner=True).select_related("user").first()
    pass_on(producer, actor, to=owner.user if owner else None, actor=actor)
    label = _("%(name)s no longer acts for the producer") % {"name": actor}
    entry = journal.record(producer, journal.Event("leave", label, {"role": member.role}), actor=actor)
    for notice in people_notices.left(member):
        notify(producer, notice, occasion=str(entry.seq))


def _take_out(member: ProducerMember) -> None:
    if member.is_owner:
        raise Refused(_("The owner cannot leave. Hand the ownership over first."))
    if ProducerMember.objects.filter(pk=member.pk, is_owner=False).delete()[0] != 1:
        raise Conflict
    waiting = Invitation.objects.filter(
        producer=member.producer,
        kind=InvitationKind.OWNER,
        recipient=member.user,
        state=InvitationState.WAITING,
    )
    for offer in waiting:
        transitions.apply(INVITATION_TRANSITIONS, "revoke", offer, actor=offer.invited_by)
