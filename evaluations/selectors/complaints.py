"""Complaints about results: who may read them, and their terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.selectors import office_ids, office_unit_ids, unit_ids_reached_by
from evaluations.models import Complaint, ComplaintTerms, EvaluationRound
from evaluations.seats import recused_entry_ids
from foundation import clock
from registrations.models import ProducerMember


@dataclass(frozen=True)
class Terms:
    """The days for filing and answering in a round; None where neither regulation nor decision gives them."""

    file_days: int | None
    answer_days: int | None
    source: str


def terms_of(evaluation_round: EvaluationRound) -> Terms:
    """Return the terms of a round's regulation, else those of its decision."""
    row = ComplaintTerms.objects.filter(round=evaluation_round).first()
    if row is not None:
        return Terms(row.file_days, row.answer_days, row.source)
    law = evaluation_round.law
    return Terms(law.term("complaint_days"), law.term("complaint_answer_days"), law.code)


def last_day_to_file(evaluation_round: EvaluationRound) -> date | None:
    """Return the last day on which a complaint may be filed; None where no term is set or nothing is published."""
    days, published = terms_of(evaluation_round).file_days, evaluation_round.published_at
    if days is None or published is None:
        return None
    return clock.local(published).date() + timedelta(days=days)


def complaints_visible_to(user: Any) -> QuerySet[Complaint]:
    """Return the complaints that a person may read.

    The producer's own; those about rounds of the person's office, or of the area of a unit that the person leads or
    that took over from an abolished one. Never one about an entry from which the person is recused.
    """
    rows = Complaint.objects.select_related(
        "entry__round__office", "entry__round__law", "entry__dossier__product", "entry__dossier__producer__unit"
    )
    if not (user and user.is_authenticated):
        return rows.none()
    condition = Q(entry__dossier__producer__in=ProducerMember.objects.filter(user=user).values("producer_id"))
    condition |= Q(entry__round__office_id__in=office_ids(user, Role.ROUND_OFFICER, Role.LEADER))
    if units := office_unit_ids(user, Role.LEADER):
        condition |= Q(entry__round__office__unit_id__in=unit_ids_reached_by(units))
    if units := office_unit_ids(user, Role.ROUND_OFFICER):
        ended = Q(entry__round__office__valid_to__lt=clock.today())
        condition |= ended & Q(entry__round__office__unit_id__in=unit_ids_reached_by(units))
    return rows.filter(condition).exclude(entry_id__in=recused_entry_ids(user))
