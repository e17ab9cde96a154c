"""Rounds from their preparation to the discussion."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from directives.models import Document
from directives.rules import issuers_above
from evaluations import rules
from evaluations.enums import ROUND_TRANSITIONS, CouncilRole, GatesMode, QuorumBase, RoundState
from evaluations.models import Council, Entry, EvaluationRound
from evaluations.selectors.deviations import deviations
from evaluations.selectors.sent_up import dossiers_sent_up_to
from evaluations.selectors.transition import out_of_time
from evaluations.selectors.written import open_questions
from evaluations.services.guard import hold, refuse_open_conflicts
from evaluations.services.meetings import refuse_before_opening, refuse_short_notice, warn_of_short_notice
from foundation import clock
from registrations import services as registrations
from registrations.models import Dossier
from registrations.selectors import dossiers_ready_for_scoring
from rubrics.models import Stage


@dataclass(frozen=True)
class RoundFacts:
    """What an officer says about a round while it is prepared: law and stage, council, dates, and the regulation."""

    name: str
    stage: Stage
    council: Council
    year: int
    ordinal: int
    opens_on: datetime.date
    issuing_office: Office | None = None
    directive: Document | None = None
    plan: Document | None = None
    scope: str = ""
    meeting_on: datetime.date | None = None
    place: str = ""
    send_up_to: str = ""
    quorum_percent: int = 75
    quorum_base: str = QuorumBase.COUNCIL
    chair_required: bool = True
    max_spread: int | None = 10
    gates_mode: str = GatesMode.AGREED
    missing_allowed: bool = True
    names_to_producer: bool = False
    deviation_reason: str = ""

    written_opinions: bool = False


@transaction.atomic
def create_round(*, office: Office, facts: RoundFacts, actor: User, training: bool = False) -> EvaluationRound:
    """Prepare a round.

    Raises:
        NotAllowed: the person does not run rounds for this office.
        Refused: stage, council and office do not fit together, the round of this number exists, or the regulation
            differs from the council's without a reason.
    """
    if not rules.may_create_for(actor, office):
        raise NotAllowed
    values = _checked(office, facts, training=training)
    same = EvaluationRound.objects.filter(
        office=office, stage=facts.stage, year=facts.year, ordinal=facts.ordinal, training=training
    )
    if same.exists():
        raise Refused(_("Round %(n)s of %(year)s exists already.") % {"n": facts.ordinal, "year": facts.year})
    evaluation_round = EvaluationRound.objects.create(office=office, training=training, **values)
    after = {"name": facts.name, "law": facts.stage.decision.code, "level": facts.stage.level, "training": training}
    event = journal.Event("create", _("Evaluation round prepared"), after=after)
    journal.record(evaluation_round, event, actor=actor)
    return evaluation_round


@transaction.atomic
def update_round(*, evaluation_round: EvaluationRound, facts: RoundFacts, actor: User, version: int) -> EvaluationRound:
    """Change the facts of a round that is being prepared. Law and stage stay once entries were chosen.

    Raises NotAllowed, Refused as ``create_round``; Conflict where it was changed or moved meanwhile.
    """
    if not rules.runs_round(actor, evaluation_round):
        raise NotAllowed
    values = _checked(evaluation_round.office, facts, training=evaluation_round.training)
    if evaluation_round.entries.exists() and facts.stage.pk != evaluation_round.stage_id:
        raise Refused(_("Take the dossiers out of the round before you change its stage."))
    rows = EvaluationRound.objects.filter(pk=evaluation_round.pk, state=RoundState.PREPARING, version=version)
    if rows.update(version=F("version") + 1, **values) != 1:
        raise Conflict
    evaluation_round.refresh_from_db()
    after = {"name": facts.name, "council": facts.council.name, "quorum_percent": facts.quorum_percent}
    event = journal.Event("edit", _("Evaluation round changed"), after=after)
    journal.record(evaluation_round, event, actor=actor)
    return evaluation_round


def _checked(office: Office, facts: RoundFacts, *, training: bool) -> dict[str, Any]:
    """Return the columns of a round, or refuse what the law's data or the house's order do not allow."""
    stage = facts.stage
    issuing = facts.issuing_office or _default_issuer(office)
    if not (stage.scores or stage.screens):
        raise Refused(_("At this stage nothing is scored."))
    if stage.level != office.unit.level and not training:
        raise Refused(_("This stage belongs to another level than the office."))
    if not training and not stage.holds_on(facts.opens_on):
        raise Refused(_("This stage is not part of the procedure on the day on which the round opens."))
    refuse_before_opening(facts.opens_on, facts.meeting_on)
    if facts.council.office_id != office.pk or facts.council.training != training:
        raise Refused(_("The council belongs to another office, or one of the two is for training only."))
    if issuing not in issuers_above(office):
        raise Refused(_("The office that decides must be this office or one above it."))
    # A council's regulation holds under several decisions; only what is said of this round alone is refused.
    own_wish = facts.written_opinions and not facts.council.written_opinions
    if own_wish and not stage.decision.reevaluation_in_writing:
        raise Refused(_("This decision does not let councils judge re-evaluations by written opinions."))
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    values["deviation_reason"] = reason_to_deviate(facts.council, values)
    return values | {"law": stage.decision, "issuing_office": issuing}


def reason_to_deviate(council: Council, values: Mapping[str, Any]) -> str:
    """Return the reason for a regulation of the round's own; none where it does not differ, Refused without one."""
    differing = deviations(council, values)
    reason: str = values["deviation_reason"].strip()
    if differing and not reason:
        text = _("This differs from the council's regulation: %(points)s. Give the reason; the minutes print it.")
        points = "; ".join(f"{one.label}: {one.here} ({one.usual})" for one in differing)
        raise Refused(text % {"points": points})
    return reason if differing else ""


def _default_issuer(office: Office) -> Office:
    """Return the People's Committee of the office's own unit where the office stands below it, else the office."""
    return next(
        (found for found in issuers_above(office) if found.kind == "ubnd" and found.unit_id == office.unit_id), office
    )


# -- Entries ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def choose_dossiers(*, evaluation_round: EvaluationRound, dossiers: Iterable[Dossier], actor: User) -> list[Entry]:
    """Make exactly these accepted dossiers the entries of a round that is being prepared; return the entries.

    Raises:
        NotAllowed: the person does not run the round.
        Conflict: the round is no longer being prepared.
        Refused: a dossier is not accepted, is scored elsewhere, has no product set of this decision, or the time in
            which a replaced decision still judges it is over.
    """
    if not rules.runs_round(actor, evaluation_round):
        raise NotAllowed
    hold(evaluation_round, RoundState.PREPARING)
    wanted = {dossier.pk: dossier for dossier in dossiers}
    evaluation_round.entries.exclude(dossier_id__in=wanted).delete()
    kept = set(evaluation_round.entries.values_list("dossier_id", flat=True))
    free = {dossier.pk for dossier in dossiers_free_for(evaluation_round)}
    last = evaluation_round.entries.aggregate(last=Max("order"))["last"] or 0
    new = [dossier for pk, dossier in wanted.items() if pk not in kept]
    for dossier in new:
        if dossier.pk not in free:
            raise Refused(_("%(product)s cannot be taken into this round.") % {"product": dossier.product})
    if late := out_of_time(evaluation_round, new, clock.today()):
        raise Refused(" ".join(late))
    Entry.objects.bulk_create(
        Entry(round=evaluation_round, dossier=dossier, rubric=dossier.rubric, order=last + n)
        for n, dossier in enumerate(new, start=1)
    )
    event = journal.Event("choose", _("Dossiers chosen for the round"), after={"dossiers": sorted(wanted)})
    journal.record(evaluation_round, event, actor=actor)
    return list(evaluation_round.entries.order_by("order"))


def dossiers_free_for(evaluation_round: EvaluationRound) -> list[Dossier]:
    """Return the dossiers that the round can take: of its decision, with a product set, in no other round.

    Those that the office has accepted, and those that the level below has sent up.
    """
    ready = dossiers_ready_for_scoring(evaluation_round.office, evaluation_round.law, evaluation_round.training)
    ready |= dossiers_sent_up_to(evaluation_round)
    taken = Entry.objects.filter(in_round=True).exclude(round=evaluation_round).values("dossier_id")
    return list(
        ready.filter(rubric__decision=evaluation_round.law).exclude(pk__in=taken).select_related("product", "rubric")
    )


# -- Steps -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def fix_dossiers(*, evaluation_round: EvaluationRound, actor: User) -> EvaluationRound:
    """Fix the dossiers: from now on no producer changes them, and the council reads them.

    Raises Refused where there are none; Conflict where one of them is no longer accepted.
    """
    entries = list(evaluation_round.entries.select_related("dossier__round", "dossier__product"))
    if not entries:
        raise Refused(_("Choose the dossiers of the round first."))
    if late := out_of_time(evaluation_round, [entry.dossier for entry in entries], clock.today()):
        raise Refused(" ".join(late))
    transitions.apply(
        ROUND_TRANSITIONS, "fix_dossiers", evaluation_round, actor=actor, changes={"dossiers_fixed_at": clock.now()}
    )
    warn_of_short_notice(evaluation_round, actor)
    for entry in entries:
        registrations.fix_for_scoring(dossier=entry.dossier, actor=actor)
    return evaluation_round


@transaction.atomic
def release_dossiers(*, evaluation_round: EvaluationRound, actor: User, reason: str) -> EvaluationRound:
    """Go back to preparing: the dossiers are accepted again and can leave the round."""
    transitions.apply(
        ROUND_TRANSITIONS,
        "release_dossiers",
        evaluation_round,
        actor=actor,
        reason=reason,
        changes={"dossiers_fixed_at": None, "short_notice_reason": "", "short_notice_by": None},
    )
    for entry in evaluation_round.entries.filter(in_round=True).select_related("dossier__round", "dossier__product"):
        registrations.release_from_scoring(dossier=entry.dossier, actor=actor, reason=reason)
    return evaluation_round


@transaction.atomic
def open_scoring(*, evaluation_round: EvaluationRound, actor: User) -> EvaluationRound:
    """Open the sheets to the members.

    Raises Refused where the council cannot come to a result, or where a member supports a product and this is not
    answered.
    """
    members = list(evaluation_round.council.members.all())
    if not any(member.counted for member in members):
        raise Refused(_("The council has no member with a vote."))
    if not any(member.role == CouncilRole.CHAIR for member in members):
        raise Refused(_("The council has no chair."))
    refuse_open_conflicts(evaluation_round)
    return transitions.apply(ROUND_TRANSITIONS, "open_scoring", evaluation_round, actor=actor)


@transaction.atomic
def open_discussion(*, evaluation_round: EvaluationRound, actor: User) -> EvaluationRound:
    """Open the discussion: the council sees all submitted sheets side by side. Never taken back.

    Raises Refused where the dossiers came late and the chair has not said why the council meets all the same, or where
    members can still answer in writing.
    """
    refuse_short_notice(evaluation_round)
    if awaited := open_questions(evaluation_round):
        raise Refused(" ".join(awaited))
    return transitions.apply(ROUND_TRANSITIONS, "open_discussion", evaluation_round, actor=actor)
