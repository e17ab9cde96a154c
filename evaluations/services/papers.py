"""Drafting the papers of a round: planned from the results, written one by one by a job that may be run again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Office, Unit, User
from accounts.selectors import offices_in_force
from activity import jobs, transitions
from activity.errors import NotAllowed, Refused
from activity.models import Job
from directives import services as directives
from directives.models import Document
from directives.rendering import Certificate as CertificateContent
from directives.rendering import OfficialDocument
from evaluations import papers, rules
from evaluations.enums import RESULT_STATES, ROUND_TRANSITIONS, CouncilRole, Outcome, PaperKind, RoundState
from evaluations.models import Certificate, Entry, EvaluationRound, RoundPaper
from evaluations.papers import PaperFacts
from evaluations.services.closing import refuse_numbered, void_drafts
from evaluations.services.guard import hold
from foundation import clock
from registrations.models import Producer

JOB = "evaluations_papers"
PURPOSES = {
    PaperKind.MINUTES: "evaluations.minutes",
    PaperKind.SUBMISSION: "evaluations.submission",
    PaperKind.DECISION: "evaluations.decision",
    PaperKind.COMMUNE_NOTICE: "evaluations.notice",
    PaperKind.PRODUCER_NOTICE: "evaluations.notice",
    PaperKind.CERTIFICATE: "evaluations.certificate",
}
# These hang on the decision and go its way: approved, numbered and issued together with it.
ATTACHED = (PaperKind.COMMUNE_NOTICE, PaperKind.PRODUCER_NOTICE, PaperKind.CERTIFICATE)
Content = OfficialDocument | CertificateContent
T = TypeVar("T", Unit, Producer)


@dataclass(frozen=True)
class PaperPlan:
    """One paper that a round's results call for. ``key`` tells it apart from the round's others."""

    kind: PaperKind
    key: str
    covers: tuple[Entry, ...]
    entry: Entry | None = None
    unit: Unit | None = None
    producer: Producer | None = None
    sent_to: tuple[Office, ...] = field(default_factory=tuple)


def plan_of(facts: PaperFacts) -> Iterator[PaperPlan]:
    """Name the papers that a round's results call for, in the order in which they are drafted."""
    entries = facts.entries
    if facts.round.adopts_id is None:
        yield PaperPlan(PaperKind.MINUTES, "minutes", entries)
    communes = {office.pk: office for unit, _rows in _by_unit(entries) for office in offices_of(unit)}
    yield PaperPlan(PaperKind.DECISION, "decision", entries, sent_to=tuple(communes.values()))
    if up := facts.with_outcome(Outcome.PROPOSED_UP):
        yield PaperPlan(PaperKind.SUBMISSION, "submission", up)
    for unit, rows in _by_unit(entries):
        yield PaperPlan(PaperKind.COMMUNE_NOTICE, f"unit:{unit.pk}", rows, unit=unit, sent_to=offices_of(unit))
    for producer, rows in _grouped(entries, lambda entry: entry.dossier.producer):
        yield PaperPlan(PaperKind.PRODUCER_NOTICE, f"producer:{producer.pk}", rows, producer=producer)
    for entry in facts.with_outcome(Outcome.RECOGNISED):
        if (entry.stars or 0) >= papers.certificate.LEAST_STARS:
            yield PaperPlan(PaperKind.CERTIFICATE, f"certificate:{entry.pk}", (entry,), entry=entry)


def _by_unit(entries: Iterable[Entry]) -> list[tuple[Unit, tuple[Entry, ...]]]:
    return _grouped(entries, lambda entry: entry.dossier.unit)


def _grouped(entries: Iterable[Entry], of: Callable[[Entry], T]) -> list[tuple[T, tuple[Entry, ...]]]:
    groups: dict[int, tuple[T, list[Entry]]] = {}
    for entry in entries:
        owner = of(entry)
        groups.setdefault(owner.pk, (owner, []))[1].append(entry)
    return [(owner, tuple(rows)) for owner, rows in groups.values()]


def offices_of(unit: Unit) -> tuple[Office, ...]:
    """Return the People's Committee of a commune, or of the commune that has taken over from it."""
    rows = offices_in_force().filter(kind="ubnd", unit__level="commune", unit__reaches__unit=unit)
    return tuple(rows.distinct())


# -- Steps of the round ----------------------------------------------------------------------------------------------
@transaction.atomic
def draft_minutes(*, evaluation_round: EvaluationRound, actor: User) -> Job:
    """Order the draft of the minutes of a closed round. Raises NotAllowed; Conflict before the round is closed."""
    if not rules.runs_round(actor, evaluation_round):
        raise NotAllowed
    if evaluation_round.adopts_id is not None:
        raise Refused(_("The council did not meet: the results are those of the level above."))
    hold(evaluation_round, *RESULT_STATES)
    return _order(evaluation_round, actor, only=PaperKind.MINUTES)


@transaction.atomic
def propose_results(*, evaluation_round: EvaluationRound, actor: User) -> EvaluationRound:
    """Propose the results for decision: minutes, decision, submission, notices and certificates are drafted by a job.

    Raises:
        NotAllowed: the person does not run the round.
        Conflict: the round is not closed, or proposed already.
        Refused: the decision does not say how long a certificate holds.
    """
    if papers.certificate_months(evaluation_round.law) is None and evaluation_round.stage.recognises:
        raise Refused(_("The decision does not say how long a certificate holds."))
    transitions.apply(ROUND_TRANSITIONS, "propose", evaluation_round, actor=actor)
    _order(evaluation_round, actor)
    return evaluation_round


@transaction.atomic
def draft_missing(*, evaluation_round: EvaluationRound, actor: User) -> Job:
    """Order again what is not drafted: after a voided paper, or a job that failed. What stands is left alone."""
    if not rules.runs_round(actor, evaluation_round):
        raise NotAllowed
    hold(evaluation_round, RoundState.PROPOSED)
    return _order(evaluation_round, actor)


@transaction.atomic
def take_back(*, evaluation_round: EvaluationRound, actor: User, reason: str) -> EvaluationRound:
    """Take the proposal back before it is decided: drafts are voided. Refused where a paper has a number already."""
    refuse_numbered(evaluation_round)
    transitions.apply(ROUND_TRANSITIONS, "take_back", evaluation_round, actor=actor, reason=reason)
    void_drafts(evaluation_round, actor, reason)
    return evaluation_round


def _order(evaluation_round: EvaluationRound, actor: User, only: str = "") -> Job:
    """Enqueue the job. Each order has its own key, so that a round proposed anew is drafted anew."""
    writes = EvaluationRound.objects.values_list("writes", flat=True).get(pk=evaluation_round.pk)
    key = f"{JOB}:{evaluation_round.pk}:{evaluation_round.version}:{writes}:{only}"
    payload = {"round": evaluation_round.pk, "only": only, "actor": actor.pk}
    return jobs.enqueue(JOB, key=key, payload=payload, requested_by=actor)


# -- The job ---------------------------------------------------------------------------------------------------------
def draft_papers(*, round_id: int, only: str, actor_id: int, progress: jobs.Progress) -> int:
    """Draft what is planned and does not exist yet; return how many this call drafted.

    Each paper is a transaction of its own, kept apart by its key, so a job that dies goes on where it stopped.
    """
    evaluation_round = EvaluationRound.objects.select_related("law", "stage", "council", "office__unit").get(
        pk=round_id
    )
    actor = User.objects.get(pk=actor_id)
    with override("vi"):
        facts = papers.facts_of(evaluation_round)
        plans = [plan for plan in plan_of(facts) if plan.kind == (only or plan.kind)]
        there = set(evaluation_round.papers.values_list("key", flat=True))
        made = 0
        for done, plan in enumerate(plans, start=1):
            if plan.key not in there:
                made += _draft(plan, facts, actor)
            progress(done, len(plans))
    return made


@transaction.atomic
def _draft(plan: PaperPlan, facts: PaperFacts, actor: User) -> bool:
    """Write one draft, unless another worker has, or the round has moved on; return whether this call did it."""
    found = facts.round
    states = RESULT_STATES if plan.kind == PaperKind.MINUTES else (RoundState.PROPOSED,)
    hold(found, *states)
    if RoundPaper.objects.filter(round=found, key=plan.key).exists():
        return False
    decision = _decision_of(found) if plan.kind in ATTACHED else None
    content = _content(plan, facts, actor)
    document = directives.create_document(
        office=found.issuing_office,
        drafting_office=found.office,
        type=content.type if isinstance(content, OfficialDocument) else "giay_chung_nhan",
        abstract=_abstract(content),
        content=content,
        created_by=actor,
        purpose=PURPOSES[plan.kind],
        subject=found.stream,
        attached_to=decision,
        series=found.council.name[:60] if plan.kind == PaperKind.MINUTES else "",
        law=found.law,
        training=found.training,
        sent_to=plan.sent_to,
    )
    paper = RoundPaper.objects.create(
        round=found,
        kind=plan.kind,
        key=plan.key,
        entry=plan.entry,
        unit=plan.unit,
        producer=plan.producer,
        document=document,
    )
    paper.covers.set(plan.covers)
    if plan.entry is not None:
        Certificate.objects.filter(entry=plan.entry).update(document=document)
    return True


def _decision_of(evaluation_round: EvaluationRound) -> Document:
    paper = evaluation_round.papers.select_related("document").get(kind=PaperKind.DECISION)
    return paper.document


def _abstract(content: Content) -> str:
    if isinstance(content, OfficialDocument):
        return content.abstract
    return f"Giấy chứng nhận sản phẩm OCOP {content.stars} sao: {content.product}"


def _content(plan: PaperPlan, facts: PaperFacts, actor: User) -> Content:
    if plan.kind == PaperKind.MINUTES:
        secretary = next((str(m) for m in facts.members if m.role == CouncilRole.SECRETARY), str(actor))
        return papers.minutes_content(facts, secretary=secretary)
    if plan.kind == PaperKind.DECISION:
        return papers.decision_content(facts)
    if plan.kind == PaperKind.SUBMISSION:
        return papers.submission_content(facts)
    if plan.unit is not None:
        return papers.commune_notice_content(facts, plan.unit, plan.covers)
    if plan.producer is not None:
        return papers.producer_notice_content(facts, plan.producer, plan.covers)
    return _certificate(plan.covers[0], facts)


def _certificate(entry: Entry, facts: PaperFacts) -> CertificateContent:
    """Draft the row whose token the QR code carries, and the certificate's content."""
    certificate, _created = Certificate.objects.get_or_create(
        entry=entry,
        defaults={"token": secrets.token_urlsafe(18), "stars": entry.stars or 0, "training": facts.round.training},
    )
    return papers.certificate_content(facts, entry, token=certificate.token, drafted_on=clock.today())
