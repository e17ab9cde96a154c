"""What councils do: sheets filled, conflicts declared, levels agreed, rounds closed, results decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accounts.models import Office
from activity import jobs
from demo import meetings
from demo.correspondence import Desk, send
from demo.people import COUNCIL, who
from demo.scores import miss_gate, sheet
from directives.models import Document
from evaluations import services
from evaluations.enums import CouncilRole, PaperKind
from evaluations.models import Council, Entry, EvaluationRound
from evaluations.services.rounds import RoundFacts
from evaluations.services.sheets import Answer
from foundation import clock
from registrations.models import Dossier
from rubrics.models import Stage
from rubrics.selectors import leaf_criteria, spec_for

ROLES = [CouncilRole.CHAIR, CouncilRole.DEPUTY, CouncilRole.SECRETARY]


@dataclass(frozen=True)
class Session:
    """One council meeting: who runs it, under which stage, when."""

    name: str
    office: Office
    officer: str
    stage: Stage
    year: int
    ordinal: int
    meeting: datetime
    opens_on: date
    training: bool = False
    send_up_to: str = ""


@dataclass(frozen=True)
class Verdict:
    """The seven totals that the members give one product, and what else makes its story.

    ``hold`` fixes points of single items on every sheet, so that a minimum requirement is missed; ``gates_for`` is the
    rank up to which the others are kept. The ``dissenter`` sees one minimum requirement for four stars missed where the
    others see it met, so that the council must agree on a level.
    """

    totals: Sequence[int]
    hold: Mapping[str, int] = field(default_factory=dict)
    gates_for: int = 5
    recused: Sequence[str] = ()
    dissenter: str = ""


def council(session: Session, *, name: str, members: Sequence[tuple[str, str]], officer: str) -> Council:
    """Set up a council: chair, deputy, secretary, then members, in the order given."""
    made = services.create_council(office=session.office, name=name, actor=who(officer), training=session.training)
    for position, (username, title) in enumerate(members):
        role = ROLES[position] if position < len(ROLES) else CouncilRole.MEMBER
        services.add_member(council=made, user=who(username), actor=who(officer), role=role, title=title)
    return made


def seven() -> list[tuple[str, str]]:
    """Return the demo council: login and title."""
    return [(username, title) for username, _name, title in COUNCIL]


def prepare(session: Session, board: Council, dossiers: Sequence[Dossier]) -> EvaluationRound:
    """Prepare a round, fix its dossiers and open scoring."""
    facts = RoundFacts(
        name=session.name,
        stage=session.stage,
        council=board,
        year=session.year,
        ordinal=session.ordinal,
        opens_on=session.opens_on,
        meeting_on=clock.local(session.meeting).date(),
        send_up_to=session.send_up_to,
    )
    actor = who(session.officer)
    made = services.create_round(office=session.office, facts=facts, actor=actor, training=session.training)
    services.choose_dossiers(evaluation_round=made, dossiers=dossiers, actor=actor)
    made = services.fix_dossiers(evaluation_round=made, actor=actor)
    meetings.plan(made, officer=session.officer, at=session.meeting, place="Hội trường Ủy ban nhân dân")
    return services.open_scoring(evaluation_round=made, actor=actor)


def recuse(entry: Entry, username: str, officer: str) -> None:
    """A member declares a conflict of interest and the secretary confirms it."""
    reason = "Là người thân trong gia đình của chủ thể."
    recusal = services.declare_recusal(entry=entry, actor=who(username), reason=reason)
    services.answer_recusal(recusal=recusal, actor=who(officer), accepted=True)


def fill_sheet(entry: Entry, username: str, verdict: Verdict, position: int, *, seal: bool = True) -> None:
    """A member fills the sheet of an entry with their total, and submits it."""
    spec = spec_for(entry.rubric)
    name = entry.dossier.product.name
    # Where minimum requirements decide, the members go out from one reading of the dossier and differ in what is open.
    keep = {"gates_for": verdict.gates_for, "hold": verdict.hold}
    start = sheet(spec, total=min(verdict.totals), seed=name, **keep) if spec.holds_gates else None
    if username == verdict.dissenter:
        keep["hold"] = {**verdict.hold, **miss_gate(spec, 4)}
    chosen = sheet(spec, total=verdict.totals[position], seed=f"{username}/{name}", start=start, **keep)
    answers = {}
    for criterion in leaf_criteria(entry.rubric).prefetch_related("levels"):
        level = chosen[criterion.key]
        row = next((row for row in criterion.levels.all() if level and row.order == level.order), None)
        answers[criterion.pk] = Answer(level_id=row.pk if row else None)
    saved = services.save_sheet(entry=entry, actor=who(username), answers=answers, version=0)
    if seal:
        services.seal_sheet(sheet=saved, actor=who(username), version=saved.version)


def meet(session: Session, made: EvaluationRound, verdicts: Mapping[int, Verdict], members: Sequence[str]) -> None:
    """Hold the meeting: every member who may fills every sheet, then the discussion opens."""
    for entry in made.entries.select_related("rubric", "dossier__product").order_by("order"):
        verdict = verdicts[entry.dossier_id]
        with clock.frozen(session.meeting - timedelta(hours=1)):
            for username in verdict.recused:
                recuse(entry, username, session.officer)
        for position, username in enumerate(members):
            if username not in verdict.recused:
                with clock.frozen(session.meeting + timedelta(minutes=7 * position)):
                    fill_sheet(entry, username, verdict, position)


def agree_where_sheets_differ(made: EvaluationRound, *, actor: str) -> int:
    """Let the council agree on the level of every item with a minimum requirement on which the sheets differ."""
    agreed = 0
    for entry in made.entries.select_related("rubric").order_by("order"):
        gated = [item.key for item in spec_for(entry.rubric).gated_items]
        rows = entry.sheets.filter(sealed_at__isnull=False).values_list(
            "items__criterion__key", "items__criterion_id", "items__level_id", "items__level__order"
        )
        levels: dict[int, dict[int | None, int]] = {}
        orders: dict[int | None, int] = {}
        for key, criterion, level, order in rows:
            if key in gated:
                counts = levels.setdefault(criterion, {})
                counts[level] = counts.get(level, 0) + 1
                orders[level] = order if order is not None else -1
        differing = {
            criterion: max(counts, key=lambda level: (counts[level], orders[level]))
            for criterion, counts in levels.items()
            if len(counts) > 1
        }
        if differing:
            reason = "Hội đồng thống nhất theo hồ sơ và ý kiến đa số."
            services.agree_levels(entry=entry, levels=differing, reason=reason, actor=who(actor))
            agreed += len(differing)
    return agreed


def close(made: EvaluationRound, *, officer: str, confirmation: str = "") -> EvaluationRound:
    """Open the discussion, agree where needed, and close."""
    meetings.answer_if_late(made)
    for meeting in made.meetings.all():
        meetings.all_attend(meeting, officer=officer)
    made = services.open_discussion(evaluation_round=made, actor=who(officer))
    if made.law.holds_gates:
        agree_where_sheets_differ(made, actor=officer)
    return services.close_round(evaluation_round=made, actor=who(officer), confirmation=confirmation)


def propose(made: EvaluationRound, *, officer: str) -> EvaluationRound:
    """Propose the results: the papers are drafted by the job."""
    made = services.propose_results(evaluation_round=made, actor=who(officer))
    jobs.run_waiting()
    made.refresh_from_db()
    return made


def decide(made: EvaluationRound, desk: Desk) -> EvaluationRound:
    """Issue the minutes, the decision with what hangs on it, and the submission upwards."""
    for kind in (PaperKind.MINUTES, PaperKind.DECISION, PaperKind.SUBMISSION):
        for paper in made.papers.filter(kind=kind).select_related("document"):
            _send(desk, paper.document)
    made.refresh_from_db()
    return made


def _send(desk: Desk, document: Document) -> None:
    document.refresh_from_db()
    send(desk, document)
