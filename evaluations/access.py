"""What evaluations adds to and takes from what people see of dossiers and documents (visibility providers)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from accounts.enums import Role
from accounts.selectors import office_ids
from directives.enums import SENT
from evaluations.enums import COUNCIL_STATES, RESULT_STATES, TEAM_STATES, PaperKind, RoundState
from evaluations.models import Entry, RoundPaper
from evaluations.seats import own_councils, own_teams, recused_entry_ids
from registrations.models import ProducerMember

# Papers that stay closed to a recused member even when everybody knows the result.
_NEVER_FOR_RECUSED = (
    PaperKind.MINUTES,
    PaperKind.SUBMISSION,
    PaperKind.COMMUNE_NOTICE,
    PaperKind.PRODUCER_NOTICE,
)
_FOR_COUNCIL = (PaperKind.MINUTES, PaperKind.DECISION, PaperKind.SUBMISSION)
_FOR_PRODUCER = (PaperKind.PRODUCER_NOTICE, PaperKind.CERTIFICATE)


def _knows(user: Any) -> bool:
    return bool(user and user.is_authenticated)


def dossiers_granted(user: Any) -> Q | None:
    """Who reads dossiers through rounds: council and advisory team while they judge, the officers who run the round.

    The council reads once dossiers are fixed, the team while it works. The office of a higher level sees the dossiers
    that were sent up once it has taken them into a round.
    """
    if not _knows(user):
        return None
    condition = Q(pk__in=[])
    councils, teams = own_councils(user), own_teams(user)
    if councils or teams:
        seated = Q(round__council__in=councils, round__state__in=COUNCIL_STATES)
        seated |= Q(round__council__in=teams, round__state__in=TEAM_STATES)
        condition |= Q(pk__in=Entry.objects.filter(seated).values("dossier_id"))
    if offices := office_ids(user, Role.ROUND_OFFICER):
        condition |= Q(pk__in=Entry.objects.filter(round__office_id__in=offices).values("dossier_id"))
    return condition


def dossiers_denied(user: Any) -> Q | None:
    """A dossier is closed to a member with a conflict of interest in it."""
    if not _knows(user) or not (recused := recused_entry_ids(user)):
        return None
    return Q(pk__in=Entry.objects.filter(pk__in=recused).values("dossier_id"))


def documents_granted(user: Any) -> Q | None:
    """The council sees the papers of its results; a producer its own notice and certificate, and the decision."""
    if not _knows(user):
        return None
    councils = own_councils(user)
    council = RoundPaper.objects.filter(
        round__council__in=councils, round__state__in=RESULT_STATES, kind__in=_FOR_COUNCIL
    )
    producers = ProducerMember.objects.filter(user=user).values("producer_id")
    own = Q(entry__dossier__producer__in=producers) | Q(producer__in=producers)
    decided = Q(kind=PaperKind.DECISION, round__entries__dossier__producer__in=producers)
    mine = RoundPaper.objects.filter((Q(kind__in=_FOR_PRODUCER) & own) | decided, document__state__in=SENT)
    return Q(pk__in=council.values("document_id")) | Q(pk__in=mine.values("document_id"))


def documents_denied(user: Any) -> Q | None:
    """Papers that give the points of an entry are closed to the member who is recused there.

    Decision and certificate open when they are published, because then everybody knows them.
    """
    if not _knows(user) or not (recused := recused_entry_ids(user)):
        return None
    covered = RoundPaper.objects.filter(covers__in=recused)
    hidden = covered.filter(Q(kind__in=_NEVER_FOR_RECUSED) | ~Q(round__state=RoundState.PUBLISHED))
    return Q(pk__in=hidden.values("document_id"))
