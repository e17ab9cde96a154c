"""Taking over what an officer entered: with the printed code, or with the printed link."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.notifications import notify
from foundation import clock
from registrations import people_notices
from registrations.enums import InvitationKind, InvitationState
from registrations.models import Invitation, Producer


def note_takeover(user: User) -> None:
    """Note that the person has taken over the records entered for them, in the transaction that sets the password."""
    rows = Producer.objects.filter(members__user=user, members__is_owner=True, claimed_at=None)
    for producer in rows.exclude(entered_by=None):
        note_claim(producer, user)


def note_claim(producer: Producer, user: User) -> bool:
    """Note once that somebody has taken a record over; the officers of the commune are told. Slips that wait end."""
    if Producer.objects.filter(pk=producer.pk, claimed_at=None).update(claimed_at=clock.now()) != 1:
        return False
    waiting = Invitation.objects.filter(
        producer=producer, kind=InvitationKind.CLAIM, state=InvitationState.WAITING, accepted_by=None
    )
    waiting.update(expires_at=clock.now())
    event = journal.Event("claim", _("Record taken over by its producer"), for_producer=True)
    entry = journal.record(producer, event, actor=user)
    for notice in people_notices.claimed(producer, user):
        notify(producer, notice, occasion=str(entry.seq))
    return True
