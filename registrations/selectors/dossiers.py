"""Reads around one dossier."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from accounts.models import Office, User
from activity.models import JournalEntry
from foundation.memory import remembered
from registrations import rules
from registrations.enums import DossierState, Verdict
from registrations.models import (
    CompletionRequest,
    Correction,
    Dossier,
    DossierOpening,
    ItemCheck,
    Producer,
    ProducerMember,
)
from registrations.notices import people_of_producer_id
from registrations.procedure import commune_stage
from registrations.selectors.doors import dossiers_visible_to
from rubrics.models import Decision

__all__ = [
    "commune_stage",
    "completion_points_visible_to",
    "dossier_page_of",
    "dossiers_ready_for_scoring",
    "open_corrections",
    "people_of_producer",
    "timeline_of",
]


def dossier_page_of(user: Any, pk: int) -> Dossier | None:
    """Return a dossier that the person may see, with everything that its page reads of it in one query.

    Its round and its product set stand under the same decision, and mostly its producer in the same commune: what is
    the same row is one object.
    """
    people = ("responsible", "opinion__drafted_by", "opinion__approved_by")
    rows = dossiers_visible_to(user).select_related("wish", "reception", *people)
    found: Any = rows.annotate(**_at_hand(user)).filter(pk=pk).first()
    if found is None:
        return None
    if found.was_corrected:
        prefetch_related_objects([found], "corrections")
    else:
        found._prefetched_objects_cache = {"corrections": found.corrections.none()}
    remembered(("edits", user.pk, found.producer_id), lambda: found.viewer_edits)
    if found.round.law_id == found.law_id:
        found.round.law = found.law
    if found.rubric and found.rubric.decision_id == found.law_id:
        found.rubric.decision = found.law
    if found.producer.unit_id == found.unit_id:
        found.producer.unit = found.unit
    dossier: Dossier = found
    return dossier


def _at_hand(user: Any) -> dict[str, Any]:
    """Return the small questions of the page, answered within the query of the dossier."""
    of_this = {"dossier": OuterRef("pk")}
    checks = ItemCheck.objects.filter(**of_this).order_by().values("dossier").annotate(n=Count("pk")).values("n")
    editors = ProducerMember.objects.filter(producer=OuterRef("producer"), user=user, role="edit")
    return {
        "was_corrected": Exists(Correction.objects.filter(**of_this)),
        "was_asked_to_complete": Exists(CompletionRequest.objects.filter(**of_this)),
        "viewer_edits": Exists(editors),
        "viewer_opened": Exists(DossierOpening.objects.filter(user=user, **of_this)),
        "checks_made": Coalesce(Subquery(checks), 0),
        "checks_to_correct": Coalesce(Subquery(checks.filter(verdict=Verdict.TO_CORRECT)), 0),
    }


def dossiers_ready_for_scoring(
    office: Office | int,
    law: Decision,
    training: bool,  # noqa: FBT001 -- one of the three things that name the rows
) -> QuerySet[Dossier]:
    """Return the dossiers that an office has accepted under a decision, first accepted first."""
    rows = Dossier.objects.filter(
        state=DossierState.ACCEPTED, round__office=office, law=law, round__training=training
    ).select_related("round", "law", "producer", "product", "unit", "rubric")
    return rows.order_by("accepted_at", "pk")


def people_of_producer(producer: Producer | int) -> QuerySet[User]:
    """Return the active people who act for a producer."""
    return people_of_producer_id(producer if isinstance(producer, int) else producer.pk)


def open_corrections(dossier: Dossier) -> QuerySet[Correction]:
    """Return the corrections that nobody has settled yet."""
    return dossier.corrections.filter(settled_at=None)


def shares_completion(user: Any, dossier: Dossier) -> bool:
    """Tell whether a person reads what office and commune say to each other about a dossier that was sent up."""
    inside = (
        rules.is_commune_officer_for(user, dossier)
        or rules.is_commune_leader_for(user, dossier)
        or rules.runs_round(user, dossier)
    )
    return dossier.forwarded_at is not None and inside


def completion_points_visible_to(user: Any, dossier: Dossier) -> list[CompletionRequest]:
    """Return what the office asked the commune to complete; it is the business of these two."""
    if not getattr(dossier, "was_asked_to_complete", True) or not shares_completion(user, dossier):
        return []
    return list(dossier.completion_requests.select_related("asked_by", "answered_by"))


def timeline_of(dossier: Dossier, user: Any) -> QuerySet[JournalEntry]:
    """Return what happened to a dossier and its wish, newest first.

    Commune and running office see all of it; the producer and everybody else the part that is about the producer.
    """
    streams = [dossier.stream] + ([dossier.wish.stream] if dossier.wish else [])
    rows = JournalEntry.objects.filter(stream__in=streams).order_by("-at", "-pk")
    inside = (
        rules.is_commune_officer_for(user, dossier)
        or rules.is_commune_leader_for(user, dossier)
        or rules.runs_round(user, dossier)
    )
    return rows if inside else rows.filter(Q(for_producer=True))
