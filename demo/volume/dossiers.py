"""Registration rounds, wishes and dossiers in every state of their way."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from demo.volume.batch import Say, insert, pour
from demo.volume.ground import Commune, Ground
from demo.volume.plan import DISCUSSED, JUDGED, PAST_ROUNDS, RECOGNISED, SCORING, WISHES_ONLY, Plan
from demo.volume.producers import Field
from demo.volume.sheets import Pool
from foundation import clock
from registrations.deadlines import answer_due
from registrations.enums import DossierState as D
from registrations.enums import ReturnedFrom, WishState
from registrations.listing import rows_of
from registrations.models import (
    CommuneList,
    CommuneOpinion,
    Correction,
    Dossier,
    DossierItem,
    Reception,
    RegistrationRound,
    Wish,
)
from rubrics.models import Decision

ANSWER_DAYS = 15
_TEXTS = {
    "story": "Sản phẩm gắn với nghề của bà con trong xã, được làm theo mùa và giữ cách làm cũ.",
    "materials": "Nguyên liệu của chủ thể và các hộ liên kết trong xã, có sổ ghi chép từng lô.",
    "technology": "Rửa, phân loại, chế biến và đóng gói tại xưởng của chủ thể; quy trình viết sẵn cho từng ca.",
    "quality": "Bao bì in nhãn đầy đủ theo quy định; kiểm nghiệm định kỳ sáu tháng một lần.",
    "markets": "Bán tại chợ, cửa hàng nông sản ở thành phố và trên mạng.",
    "revenue": 850_000_000,
    "profit": 120_000_000,
    "plan_production": "Mở rộng vùng nguyên liệu thêm 5 ha và mua thêm một máy đóng gói.",
    "plan_market": "Vào hai hệ thống siêu thị trong tỉnh và tham gia hội chợ vùng.",
    "plan_finance": "Vốn tự có và vay ngân hàng chính sách.",
    "local_origin": "Toàn bộ nguyên liệu lấy trong xã.",
    "local_labour": "Mười lăm lao động thường xuyên, mười hai người trong xã.",
    "local_idea": "Ý tưởng từ nghề sẵn có của bà con, chủ thể hoàn thiện quy trình và bao bì.",
    "local_identity": "Cách làm truyền lại trong làng, gắn với lễ mừng mùa.",
}
_OPINION = {
    "origin": "Nguyên liệu có nguồn gốc tại địa phương, đúng như chủ thể khai.",
    "labour": "Lao động chủ yếu là người trong xã.",
    "idea": "Ý tưởng của chủ thể, không trùng với sản phẩm khác trên địa bàn.",
    "identity": "Sản phẩm gắn với nghề và tập quán của địa phương.",
    "proposal": "Đề nghị đánh giá, phân hạng sản phẩm.",
}
# The states in the order of the way; whoever is further has passed those before.
_WAY = (D.DRAFT, D.SUBMITTED, D.RECEIVED, D.OPINION_WAITING, D.OPINION_APPROVED, D.FORWARDED, D.ACCEPTED, D.FIXED)
_STATES = {SCORING: D.FIXED, DISCUSSED: D.FIXED, JUDGED: D.FIXED, RECOGNISED: D.DECIDED}
_REACHED = {D.RETURNED: D.RECEIVED, D.REFUSED: D.RECEIVED, D.DECIDED: D.FIXED}


@dataclass(frozen=True)
class Filed:
    """A product in its round; ``dossier`` is None where there is only a wish."""

    number: int
    fate: str
    commune: Commune
    wish: Wish
    dossier: Dossier | None


def build(plan: Plan, ground: Ground, field: Field, pool: Pool, law: Decision, say: Say) -> list[Filed]:
    """Write the rounds, and one wish for each product, with its dossier where it came so far."""
    rounds = _rounds(ground, law)
    fates = plan.fates()
    wishes = insert(Wish, (_wish(n, fates[n], field, pool, _round(n, fates[n], rounds)) for n in range(plan.products)))
    _lists(wishes)
    say(f"wishes: {len(wishes):,}")
    numbers = [n for n in range(plan.products) if fates[n] not in WISHES_ONLY]
    made = insert(Dossier, (_dossier(n, fates[n], wishes[n], field.communes[n]) for n in numbers))
    say(f"dossiers: {len(made):,}")
    dossiers = dict(zip(numbers, made, strict=True))
    filed = [Filed(n, fates[n], field.communes[n], wishes[n], dossiers.get(n)) for n in range(plan.products)]
    _beside([row for row in filed if row.dossier], field, pool, say)
    return filed


def _rounds(ground: Ground, law: Decision) -> list[RegistrationRound]:
    """Return the open round, the one under evaluation, and those of earlier months."""
    today = clock.today()
    made = []
    for back in range(2 + PAST_ROUNDS):
        opened = today - timedelta(days=60 + 45 * back)
        due = clock.start_of(opened + timedelta(days=90))
        made.append(
            RegistrationRound(
                name=f"Đợt đăng ký sản phẩm OCOP số {2 + PAST_ROUNDS - back}",
                office=ground.office,
                law=law,
                level=ground.province.level,
                year=opened.year,
                opens_on=opened,
                due_at=due,
                dossier_due_at=due + timedelta(days=30),
                state="open" if back == 0 else "closed",
                created_by=ground.officer,
            )
        )
    rounds = insert(RegistrationRound, made)
    link: Any = RegistrationRound.units.through
    units = [commune.unit for commune in ground.communes]
    pour(link, (link(registrationround_id=row.pk, unit_id=unit.pk) for row in rounds for unit in units))
    return rounds


def _round(number: int, fate: str, rounds: list[RegistrationRound]) -> RegistrationRound:
    if fate == RECOGNISED:
        return rounds[2 + number % PAST_ROUNDS]
    return rounds[1] if fate in (JUDGED, SCORING, DISCUSSED) else rounds[0]


def _wish(number: int, fate: str, field: Field, pool: Pool, row: RegistrationRound) -> Wish:
    product = field.products[number]
    state = WishState(fate) if fate in WISHES_ONLY else WishState.SELECTED
    return Wish(
        round=row,
        producer=product.producer,
        product=product,
        unit=field.communes[number].unit,
        rubric=pool.rubric_of(number),
        target_year=row.year,
        expected_stars=3 + number % 3,
        help_wanted=["dossier", "packaging"] if number % 3 else ["market"],
        state=state,
        key=uuid.uuid5(uuid.NAMESPACE_URL, f"khoi-luong/{row.pk}/{product.pk}"),
        created_at=_at(number),
        created_by=product.created_by,
    )


def _at(number: int, days: int = 0) -> datetime:
    """Return when a product was registered, and what so many days later."""
    return clock.now() - timedelta(days=50 - days + number % 7, minutes=number % 480)


def _lists(wishes: list[Wish]) -> None:
    """Every commune with listed wishes has sent one list of them."""
    listed: dict[tuple[int, int], list[Wish]] = {}
    for wish in wishes:
        if wish.state == WishState.LISTED:
            listed.setdefault((wish.round_id, wish.unit_id), []).append(wish)
    for rows in listed.values():
        first = rows[0]
        at = max(wish.created_at for wish in rows) + timedelta(days=2)
        sent = CommuneList.objects.create(
            round=first.round, unit=first.unit, ordinal=1, rows=rows_of(rows, training=False), made_at=at,
            made_by=first.created_by, sent_at=at,
        )  # fmt: skip
        Wish.objects.filter(pk__in=[wish.pk for wish in rows]).update(listed_in=sent, listed_at=at)


def _dossier(number: int, fate: str, wish: Wish, commune: Commune) -> Dossier:
    state = _STATES.get(fate) or D(fate)
    return Dossier(
        wish=wish,
        round=wish.round,
        producer=wish.producer,
        product=wish.product,
        unit=wish.unit,
        law=wish.round.law,
        rubric=wish.rubric,
        state=state,
        created_by=wish.created_by,
        created_at=wish.created_at,
        **_TEXTS,
        **_milestones(number, state, commune),
    )


def _milestones(number: int, state: D, commune: Commune) -> dict[str, Any]:
    """Return the columns of everything that has happened to a dossier on its way to a state."""
    passed = _WAY.index(_REACHED.get(state, state))
    found: dict[str, Any] = {}
    if passed >= 1:
        found |= {"submitted_at": _at(number, 20), "undertaken_at": _at(number, 20), "undertaken_by": "Chủ thể"}
        found["sort_day"] = _due(clock.local(_at(number, 20)).date())
    if passed >= 2:
        received = _at(number, 30 + number % 18)
        due = _due(clock.local(received).date())
        slip = f"{number + 1:05d}/PĐK-KL-{commune.unit.code}-{received.year}"
        found |= {"received_at": received, "received_by": commune.officer, "slip_number": slip}
        found |= {"due_on": due, "sort_day": due}
    if passed >= 5:
        found |= {"forwarded_at": _at(number, 49), "code": f"KL-{commune.unit.code}-{number + 1:05d}"}
    if passed >= 6:
        found["accepted_at"] = _at(number, 49)
    if state == D.RETURNED:
        found |= {"returned_at": _at(number, 49), "returned_from": ReturnedFrom.COMMUNE}
    return found


@lru_cache(maxsize=512)
def _due(day: date) -> date:
    return answer_due(day, ANSWER_DAYS)


def _beside(filed: list[Filed], field: Field, pool: Pool, say: Say) -> None:
    """Write what hangs on dossiers: answers, papers, reception, the commune's opinion, a correction where returned."""
    pour(DossierItem, _items(filed, pool), say)
    link: Any = Dossier.papers.through
    pour(
        link,
        (
            link(dossier_id=row.dossier.pk, evidence_id=paper.pk)
            for row in filed
            if row.dossier
            for paper in field.papers[row.dossier.producer_id]
        ),
    )
    pour(Reception, (_reception(row) for row in filed if row.dossier and row.dossier.received_at))
    judged = [
        row
        for row in filed
        if row.dossier and _WAY.index(_REACHED.get(D(row.dossier.state), D(row.dossier.state))) >= 3
    ]
    pour(CommuneOpinion, (_opinion(row) for row in judged))
    pour(Correction, (_correction(row) for row in filed if row.dossier and row.dossier.state == D.RETURNED))


def _items(filed: list[Filed], pool: Pool) -> Iterator[DossierItem]:
    for row in filed:
        if row.dossier is None:
            continue
        for criterion, level, _label, points in pool.seven(row.number)[0].columns():
            yield DossierItem(
                dossier_id=row.dossier.pk,
                criterion_id=criterion,
                answered=True,
                level_id=level,
                description="Theo sổ ghi chép và giấy tờ kèm theo." if points else "",
            )


def _reception(row: Filed) -> Reception:
    day = clock.local(row.dossier.received_at).date()
    return Reception(
        dossier=row.dossier, paper_on=day, samples=5, samples_on=day, noted_at=row.dossier.received_at,
        registration_no=row.dossier.producer.registration_no, registration_checked_at=row.dossier.received_at,
        noted_by=row.commune.officer,
    )  # fmt: skip


def _opinion(row: Filed) -> CommuneOpinion:
    approved = row.dossier.state != D.OPINION_WAITING
    return CommuneOpinion(
        dossier=row.dossier,
        drafted_by=row.commune.officer,
        drafted_at=row.dossier.received_at,
        approved_by=row.commune.leader if approved else None,
        approved_at=row.dossier.received_at + timedelta(days=1) if approved else None,
        **_OPINION,
    )


def _correction(row: Filed) -> Correction:
    return Correction(
        dossier=row.dossier,
        asked_from=ReturnedFrom.COMMUNE,
        place="papers",
        label="Giấy tờ kèm theo",
        reason="Phiếu kiểm nghiệm đã chụp mờ, đề nghị chụp lại cho rõ.",
        asked_at=row.dossier.returned_at,
        asked_by=row.commune.officer,
    )
