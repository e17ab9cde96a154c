"""A province with its council, rounds in every state, and sheets with a wanted total.

Dossiers are written as rows in the state in which evaluations finds them; everything after that goes through services.
Where a round is only brought to a state, a few bytes stand for the PDFs of its papers; ``decide`` lays them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from accounts.enums import OfficeKind, Role, UnitLevel
from accounts.models import Office, Unit, User
from activity import jobs
from directives import services as directives
from directives.models import Document
from evaluations import services
from evaluations.enums import CouncilRole, PaperKind, RoundState
from evaluations.models import AgreedLevel, Council, CouncilMember, Entry, EvaluationRound, Sheet
from evaluations.results import open_items
from evaluations.selectors.tally import regulation_of, round_input
from evaluations.services import Answer, RoundFacts
from foundation import clock
from registrations.enums import DossierState
from registrations.models import Dossier, Producer, ProducerMember, Product, RegistrationRound
from rubrics.models import Decision, Level, Rubric, Stage
from rubrics.scoring import RubricSpec, gate_is_met
from rubrics.selectors import level_ids, spec_for
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.directives import store_pdfs
from tests.factories.rubrics import publish_law

_numbers = count(1)
# A day on which 26/2026/QĐ-TTg is in force.
DAY = date(2026, 9, 15)


@dataclass
class Hall:
    """A level with everybody whom a round needs: the office that runs it, the committee that decides, the council."""

    law: Decision
    stage: Stage
    rubric: Rubric
    unit: Unit
    commune: Unit
    committee: Office
    office: Office
    commune_office: Office
    officer: User
    head: User
    leader: User
    clerk: User
    commune_officer: User
    council: Council
    training: bool
    seats: list[CouncilMember] = field(default_factory=list)

    @property
    def members(self) -> list[User]:
        """The people on the council, the chair first."""
        return [seat.user for seat in self.seats]


def make_hall(
    *, law: Decision | None = None, level: str = UnitLevel.PROVINCE, members: int = 7, training: bool = False
) -> Hall:
    """Make a province (or another level) with a council of so many members, the last of them its secretary."""
    law = law or publish_law()
    top = make_unit(level=UnitLevel.PROVINCE)
    unit = top if level == UnitLevel.PROVINCE else make_unit(level=level, parent=top)
    commune = unit if level == UnitLevel.COMMUNE else make_unit(parent=unit)
    committee = make_office(unit=unit)
    office = make_office(
        unit=unit,
        kind=OfficeKind.AGRICULTURE,
        name="Sở Nông nghiệp",
        abbreviation="SNN",
        parent=committee,
        runs_rounds=True,
    )
    commune_office = make_office(unit=commune)
    officer = make_person(Role.ROUND_OFFICER, office)
    council = services.create_council(office=office, name="Hội đồng OCOP", actor=officer, training=training)
    hall = Hall(
        law=law,
        stage=law.stages.get(level=level, valid_to=None)
        if law.stages.filter(level=level).count() > 1
        else law.stages.get(level=level),
        rubric=law.rubrics.order_by("number").first(),
        unit=unit,
        commune=commune,
        committee=committee,
        office=office,
        commune_office=commune_office,
        officer=officer,
        head=make_person(Role.LEADER, office, title="Giám đốc"),
        leader=make_person(Role.LEADER, committee, title="Chủ tịch"),
        clerk=make_person(Role.CLERK, committee, title="Văn thư"),
        commune_officer=make_person(Role.COMMUNE_OFFICER, commune_office),
        council=council,
        training=training,
    )
    for number in range(1, members + 1):
        role = {1: CouncilRole.CHAIR, members: CouncilRole.SECRETARY}.get(number, CouncilRole.MEMBER)
        person = make_person(Role.COUNCIL_MEMBER, office, full_name=f"Thành viên {number}")
        hall.seats.append(services.add_member(council=council, user=person, actor=officer, role=role))
    return hall


def make_accepted_dossier(
    hall: Hall, *, name: str = "", producer: Producer | None = None, rubric: Rubric | None = None
) -> Dossier:
    """Write a dossier that the office has accepted, with producer, product and one person who acts for the producer."""
    number = next(_numbers)
    producer = producer or make_producer_row(hall)
    owner = producer.created_by
    product = Product.objects.create(producer=producer, name=name or f"Cà phê {number}", created_by=owner)
    now = clock.now()
    return Dossier.objects.create(
        round=_registration_round(hall),
        producer=producer,
        product=product,
        unit=hall.commune,
        law=hall.law,
        rubric=rubric or hall.rubric,
        state=DossierState.ACCEPTED,
        created_by=owner,
        submitted_at=now,
        received_at=now,
        slip_number=f"{number}/PĐK",
        due_on=clock.today(),
        forwarded_at=now,
        accepted_at=now,
    )


def make_producer_row(hall: Hall) -> Producer:
    """Write a producer with one member who may edit."""
    owner = make_person(Role.PRODUCER)
    producer = Producer.objects.create(
        name=f"Hợp tác xã {next(_numbers)}", legal_form="cooperative", unit=hall.commune, address="Thôn 1",
        phone="0912345678", representative="Nguyễn Thị Hoa", created_by=owner,
    )  # fmt: skip
    ProducerMember.objects.create(user=owner, producer=producer, role="edit")
    return producer


def _registration_round(hall: Hall) -> RegistrationRound:
    found, _created = RegistrationRound.objects.get_or_create(
        office=hall.office,
        law=hall.law,
        training=hall.training,
        defaults={
            "name": "Đợt đăng ký",
            "level": hall.stage.level,
            "year": clock.today().year,
            "opens_on": clock.today(),
            "due_at": clock.now(),
            "created_by": hall.officer,
        },
    )
    return found


def make_round(hall: Hall, *, entries: int = 1, state: str = RoundState.SCORING, **facts: Any) -> EvaluationRound:
    """Make a round with so many entries and bring it to a state; closing gives every member the same full sheet."""
    values: dict[str, Any] = {
        "name": f"Đợt đánh giá {next(_numbers)}",
        "stage": hall.stage,
        "council": hall.council,
        "year": clock.today().year,
        "ordinal": next(_numbers) % 49 + 1,
        "opens_on": clock.today(),
        "deviation_reason": "Theo nghị quyết của Hội đồng cho đợt này.",
    }
    found = services.create_round(
        office=hall.office, facts=RoundFacts(**(values | facts)), actor=hall.officer, training=hall.training
    )
    dossiers = [make_accepted_dossier(hall) for _n in range(entries)]
    services.choose_dossiers(evaluation_round=found, dossiers=dossiers, actor=hall.officer)
    return bring_to(hall, found, state)


def bring_to(hall: Hall, found: EvaluationRound, state: str) -> EvaluationRound:
    """Move a round along its way to a state."""
    steps = (
        (RoundState.DOSSIERS_FIXED, lambda: services.fix_dossiers(evaluation_round=found, actor=hall.officer)),
        (RoundState.SCORING, lambda: services.open_scoring(evaluation_round=found, actor=hall.officer)),
        (RoundState.DISCUSSION, lambda: services.open_discussion(evaluation_round=found, actor=hall.officer)),
        (RoundState.CLOSED, lambda: close(hall, found)),
        (RoundState.PROPOSED, lambda: propose(hall, found)),
        (RoundState.APPROVED, lambda: approve(hall, found)),
        (RoundState.PUBLISHED, lambda: decide(hall, found, "issue")),
    )
    order = [str(value) for value in RoundState.values]
    for reached, step in steps:
        if order.index(str(found.state)) >= order.index(str(state)):
            break
        if order.index(str(found.state)) >= order.index(reached):
            continue
        step()
        if found.state != reached:
            found.refresh_from_db()
        if found.state != reached:
            raise AssertionError(f"expected {reached}, got {found.state}")
    return found


def entry_of(found: EvaluationRound, index: int = 0) -> Entry:
    """Return an entry of a round by its place."""
    return found.entries.select_related("round", "rubric__decision", "dossier__product").order_by("order")[index]


# -- Sheets ----------------------------------------------------------------------------------------------------------
def levels_for_total(
    rubric: Rubric, total: int, *, fixed: Mapping[str, int | None] | None = None
) -> dict[int, int | None]:
    """Return criterion id → level id of a sheet with exactly this total that passes every gate it can.

    ``fixed`` names the points of single items (None for "không đạt") that must be just these.
    """
    wanted = tuple(sorted((fixed or {}).items()))
    picks = _picks(spec_for(rubric), total, wanted)
    criteria = dict(rubric.criteria.filter(is_leaf=True).values_list("key", "pk"))
    ids = level_ids(rubric)
    return {criteria[key]: ids[key, order] if order else None for key, order in picks.items()}


_known: dict[tuple[str, int, int, tuple[tuple[str, int | None], ...]], dict[str, int | None]] = {}


def _picks(spec: RubricSpec, total: int, fixed: tuple[tuple[str, int | None], ...]) -> dict[str, int | None]:
    name = (spec.decision, spec.number, total, fixed)
    if name not in _known:
        found = _search(spec, total, dict(fixed), gates=True) or _search(spec, total, dict(fixed), gates=False)
        if found is None:
            raise ValueError(f"no sheet of this set has {total} points")
        _known[name] = found
    return _known[name]


def _search(spec: RubricSpec, total: int, fixed: dict[str, int | None], *, gates: bool) -> dict[str, int | None] | None:
    ways: dict[int, dict[str, int | None]] = {0: {}}
    for item in spec.items:
        options: list[tuple[int, int | None]] = [(level.points, level.order) for level in reversed(item.levels)]
        options.append((0, None))
        if item.key in fixed:
            points = fixed[item.key]
            options = [(0, None)] if points is None else [next(option for option in options if option[0] == points)]
        elif gates:
            options = [(points, order) for points, order in options if gate_is_met(item, item.level(order), 5)]
        reached: dict[int, dict[str, int | None]] = {}
        for points, order in options:
            for so_far, picks in ways.items():
                if so_far + points <= total:
                    reached.setdefault(so_far + points, picks | {item.key: order})
        ways = reached
    return ways.get(total)


def fill_sheet(entry: Entry, member: User, total: int, *, fixed: Mapping[str, int | None] | None = None) -> Sheet:
    """Save a whole sheet with this total as a draft."""
    sheet = Sheet.objects.filter(entry=entry, member__user=member).first()
    answers = {pk: Answer(level) for pk, level in levels_for_total(entry.rubric, total, fixed=fixed).items()}
    return services.save_sheet(entry=entry, actor=member, answers=answers, version=sheet.version if sheet else 0)


def submit_sheet(entry: Entry, member: User, total: int, *, fixed: Mapping[str, int | None] | None = None) -> Sheet:
    """Save and submit a whole sheet with this total."""
    sheet = fill_sheet(entry, member, total, fixed=fixed)
    return services.seal_sheet(sheet=sheet, actor=member, version=sheet.version)


def submit_all(hall: Hall, found: EvaluationRound, totals: Iterable[int] | int = 80) -> None:
    """Let every member of the council submit a sheet for every entry; one total for all, or one per entry."""
    entries = list(found.entries.filter(in_round=True).order_by("order"))
    wanted = [totals] * len(entries) if isinstance(totals, int) else list(totals)
    for entry, total in zip(entries, wanted, strict=True):
        for member in hall.members:
            submit_sheet(entry, member, total)


def close(hall: Hall, found: EvaluationRound, **options: Any) -> EvaluationRound:
    """Close a round; members who have submitted nothing at all submit the same sheet of 80 points first."""
    if not Sheet.objects.filter(entry__round=found).exists():
        submit_all(hall, found)
    confirmation = {} if hall.law.holds_gates else {"confirmation": "Hội đồng đã xét yêu cầu tối thiểu."}
    return services.close_round(evaluation_round=found, actor=hall.officer, **(confirmation | options))


def agree_on_all(hall: Hall, found: EvaluationRound, *, best: bool = True) -> None:
    """Agree on the best (or lowest) level of every gated item on which sheets differ."""
    for candidate in round_input(found).candidates:
        entry = Entry.objects.get(pk=candidate.key)
        for item in open_items(candidate, regulation_of(found)):
            levels = Level.objects.filter(criterion__rubric=entry.rubric, criterion__key=item.key).order_by("points")
            level = levels.last() if best else levels.first()
            services.agree_levels(
                entry=entry, levels={level.criterion_id: level.pk}, reason="Hội đồng thống nhất.", actor=hall.officer
            )


# -- Papers ----------------------------------------------------------------------------------------------------------
def propose(hall: Hall, found: EvaluationRound) -> EvaluationRound:
    """Propose the results and let the job draft the papers."""
    services.propose_results(evaluation_round=found, actor=hall.officer)
    jobs.run_waiting()
    found.refresh_from_db()
    return found


def decision_of(found: EvaluationRound) -> Document:
    """Return the decision on the results."""
    return found.papers.get(kind=PaperKind.DECISION).document


def approve(hall: Hall, found: EvaluationRound) -> None:
    """Let the decision be approved, and store a few bytes for it and for each paper that goes out with it."""
    document = decision_of(found)
    for action, who in (("check", hall.head), ("form_check", hall.clerk), ("approve", hall.leader)):
        directives.act(document=document, action=action, actor=who)
    store_pdfs(document)
    jobs.run_waiting()


def decide(hall: Hall, found: EvaluationRound, *actions: str) -> Document:
    """Move the decision along its route; PDFs are made in this process."""
    people = {"check": hall.head, "form_check": hall.clerk, "approve": hall.leader, "issue": hall.clerk}
    document = decision_of(found)
    for action in actions:
        directives.act(document=document, action=action, actor=people[action])
        jobs.run_waiting()
        document.refresh_from_db()
    return document


def agreed_keys(entry: Entry) -> list[str]:
    """Return the items of an entry on which the council agreed."""
    return list(AgreedLevel.objects.filter(entry=entry).values_list("criterion__key", flat=True))
