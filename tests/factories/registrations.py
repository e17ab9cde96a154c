"""A procedure with everybody in it, and wishes and dossiers brought along their way. All through services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any
from uuid import uuid4

from PIL import Image

from accounts.enums import OfficeKind, Role, UnitLevel
from accounts.models import Office, Unit, User
from foundation import clock
from foundation.files import CheckedUpload
from registrations import services
from registrations.enums import DossierState, EvidenceKind, LegalForm, ListState, WishState
from registrations.listing import rows_of
from registrations.models import (
    CommuneList,
    Dossier,
    DossierItem,
    Evidence,
    Producer,
    ProducerMember,
    Product,
    RegistrationRound,
    Wish,
)
from registrations.services.corrections import CorrectionDraft
from registrations.services.wishes import WishFacts
from rubrics.models import Decision
from rubrics.selectors import is_in_force
from tests.factories.accounts import make_membership, make_office, make_person, make_unit
from tests.factories.rubrics import CODE_2023, best_levels, publish_law

_numbers = count(1)


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (2, 2), "green").save(out, "PNG")
    return out.getvalue()


PNG = _png()


@dataclass
class Place:
    """An office that runs rounds, a commune below it, and the people of both; all under one decision."""

    law: Decision
    area: Unit
    commune: Unit
    office: Office
    commune_office: Office
    round_officer: User
    leader: User
    clerk: User
    commune_officer: User
    commune_leader: User


def make_place(*, law: Decision | None = None, level: str = UnitLevel.PROVINCE) -> Place:
    """Make a province (or district) whose agriculture office runs rounds, with one commune."""
    top = make_unit(level=UnitLevel.PROVINCE)
    area = top if level == UnitLevel.PROVINCE else make_unit(level=level, parent=top)
    commune = make_unit(parent=area)
    office = make_office(
        unit=area,
        kind=OfficeKind.AGRICULTURE,
        name="Sở Nông nghiệp và Môi trường",
        abbreviation="SNN",
        runs_rounds=True,
    )
    commune_office = make_office(unit=commune)
    return Place(
        law=law or publish_law(),
        area=area,
        commune=commune,
        office=office,
        commune_office=commune_office,
        round_officer=make_person(Role.ROUND_OFFICER, office),
        leader=make_person(Role.LEADER, office, title="Giám đốc"),
        clerk=make_person(Role.CLERK, office),
        commune_officer=make_person(Role.COMMUNE_OFFICER, commune_office),
        commune_leader=make_person(Role.COMMUNE_LEADER, commune_office, title="Chủ tịch"),
    )


def make_place_148() -> Place:
    """Make a district under 148/QĐ-TTg, whose product sets are not held; its rounds must be training rounds."""
    return make_place(law=publish_law(CODE_2023, sets="all"), level=UnitLevel.DISTRICT)


def make_round(place: Place, /, *, state: str = "open", directive: Any = None, **given: Any) -> RegistrationRound:
    """Make a round of the place's office; wishes are due in 30 days and nothing has a hard date unless given.

    Rounds under a decision that is not in force are training rounds.
    """
    facts = round_facts(place, **given)
    made = services.create_round(office=place.office, facts=facts, actor=place.round_officer, directive=directive)
    for action in {"preparing": [], "open": ["open"], "closed": ["open", "close"]}[state]:
        services.move_round(registration_round=made, action=action, actor=place.round_officer)
    return made


def round_facts(place: Place, /, **given: Any) -> services.RoundFacts:
    """Return what the office's form of a round holds."""
    values: dict[str, Any] = {
        "name": f"Đợt {next(_numbers)}",
        "law": place.law,
        "year": clock.today().year,
        "opens_on": clock.today(),
        "due_at": clock.start_of(clock.today() + timedelta(days=30)),
        "units": [place.commune],
        "training": not is_in_force(place.law, clock.today()),
    }
    return services.RoundFacts(**(values | given))


def producer_values(unit: Unit, **given: Any) -> dict[str, Any]:
    """Return what a producer's form holds."""
    number = next(_numbers)
    return {
        "name": f"Hợp tác xã Thử {number}",
        "legal_form": LegalForm.COOPERATIVE,
        "unit": unit,
        "address": "Thôn 1",
        "phone": "0912345678",
        "representative": "Nguyễn Thị Hoa",
        "organisation": "Ban giám đốc 3 người, 12 thành viên.",
    } | given


def make_producer(unit: Unit, *, user: User | None = None, **given: Any) -> Producer:
    """Make a producer whose one member (a new person by default) may edit."""
    user = user or make_person(Role.PRODUCER)
    return services.create_producer(values=producer_values(unit, **given), actor=user)


def owner_of(producer: Producer) -> User:
    """Return the first person who may edit for the producer."""
    return ProducerMember.objects.filter(producer=producer, role="edit").select_related("user").earliest("pk").user


def make_product(producer: Producer, **given: Any) -> Product:
    """Make a product with a description."""
    return services.create_product(producer=producer, values=product_values(**given), actor=owner_of(producer))


def product_values(**given: Any) -> dict[str, Any]:
    """Return what a product's form holds."""
    return {"name": f"Cà phê thử {next(_numbers)}", "description": "Cà phê bột rang mộc."} | given


def make_wish(
    place: Place,
    *,
    registration_round: RegistrationRound | None = None,
    producer: Producer | None = None,
    product: Product | None = None,
    state: str = WishState.REGISTERED,
    **facts: Any,
) -> Wish:
    """Make a wish and bring it to a state."""
    producer = producer or (product.producer if product else make_producer(place.commune))
    wish = services.register_wish(
        registration_round=registration_round or make_round(place),
        producer=producer,
        product=product or make_product(producer),
        facts=WishFacts(**(wish_values(place) | facts)),
        key=uuid4(),
        actor=owner_of(producer),
    )
    return bring_wish_to(place, wish, state)


def wish_values(place: Place) -> dict[str, Any]:
    """Return what a producer says about a product: the decision's first set, or its group where sets are not held."""
    first = place.law.rubrics.order_by("number").first()
    values: dict[str, Any] = {"target_year": clock.today().year + 1, "expected_stars": 3, "rubric": first}
    return values if first else values | {"group": "Cà phê, ca cao"}


def bring_wish_to(place: Place, wish: Wish, state: str) -> Wish:
    """Move a registered wish to a state."""
    if state == WishState.WITHDRAWN:
        services.withdraw_wish(wish=wish, actor=owner_of(wish.producer))
    elif state == WishState.DECLINED:
        services.decline_wish(wish=wish, actor=place.round_officer, reason="Chưa đủ điều kiện.")
    elif state in (WishState.LISTED, WishState.SELECTED):
        services.list_wishes_of_commune(
            registration_round=wish.round, unit=place.commune, wishes=[wish], actor=place.commune_officer
        )
        if state == WishState.SELECTED:
            services.select_wish(wish=wish, actor=place.round_officer)
    wish.refresh_from_db()
    return wish


def make_dossier(
    place: Place | None = None,
    *,
    state: str = DossierState.DRAFT,
    fill: bool = True,
    written: bool = True,
    registration_round: RegistrationRound | None = None,
    producer: Producer | None = None,
    product: Product | None = None,
    **facts: Any,
) -> Dossier:
    """Make a dossier of a selected wish and bring it to a state through services.

    Args:
        fill: write what submitting asks for.
        written: the way up to the draft is written as rows (nobody is told, the journal is silent about it), which is
            what most tests can begin with; else the wish goes through every service, too.
    """
    place = place or make_place()
    producer = producer or (product.producer if product else None)
    if written:
        producer = producer or write_producer(place.commune)
        product = product or Product.objects.create(
            producer=producer, created_by=owner_of(producer), **product_values()
        )
        registration_round = registration_round or write_round(place)
        dossier = write_dossier(place, registration_round, product, **facts)
    else:
        given = {"registration_round": registration_round, "producer": producer, "product": product}
        dossier = make_wish(place, state=WishState.SELECTED, **given, **facts).dossier
    if fill:
        fill_dossier(dossier)
    return bring_to(place, dossier, state)


def write_round(place: Place) -> RegistrationRound:
    """Write the row of an open round as ``make_round`` would leave it."""
    facts = round_facts(place)
    made = RegistrationRound.objects.create(
        office=place.office,
        level=place.office.unit.level,
        state="open",
        created_by=place.round_officer,
        **facts.columns(),
    )
    made.units.set(facts.units)
    return made


def write_producer(unit: Unit) -> Producer:
    """Write the rows of a producer with one member who may edit."""
    user = make_person(Role.PRODUCER)
    producer = Producer.objects.create(created_by=user, **producer_values(unit))
    ProducerMember.objects.create(user=user, producer=producer, role="edit", is_owner=True)
    return producer


def write_dossier(place: Place, registration_round: RegistrationRound, product: Product, **facts: Any) -> Dossier:
    """Write the rows of a wish that was listed by the commune and selected, and the dossier that opened with it."""
    owner, now = owner_of(product.producer), clock.now()
    values = wish_values(place) | facts
    where = {"round": registration_round, "unit": product.producer.unit}
    there = CommuneList.objects.filter(**where).count()
    listed = CommuneList.objects.create(
        **where, ordinal=there + 1, state=ListState.SENT, made_at=now, made_by=place.commune_officer, sent_at=now
    )
    wish = Wish.objects.create(
        **where,
        producer=product.producer,
        product=product,
        state=WishState.SELECTED,
        listed_in=listed,
        listed_at=now,
        key=uuid4(),
        created_by=owner,
        **values,
    )
    CommuneList.objects.filter(pk=listed.pk).update(rows=rows_of([wish], training=registration_round.training))
    return services.start_dossier(wish=wish, actor=place.round_officer)


def fill_dossier(dossier: Dossier, *, best: bool = True) -> Dossier:
    """Write everything that submitting asks for: texts, the best level of every item, the business registration."""
    actor = owner_of(dossier.producer)
    names = (
        "story", "materials", "technology", "quality", "markets", "plan_production", "plan_market",
        "local_origin", "local_labour", "local_idea", "local_identity",
    )  # fmt: skip
    values = {name: f"Nội dung {name}." for name in names} | {"revenue": 350_000_000}
    services.save_fields_of_dossier(dossier=dossier, values=values, seen=None, actor=actor)
    if dossier.rubric and best:
        # Written in one go: thirty services calls for each dossier would make the suite slow.
        DossierItem.objects.bulk_create(
            DossierItem(dossier=dossier, criterion=criterion, answered=True, level=level, description="Có minh chứng.")
            for criterion, level in best_levels(dossier.rubric).items()
        )
    paper = make_evidence(dossier.producer)
    services.attach_paper(dossier=dossier, evidence=paper, actor=actor)
    dossier.refresh_from_db()
    return dossier


def make_evidence(
    producer: Producer, *, kind: str = EvidenceKind.BUSINESS_REGISTRATION, files: int = 1, **given: Any
) -> Evidence:
    """Make a paper of a producer with so many one-pixel scans."""
    values = {"kind": kind, "title": f"Giấy thử {next(_numbers)}", "number": "41K8001234", "issuer": "UBND xã"} | given
    uploads = [
        CheckedUpload(name=f"quet-{n}.png", content_type="image/png", content=PNG + bytes(n)) for n in range(files)
    ]
    return services.add_evidence(producer=producer, values=values, uploads=uploads, actor=owner_of(producer))


def write_opinion(place: Place, dossier: Dossier) -> None:
    """Write the whole opinion of the commune."""
    names = ("origin", "labour", "idea", "identity", "proposal")
    values = {name: f"Nhận xét {name}." for name in names}
    services.save_opinion(dossier=dossier, values=values, seen=None, actor=place.commune_officer)


def _return(place: Place, dossier: Dossier) -> None:
    draft = CorrectionDraft(place="story", reason="Bổ sung câu chuyện.")
    services.return_dossier(dossier=dossier, corrections=[draft], actor=place.commune_officer)


def _refuse(place: Place, dossier: Dossier) -> None:
    services.refuse_dossier(dossier=dossier, reason="Không có đăng ký kinh doanh.", actor=place.commune_officer)


def _ask(place: Place, dossier: Dossier) -> None:
    write_opinion(place, dossier)
    services.ask_approval(dossier=dossier, actor=place.commune_officer)


_STEPS: dict[str, Any] = {
    DossierState.SUBMITTED: lambda p, d: services.submit_dossier(
        dossier=d, undertaken_by="Nguyễn Thị Hoa", actor=owner_of(d.producer)
    ),
    DossierState.RECEIVED: lambda p, d: services.receive_dossier(dossier=d, actor=p.commune_officer),
    DossierState.OPINION_WAITING: _ask,
    DossierState.OPINION_APPROVED: lambda p, d: services.approve_opinion(dossier=d, actor=p.commune_leader),
    DossierState.FORWARDED: lambda p, d: services.forward_dossier(dossier=d, actor=p.commune_officer),
    DossierState.ACCEPTED: lambda p, d: services.accept_dossier(dossier=d, actor=p.round_officer),
    DossierState.FIXED: lambda p, d: services.fix_for_scoring(dossier=d, actor=p.round_officer),
    DossierState.DECIDED: lambda p, d: services.record_outcome(dossier=d, stars=3, outcome="recognised", actor=None),
}
_ASIDE: dict[str, tuple[str, Any]] = {
    DossierState.RETURNED: (DossierState.RECEIVED, _return),
    DossierState.REFUSED: (DossierState.RECEIVED, _refuse),
    DossierState.WITHDRAWN: (
        DossierState.SUBMITTED,
        lambda p, d: services.withdraw_dossier(dossier=d, reason="Chưa sẵn sàng.", actor=owner_of(d.producer)),
    ),
}


def bring_to(place: Place, dossier: Dossier, state: str) -> Dossier:
    """Move a filled draft, or one that is on its way already, along to a state."""
    goal, last = _ASIDE.get(state, (state, None))
    behind = list(_STEPS).index(dossier.state) + 1 if dossier.state in _STEPS else 0
    for reached, step in list(_STEPS.items())[behind:]:
        if dossier.state == goal:
            break
        step(place, dossier)
        if dossier.state != reached:
            raise AssertionError(f"expected {reached}, got {dossier.state}")
    if last is not None:
        last(place, dossier)
    dossier.refresh_from_db()
    return dossier


def moment(text: str) -> datetime:
    """Return a moment of Asia/Ho_Chi_Minh from "2026-10-29 23:59:59"."""
    day, _space, hour = text.partition(" ")
    parts = [int(part) for part in (hour or "00:00").split(":")]
    base = clock.start_of(datetime.strptime(day, "%Y-%m-%d").date())
    return base + timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2] if len(parts) > 2 else 0)


def member_of(producer: Producer, role: str = "view") -> User:
    """Return a new person who acts for the producer with this right."""
    user = make_membership(role=Role.PRODUCER).user
    ProducerMember.objects.create(user=user, producer=producer, role=role)
    return user
