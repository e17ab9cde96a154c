"""Dossiers that a level below has sent up and that wait for the round of the next one."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.enums import UnitLevel
from accounts.selectors import unit_ids_reached_by
from evaluations.enums import Outcome, RoundState
from evaluations.models import Entry, EvaluationRound, ReceivedEntry
from registrations.enums import DossierState
from registrations.models import Dossier


def dossiers_sent_up_to(evaluation_round: EvaluationRound) -> QuerySet[Dossier]:
    """Return the dossiers that rounds of lower stages propose to this round's stage and area, here or by a package.

    Those that a round of this stage, or of a higher one, has sent further up are gone from here.
    """
    stage = evaluation_round.stage
    proposed = Entry.objects.filter(
        outcome=Outcome.PROPOSED_UP,
        round__state=RoundState.PUBLISHED,
        round__law=evaluation_round.law,
        round__training=evaluation_round.training,
    )
    below = proposed.filter(round__stage__order__lt=stage.order)
    further = proposed.filter(round__stage__order__gte=stage.order)
    # Packages of a portal below: received by this office, for a round that counts.
    arrived = ReceivedEntry.objects.filter(package__office=evaluation_round.office, dossier__isnull=False)
    unit = evaluation_round.office.unit
    area = Q() if unit.level == UnitLevel.CENTRE else Q(unit_id__in=unit_ids_reached_by([unit.pk]))
    rows = Dossier.objects.filter(
        area,
        state=DossierState.DECIDED,
        outcome=Outcome.PROPOSED_UP,
        law=evaluation_round.law,
        round__training=evaluation_round.training,
    ).filter(Q(pk__in=below.values("dossier_id")) | Q(pk__in=arrived.values("dossier_id")))
    rows = rows.exclude(pk__in=further.values("dossier_id"))
    return rows.select_related("round", "law", "producer", "product", "unit", "rubric").order_by("accepted_at", "pk")
