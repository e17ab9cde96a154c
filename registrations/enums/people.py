"""Invitations to act for a producer: what they are about, their states, who may move them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from activity.transitions import Transition
from registrations import people_notices, rules


class InvitationKind(TextChoices):
    """A co-worker is invited by the owner; a new owner, too; a record is claimed with the commune's printed slip."""

    COWORKER = "coworker", _("co-worker")
    OWNER = "owner", _("new owner")
    CLAIM = "claim", _("taking over a record")


class InvitationState(TextChoices):
    WAITING = "waiting", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    REVOKED = "revoked", _("taken back")


_S = InvitationState

INVITATION_TRANSITIONS: Mapping[str, Transition] = {
    "accept": Transition(
        (_S.WAITING,),
        _S.ACCEPTED,
        rules.may_accept_invitation,
        _("Accept"),
        _("Invitation accepted"),
        for_producer=True,
        notices=people_notices.invitation_accepted,
    ),
    "decline": Transition(
        (_S.WAITING,),
        _S.DECLINED,
        rules.may_decline_invitation,
        _("Say no"),
        _("Invitation declined"),
        for_producer=True,
        notices=people_notices.invitation_declined,
    ),
    "revoke": Transition(
        (_S.WAITING,),
        _S.REVOKED,
        rules.may_revoke_invitation,
        _("Take back the invitation"),
        _("Invitation taken back"),
        for_producer=True,
    ),
}
