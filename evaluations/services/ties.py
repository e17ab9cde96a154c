"""Ties of kinship or business between people on councils and producers, declared once for all rounds."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from evaluations import notices, rules
from evaluations.enums import OPEN_STATES, RoundState
from evaluations.models import DeclaredTie, EvaluationRound
from foundation import clock
from registrations.models import Producer

_CONCERNED = (RoundState.DOSSIERS_FIXED, *OPEN_STATES)


@transaction.atomic
def declare_tie(*, user: User, producer: Producer, relation: str) -> DeclaredTie:
    """Declare the own tie to a producer; secretaries of rounds in which it matters now are told.

    It suggests a recusal in every round with a product of this producer, and closes nothing by itself.

    Raises NotAllowed for people who are on no councils; Refused without words; Conflict where it is declared already.
    """
    if not rules.may_declare_ties(user):
        raise NotAllowed
    if not relation.strip():
        raise Refused(_("Say what the tie is."))
    if DeclaredTie.objects.filter(user=user, producer=producer, ended_at=None).exists():
        raise Conflict(_("You have declared this already."))
    tie = DeclaredTie.objects.create(user=user, producer=producer, relation=relation.strip(), declared_at=clock.now())
    event = journal.Event("declare_tie", _("Tie to a producer declared"), after={"producer": producer.name})
    journal.record(tie, event, actor=user)
    rounds = EvaluationRound.objects.filter(
        Q(council__members__user=user) | Q(council__advisers__user=user),
        state__in=_CONCERNED,
        entries__in_round=True,
        entries__dossier__producer=producer,
    )
    for found in rounds.distinct():
        notify(found, notices.tie_declared(found, user), occasion=f"tie:{tie.pk}")
    return tie


@transaction.atomic
def end_tie(*, tie: DeclaredTie, actor: User) -> DeclaredTie:
    """Take the own declaration back, for rounds to come; recusals that followed from it stay.

    Raises NotAllowed for anybody else; Conflict where it was taken back already.
    """
    if tie.user_id != actor.pk:
        raise NotAllowed
    if DeclaredTie.objects.filter(pk=tie.pk, ended_at=None).update(ended_at=clock.now()) != 1:
        raise Conflict(_("This was taken back already."))
    tie.refresh_from_db()
    journal.record(tie, journal.Event("end_tie", _("Declared tie taken back")), actor=actor)
    return tie
