"""Writes about invitations: to co-workers, to a new owner, to take over what the commune entered."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.rules import is_official
from accounts.selectors import account_named
from accounts.services import grant
from activity import jobs, journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from foundation import clock
from registrations import people_notices, rules
from registrations.enums import INVITATION_TRANSITIONS, InvitationKind, InvitationState, MemberRole
from registrations.links import new_link
from registrations.models import Invitation, Producer, ProducerMember
from registrations.services.claims import note_claim

SEND_INVITATION = "registrations.send_invitation"
MOST_WAITING = 20


@transaction.atomic
def invite(*, producer: Producer, address: str, role: str, actor: User) -> Invitation:
    """Invite somebody by e-mail or phone to view or edit. Whoever holds the link can accept it, once.

    The result is the same whether or not the address has an account. Raises NotAllowed for anybody but the owner,
    Refused when too many invitations wait or were sent today; a waiting invitation to the address is replaced.
    """
    if not rules.owns(actor, producer):
        raise NotAllowed
    _check_limits(producer, actor)
    for earlier in _waiting(producer, InvitationKind.COWORKER).filter(address=address):
        transitions.apply(INVITATION_TRANSITIONS, "revoke", earlier, actor=actor)
    row = _create(producer, actor, kind=InvitationKind.COWORKER, role=role, address=address)
    if row.by_mail:
        jobs.enqueue(SEND_INVITATION, key=f"{SEND_INVITATION}:{row.pk}", payload={"invitation": row.pk})
    return row


@transaction.atomic
def offer_ownership(*, member: ProducerMember, actor: User) -> Invitation:
    """Ask a co-worker to become the owner; nothing changes until that person accepts.

    Raises Refused for the owner's own row and while another such offer waits.
    """
    if not rules.owns(actor, member.producer):
        raise NotAllowed
    if member.user_id == actor.pk:
        raise Refused(_("You are the owner already."))
    for stale in _waiting(member.producer, InvitationKind.OWNER).filter(expires_at__lte=clock.now()):
        transitions.apply(INVITATION_TRANSITIONS, "revoke", stale, actor=actor)
    try:
        with transaction.atomic():
            return _create(
                member.producer, actor, kind=InvitationKind.OWNER, role=MemberRole.EDIT, recipient=member.user
            )
    except IntegrityError as error:
        raise Refused(_("Somebody has been asked already. Take that back first.")) from error


def renew_claim(producer: Producer, actor: User) -> Invitation:
    """Make the link of a printed slip; those printed before end. Runs in the caller's transaction."""
    for earlier in _waiting(producer, InvitationKind.CLAIM):
        transitions.apply(INVITATION_TRANSITIONS, "revoke", earlier, actor=actor)
    return _create(producer, actor, kind=InvitationKind.CLAIM, role=MemberRole.EDIT)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, actor: User) -> Producer:
    """Accept: the person acts for the producer from now on. Raises Refused for officials, members and late comers."""
    _check_open(invitation)
    if not rules.may_accept_invitation(actor, invitation):
        raise NotAllowed
    producer = invitation.producer
    if invitation.kind != InvitationKind.OWNER and is_official(actor):
        raise Refused(_("An official's account cannot act for a producer. Use an account of your own."))
    transitions.apply(INVITATION_TRANSITIONS, "accept", invitation, actor=actor, changes={"accepted_by": actor})
    if invitation.kind == InvitationKind.OWNER:
        _pass_ownership(invitation, actor)
    else:
        _join(invitation, actor)
    return producer


@transaction.atomic
def decline_invitation(*, invitation: Invitation, actor: User | None) -> Invitation:
    """Say no; whoever holds a link needs no account for that (``actor`` None)."""
    _check_open(invitation)
    reason = "" if actor else _("Declined through the link, without an account")
    return transitions.apply(INVITATION_TRANSITIONS, "decline", invitation, actor=actor, reason=reason)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, actor: User) -> Invitation:
    """Take an invitation back: its link ends at once."""
    return transitions.apply(INVITATION_TRANSITIONS, "revoke", invitation, actor=actor)


def _waiting(producer: Producer, kind: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(producer=producer, kind=kind, state=InvitationState.WAITING)


def _check_limits(producer: Producer, actor: User) -> None:
    now = clock.now()
    most = settings.INVITATIONS_PER_DAY
    sent = Invitation.objects.filter(invited_by=actor, invited_at__gt=now - timedelta(days=1)).count()
    waiting = _waiting(producer, InvitationKind.COWORKER).filter(expires_at__gt=now).count()
    if sent >= most:
        raise Refused(_("You have sent %(most)s invitations today. Go on tomorrow.") % {"most": most})
    if waiting >= MOST_WAITING:
        raise Refused(_("%(most)s invitations are waiting already. Take some back first.") % {"most": MOST_WAITING})


def _create(
    producer: Producer,
    actor: User,
    *,
    kind: str,
    role: str,
    address: str = "",
    recipient: User | None = None,
) -> Invitation:
    link = new_link()
    row = Invitation.objects.create(
        producer=producer,
        kind=kind,
        role=role,
        address=address,
        recipient=recipient or (account_named(address) if address else None),
        seed=link.seed,
        digest=link.digest,
        invited_by=actor,
        invited_at=clock.now(),
        expires_at=clock.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    words = {
        InvitationKind.COWORKER: _("Co-worker invited: %(whom)s"),
        InvitationKind.OWNER: _("Ownership offered to %(whom)s"),
        InvitationKind.CLAIM: _("Link printed for taking over the record"),
    }
    label = words[InvitationKind(kind)] % {"whom": address or recipient or ""}
    event = journal.Event("invite", label, after={"kind": kind, "role": role}, for_producer=True)
    entry = journal.record(row, event, actor=actor)
    for notice in people_notices.invited(row):
        notify(row, notice, occasion=str(entry.seq))
    return row


def _check_open(invitation: Invitation) -> None:
    invitation.refresh_from_db()
    if not invitation.is_open:
        raise Refused(_("This invitation no longer holds. Ask for a new one."))


def _join(invitation: Invitation, actor: User) -> None:
    producer, claims = invitation.producer, invitation.kind == InvitationKind.CLAIM
    if rules.belongs_to(actor, producer):
        raise Refused(_("You act for this producer already."))
    if Role.PRODUCER not in actor.roles:
        grant(user=actor, role=Role.PRODUCER, actor=actor)
    try:
        with transaction.atomic():
            ProducerMember.objects.create(
                user=actor, producer=producer, role=invitation.role, is_owner=claims, since=clock.now()
            )
    except IntegrityError as error:
        raise Conflict(_("The record has been taken over already.")) from error
    if claims:
        note_claim(producer, actor)
        return
    after = {"name": str(actor), "role": invitation.role}
    event = journal.Event("join", _("%(name)s acts for the producer now") % {"name": actor}, after=after)
    journal.record(producer, event, actor=actor)


def _pass_ownership(invitation: Invitation, actor: User) -> None:
    """Move the ownership in one go: there is no moment, and no error, that leaves a producer without an owner."""
    rows = ProducerMember.objects.filter(producer=invitation.producer)
    if rows.filter(user=invitation.invited_by, is_owner=True).update(is_owner=False) != 1:
        raise Conflict(_("The record has another owner meanwhile."))
    if rows.filter(user=actor).update(is_owner=True, role=MemberRole.EDIT) != 1:
        raise Conflict(_("You no longer act for this producer."))
    before, after = {"owner": str(invitation.invited_by)}, {"owner": str(actor)}
    event = journal.Event("owner", _("%(name)s is the owner of the record now") % {"name": actor}, before, after)
    journal.record(invitation.producer, event, actor=actor)
