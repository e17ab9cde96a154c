"""Reads about the people of producers: members, invitations, whom the commune writes for, who entered what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from activity.models import JournalEntry
from foundation import clock
from registrations import rules
from registrations.enums import InvitationKind, InvitationState, MemberRole
from registrations.links import digest_of
from registrations.models import Dossier, Invitation, Producer, ProducerMember, SignedPaper, Wish
from registrations.models.dossiers import EDITABLE
from registrations.selectors.doors import dossiers_visible_to, helped_by, producers_visible_to

HISTORY = 50


# -- People of a producer --------------------------------------------------------------------------------------------
def members_visible_to(user: Any) -> QuerySet[ProducerMember]:
    """Return the people of the producers for which the person acts, the owner first."""
    own = ProducerMember.objects.filter(user=user).values("producer_id")
    rows = ProducerMember.objects.filter(producer_id__in=own).select_related("user", "producer__unit")
    return rows.order_by("-is_owner", "user__sort", "pk")


def editors_of(producer: Producer) -> QuerySet[ProducerMember]:
    """Return the people who may be in charge of a dossier."""
    rows = ProducerMember.objects.filter(producer=producer, role=MemberRole.EDIT).select_related("user")
    return rows.order_by("user__sort", "pk")


def invitations_managed_by(user: Any) -> QuerySet[Invitation]:
    """Return the invitations that the person sends as owner; the only door to them for those who invite."""
    owned = ProducerMember.objects.filter(user=user, is_owner=True).values("producer_id")
    rows = Invitation.objects.filter(producer_id__in=owned).exclude(kind=InvitationKind.CLAIM)
    return rows.select_related("producer", "recipient").order_by("-pk")


def waiting_invitations(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Narrow invitations to those that can still be accepted."""
    return rows.filter(state=InvitationState.WAITING, expires_at__gt=clock.now())


def invitations_to(user: Any) -> QuerySet[Invitation]:
    """Return the invitations that name the person: by account, e-mail or phone."""
    rows = Invitation.objects.filter(recipient=user).exclude(kind=InvitationKind.CLAIM)
    return rows.select_related("producer__unit", "invited_by").order_by("-pk")


def invitation_behind(token: str) -> Invitation | None:
    """Return the invitation whose link this is. What names one person is never reached by a link."""
    rows = Invitation.objects.exclude(kind=InvitationKind.OWNER).select_related("producer__unit", "invited_by")
    return rows.filter(digest=digest_of(token)).first()


def people_history(producer: Producer) -> QuerySet[JournalEntry]:
    """Return what happened around the people of a producer, newest first."""
    streams = [f"registrations.invitation:{pk}" for pk in producer.invitations.values_list("pk", flat=True)]
    about = ("join", "claim", "owner", "member_role", "remove", "leave", "help", "slip")
    own = Q(stream=f"registrations.producer:{producer.pk}", action__in=about)
    return JournalEntry.objects.filter(own | Q(stream__in=streams)).order_by("-at", "-pk")[:HISTORY]


# -- The commune on behalf of producers ------------------------------------------------------------------------------
def helped_producers(user: Any) -> QuerySet[Producer]:
    """Return the producers for whom the person may write as commune officer."""
    return producers_visible_to(user).filter(helped_by(user))


def drafts_on_behalf(user: Any) -> QuerySet[Dossier]:
    """Return the dossiers that wait for the commune's officer to write them on behalf, last saved first."""
    rows = dossiers_visible_to(user).filter(helped_by(user, "producer__"), state__in=EDITABLE)
    return rows.order_by("-saved_at", "-pk")


@dataclass(frozen=True)
class Entered:
    """Who entered something on behalf of a producer, for which office, when."""

    who: str
    office: str
    at: datetime


def entered_by(obj: Producer | Wish | Dossier) -> Entered | None:
    """Return who entered a record, wish or dossier on behalf; None where the producer's own people did.

    The journal is asked: it keeps the office as it was on that day.
    """
    if obj.entered_by_id is None:
        return None
    stream = f"{obj._meta.label_lower}:{obj.pk}"
    rows = JournalEntry.objects.filter(stream=stream, actor_id=obj.entered_by_id).order_by("seq")
    entry = rows.filter(action__in=("create", "register", "enter")).first()
    return Entered(entry.actor_name, entry.office_name, entry.at) if entry else None


def signed_papers_of(obj: Wish | Dossier) -> list[SignedPaper]:
    """Return the scans from which a wish or dossier was entered; the caller has checked that it may be seen."""
    return list(obj.signed_papers.select_related("stored", "by")) if obj.entered_by_id else []


def wrote_on_behalf(user: Any, dossier: Dossier) -> bool:
    """Tell whether the person typed this dossier for its producer: whoever checks it then says so."""
    if dossier.entered_by_id is None:
        return False
    if dossier.entered_by_id == user.pk:
        return True
    rows = JournalEntry.objects.filter(stream=dossier.stream, action="enter", actor_id=user.pk)
    return rules.may_enter_on_behalf(user) and rows.exists()
