"""Evaluation rounds with their entries, sheets and results; what was recognised, with its certificate."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from demo.correspondence import Desk, send, write
from demo.correspondence import Letter as Paper
from demo.people import COUNCIL, who
from demo.volume.batch import Say, insert, pour
from demo.volume.dossiers import Filed
from demo.volume.ground import Ground
from demo.volume.plan import DISCUSSED, JUDGED, PAST_ROUNDS, RECOGNISED, SCORING
from demo.volume.sheets import Filled, Pool
from directives.models import Document
from directives.rendering import Article
from evaluations import services
from evaluations.enums import OPEN_STATES, CouncilRole, Outcome, RoundState, SheetState
from evaluations.models import (
    Certificate,
    Council,
    CouncilMember,
    Entry,
    EvaluationRound,
    Recognition,
    Sheet,
    SheetItem,
    SheetVersion,
)
from evaluations.results import Ballot, Candidate, EntryResult, RoundInput, compute
from evaluations.results.stored import shown_mean, to_stored
from evaluations.selectors.tally import regulation_of, stage_rules_of
from evaluations.services.sheets import canonical_text
from foundation import clock
from registrations.models import Dossier, Product
from rubrics import selectors as rubrics
from rubrics.models import Decision
from rubrics.selectors import spec_for

_ROLES = (CouncilRole.CHAIR, CouncilRole.DEPUTY, CouncilRole.SECRETARY)
# Rounds of the volume count from here, so that they never meet those of the demo's stories.
_FIRST_ORDINAL = 60
# An item is drafted by some members only where scoring has just begun.
_DRAFTED = 3


@dataclass
class Bench:
    """The council with the law that its rounds are held under."""

    ground: Ground
    law: Decision
    council: Council
    members: list[CouncilMember]
    pool: Pool
    score_rows: int
    say: Say
    written: int = 0


def build(ground: Ground, law: Decision, pool: Pool, filed: list[Filed], *, score_rows: int, say: Say) -> None:
    """Hold the rounds: one closed, one in scoring, and those of earlier months with decision and certificates.

    The closed round always has its sheets; earlier ones as far as ``score_rows`` items of sheets reach.
    """
    council = _council(ground)
    bench = Bench(ground, law, council, list(council.members.select_related("user")), pool, score_rows, say)
    today = clock.today()
    _closed_round(bench, [row for row in filed if row.fate == JUDGED], today)
    _scoring_round(bench, [row for row in filed if row.fate == SCORING], today)
    _discussed_round(bench, [row for row in filed if row.fate == DISCUSSED], today)
    for back in range(PAST_ROUNDS):
        rows = [row for row in filed if row.fate == RECOGNISED and row.number % PAST_ROUNDS == back]
        if rows:
            _published_round(bench, rows, back, today - timedelta(days=20 + 30 * back))


def _council(ground: Ground) -> Council:
    made = services.create_council(
        office=ground.office, name="Hội đồng đánh giá, phân hạng sản phẩm OCOP (khối lượng)", actor=ground.officer
    )
    for position, (username, _name, title) in enumerate(COUNCIL):
        role = _ROLES[position] if position < len(_ROLES) else CouncilRole.MEMBER
        services.add_member(council=made, user=who(username), actor=ground.officer, role=role, title=title)
    return made


def _round(bench: Bench, number: int, state: str, day: date, name: str) -> EvaluationRound:
    ground, law = bench.ground, bench.law
    at = clock.start_of(day) + timedelta(hours=17)
    return EvaluationRound.objects.create(
        name=name,
        office=ground.office,
        issuing_office=ground.committee,
        law=law,
        stage=rubrics.stage(law, ground.province.level, law.valid_from),
        council=bench.council,
        year=day.year,
        ordinal=_FIRST_ORDINAL + number,
        opens_on=day - timedelta(days=10),
        meeting_on=day,
        send_up_to="Bộ Nông nghiệp và Môi trường",
        state=state,
        closed_at=None if state in OPEN_STATES else at,
        published_at=at if state == RoundState.PUBLISHED else None,
    )


def _closed_round(bench: Bench, rows: list[Filed], day: date) -> None:
    found = _round(bench, 1, RoundState.CLOSED, day, "Đánh giá, phân hạng: đợt đã chấm xong (khối lượng)")
    _sheets(bench, found, _entries(bench, found, rows), rows)


def _scoring_round(bench: Bench, rows: list[Filed], day: date) -> None:
    """A round in which the first members have begun with the first product."""
    found = _round(bench, 2, RoundState.SCORING, day, "Đánh giá, phân hạng: đợt đang chấm (khối lượng)")
    entries = insert(Entry, (_entry(found, order, row) for order, row in enumerate(rows, start=1)))
    for member, filled in list(zip(bench.members, bench.pool.seven(rows[0].number), strict=False))[:_DRAFTED]:
        sheet = Sheet.objects.create(entry=entries[0], member=member, version=1)
        pour(SheetItem, _items(sheet, filled))


def _discussed_round(bench: Bench, rows: list[Filed], day: date) -> None:
    """A round in which every sheet is submitted and nothing has a result yet."""
    found = _round(bench, 3, RoundState.DISCUSSION, day, "Đánh giá, phân hạng: đợt đang thảo luận (khối lượng)")
    entries = insert(Entry, (_entry(found, order, row) for order, row in enumerate(rows, start=1)))
    _sheets(bench, found, entries, rows)


def _published_round(bench: Bench, rows: list[Filed], back: int, day: date) -> None:
    name = f"Đánh giá, phân hạng: đợt {PAST_ROUNDS - back} (khối lượng)"
    found = _round(bench, 10 - back, RoundState.PUBLISHED, day, name)
    entries = _entries(bench, found, rows)
    items = sum(len(bench.pool.seven(row.number)[0].answers) for row in rows) * len(bench.members)
    if bench.written + items <= bench.score_rows:
        _sheets(bench, found, entries, rows)
    _recognise(bench, found, entries, rows, day)


# -- Results ---------------------------------------------------------------------------------------------------------
def _entry(found: EvaluationRound, order: int, row: Filed, **result: Any) -> Entry:
    return Entry(round=found, dossier=row.dossier, rubric=row.dossier.rubric, order=order, **result)


def _entries(bench: Bench, found: EvaluationRound, rows: list[Filed]) -> list[Entry]:
    """Write the entries of a round with the results that its sheets give."""
    candidates = tuple(_candidate(bench, order, row) for order, row in enumerate(rows, start=1))
    results = compute(RoundInput(regulation_of(found), stage_rules_of(found), candidates))
    columns = {result.candidate.key: _result(result, place) for place, result in enumerate(results, start=1)}
    return insert(Entry, (_entry(found, order, row, **columns[order]) for order, row in enumerate(rows, start=1)))


def _candidate(bench: Bench, order: int, row: Filed) -> Candidate:
    seven = bench.pool.seven(row.number)
    return Candidate(
        key=order,
        product=row.wish.product.name,
        spec=spec_for(bench.pool.rubric_of(row.number)),
        ballots=tuple(
            Ballot(
                member=member.pk,
                name=str(member),
                leads=member.leads,
                sheet=SheetState.SEALED,
                total=filled.total,
                choices=filled.choices,
            )
            for member, filled in zip(bench.members, seven, strict=True)
        ),
    )


def _result(result: EntryResult, place: int) -> dict[str, Any]:
    return {
        "total_sum": result.totals.sum,
        "counted": result.totals.count,
        "mean": shown_mean(result) or "",
        "stars_by_points": result.stars_by_points,
        "stars": result.stars,
        "place": result.place,
        "result_order": place,
        "outcome": result.outcome,
        "result": to_stored(result),
    }


# -- Sheets ----------------------------------------------------------------------------------------------------------
def _sheets(bench: Bench, found: EvaluationRound, entries: Sequence[Entry], rows: list[Filed]) -> None:
    """Write the submitted sheets of a round: items, total, the canonical text and its digest."""
    at = clock.start_of(found.meeting_on) + timedelta(hours=15)
    sheets, filled, versions = [], [], []
    for entry, row in zip(entries, rows, strict=True):
        for member, answers in zip(bench.members, bench.pool.seven(row.number), strict=True):
            sheet = Sheet(entry=entry, member=member, state=SheetState.SEALED, total=answers.total, version=2)
            items = list(_items(sheet, answers, related=True))
            text = canonical_text(sheet, items, total=answers.total, number=1, at=at)
            sheet.sha256, sheet.sealed_at, sheet.saved_at = hashlib.sha256(text.encode()).hexdigest(), at, at
            sheets.append(sheet)
            filled.append(answers)
            versions.append(
                SheetVersion(
                    sheet=sheet, number=1, canonical=text, sha256=sheet.sha256, total=answers.total, sealed_at=at
                )
            )
    insert(Sheet, sheets)
    for version, sheet in zip(versions, sheets, strict=True):
        version.sheet = sheet
    pour(SheetVersion, versions)
    pairs = zip(sheets, filled, strict=True)
    bench.written += pour(SheetItem, (item for sheet, answers in pairs for item in _items(sheet, answers)), bench.say)
    bench.say(f"{found.name}: {len(sheets):,} sheets")


def _items(sheet: Sheet, filled: Filled, *, related: bool = False) -> Iterator[SheetItem]:
    """Yield the items of a sheet; ``related`` ones know their criterion and level, for the canonical text."""
    if related:
        for (criterion, level), (_c, _l, label, points) in zip(filled.answers, filled.columns(), strict=True):
            yield SheetItem(criterion=criterion, level=level, label=label, points=points)
        return
    for criterion, level, label, points in filled.columns():
        yield SheetItem(sheet_id=sheet.pk, criterion_id=criterion, level_id=level, label=label, points=points)


# -- Recognition -----------------------------------------------------------------------------------------------------
def _recognise(bench: Bench, found: EvaluationRound, entries: list[Entry], rows: list[Filed], day: date) -> None:
    decision = _decision(bench, day)
    ends = date(day.year + 3, day.month, min(day.day, 28))
    kept = [(entry, row) for entry, row in zip(entries, rows, strict=True) if entry.outcome == Outcome.RECOGNISED]
    recognitions = insert(
        Recognition,
        (
            Recognition(
                entry=entry, product=row.wish.product, stars=entry.stars, issuer=found.issuing_office,
                decision=decision, recognised_on=day, expires_on=ends,
            )
            for entry, row in kept
        ),
    )  # fmt: skip
    pour(Certificate, (_certificate(one, number, found) for number, one in enumerate(recognitions, start=1)))
    for one in recognitions:
        product = one.product
        product.current_stars, product.recognised_on, product.expires_on = one.stars, day, ends
        product.recognition_number, product.recognition_issuer = decision.full_number, found.issuing_office.name
    stars = ("current_stars", "recognised_on", "expires_on", "recognition_number", "recognition_issuer")
    Product.objects.bulk_update([one.product for one in recognitions], stars, batch_size=500)
    for entry, row in zip(entries, rows, strict=True):
        row.dossier.decided_at, row.dossier.outcome = found.published_at, entry.outcome
        row.dossier.outcome_stars = entry.stars
    Dossier.objects.bulk_update(
        [row.dossier for row in rows], ("decided_at", "outcome", "outcome_stars"), batch_size=500
    )
    bench.say(f"{found.name}: {len(recognitions):,} certificates")


def _certificate(one: Recognition, number: int, found: EvaluationRound) -> Certificate:
    return Certificate(
        entry=one.entry,
        recognition=one,
        token=uuid.uuid5(uuid.NAMESPACE_URL, f"khoi-luong/{found.pk}/{one.entry.order}").hex,
        number=f"{found.ordinal}{number:04d}/GCN-UBND",
        stars=one.stars,
        state="valid",
        issued_on=one.recognised_on,
        expires_on=one.expires_on,
    )


def _decision(bench: Bench, day: date) -> Document:
    """Issue the decision that recognises, through the services: written, checked, approved, made, issued."""
    desk = Desk(
        office=bench.ground.committee,
        drafting=bench.ground.office,
        author="province",
        head="giamdoc_snn",
        clerk="clerk",
        leader="leader",
        authority=("KT. Chủ tịch", "Phó Chủ tịch"),
    )
    paper = Paper(
        type="quyet_dinh",
        abstract="Phê duyệt kết quả đánh giá, phân hạng sản phẩm OCOP (dữ liệu khối lượng)",
        authority_line=f"Chủ tịch Ủy ban nhân dân {bench.ground.province.name}",
        grounds=["Căn cứ Luật Tổ chức chính quyền địa phương"],
        body=[
            Article(1, "Công nhận các sản phẩm trong danh sách kèm theo."),
            Article(2, "Quyết định có hiệu lực từ ngày ký."),
        ],
    )
    with clock.frozen(clock.start_of(day) + timedelta(hours=8)):
        return send(desk, write(desk, paper, law=bench.law))
