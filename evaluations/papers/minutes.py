"""The minutes of the council, with the summary table and the digests of the sheets as annexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.text import Truncator

from directives.rendering import (
    Align,
    Annex,
    Bullet,
    Column,
    OfficialDocument,
    Paragraph,
    Section,
    Signature,
    Table,
    symbol_for,
)
from directives.rendering import DocumentType as Kind
from directives.rendering.blocks import Block
from directives.selectors import letterhead
from evaluations.enums import CouncilRole, GatesMode, NotCounted, Outcome, SheetState
from evaluations.models import CouncilMember, Entry, Sheet
from evaluations.papers import presence, regulation
from evaluations.papers.facts import NO_GATES, PaperFacts, points, short_outcome, stars
from evaluations.selectors.files import sheets_signed_in
from evaluations.selectors.team import advisers_recused_in

# What stands in the summary table where a member's total does not count.
_MARKS = {
    NotCounted.RECUSED: "x",
    NotCounted.ABSTAINED: "–",
    NotCounted.MISSING: "",
    NotCounted.NON_VOTING: "",
    NotCounted.WITHDRAWN: "",
    NotCounted.NOT_SCORED: "",
}
_LEGEND = "TV1, TV2…: thành viên theo thứ tự tại Mục II; x: không tham gia do có xung đột lợi ích; –: không cho ý kiến."


def minutes_content(facts: PaperFacts, *, secretary: str) -> OfficialDocument:
    """Return the draft of the minutes. Every number comes from the stored results."""
    sheets, sittings = list(_sealed(facts)), presence.sittings_of(facts)
    done = "Lấy ý kiến bằng văn bản của" if presence.without_meeting(facts) else "Họp"
    council = facts.round.council
    above = letterhead(facts.issuing)
    chair = next((str(m) for m in facts.members if m.role == CouncilRole.CHAIR), "")
    return OfficialDocument(
        type=Kind.BIEN_BAN,
        issuer=[council.name],
        parent_issuer=[" ".join(above.issuer)],
        symbol=symbol_for(Kind.BIEN_BAN, "HĐĐG"),
        abstract=f"{done} {council.name} về kết quả {facts.title}",
        body=[
            *presence.time_and_place(facts, sittings),
            *presence.attendance(facts, sittings, {sheet.member_id for sheet in sheets}),
            *_content(facts),
            *_ending(facts),
        ],
        signature=Signature(["Chủ tịch Hội đồng"], name=chair),
        second_signature=Signature(["Thư ký"], name=secretary),
        annexes=[_summary(facts), _digests(sheets)],
        training=facts.round.training,
    )


def _sealed(facts: PaperFacts) -> Iterable[Sheet]:
    rows = Sheet.objects.filter(entry__round=facts.round, state=SheetState.SEALED)
    return rows.select_related("entry__round", "entry__dossier__product", "member__user").order_by(
        "entry__result_order", "member__order"
    )


def _content(facts: PaperFacts) -> Iterator[Block]:
    found = facts.round
    yield Section("Nội dung", "III")
    spread = (
        f"; chênh lệch tổng điểm giữa các thành viên không quá {found.max_spread} điểm"
        if found.max_spread is not None
        else ""
    )
    mode = "mức do Hội đồng thống nhất" if found.gates_mode == GatesMode.AGREED else "mức của quá nửa số phiếu"
    yield Paragraph(
        f"Hội đồng làm việc theo quy chế: đủ {found.quorum_percent}% thành viên tham gia{spread}; kết quả là trung "
        f"bình cộng các phiếu được tính; yêu cầu tối thiểu theo hạng sao xét theo {mode} khi các phiếu khác nhau.",
        lead="Quy chế:",
    )
    yield from regulation.deviating(found)
    yield Paragraph(f"Hội đồng đánh giá {len(facts.entries)} hồ sơ theo Quyết định số {found.law.code}.", lead="Hồ sơ:")
    advisers = advisers_recused_in(found)
    for entry in facts.entries:
        said = [*_resolved(entry), *advisers.get(entry.pk, [])]
        yield from (Bullet(f"{entry.dossier.product.name}: {text}") for text in said)
    if found.closing_confirmation:
        yield Paragraph(found.closing_confirmation, lead="Xác nhận về yêu cầu tối thiểu:")
    yield Section("Kết quả", "IV")
    yield Paragraph("Kết quả từng sản phẩm tại Biểu tổng hợp (Phụ lục I); mã kiểm tra các phiếu tại Phụ lục II.")
    if facts.gates_missing:
        yield Paragraph(NO_GATES, lead="Ghi chú:")


def _resolved(entry: Entry) -> Iterator[str]:
    result = entry.result or {}
    yield from presence.written_lines(entry)
    if entry.outcome == Outcome.KNOCKED_OUT:
        yield f"Hội đồng thống nhất loại; lý do: {entry.knocked_out_reason.rstrip('. ')}"
    if entry.outcome == Outcome.WITHDRAWN:
        yield f"chủ thể rút hồ sơ; lý do: {entry.withdrawn_reason}"
    if entry.outcome == Outcome.NOT_SCORED and entry.set_aside_reason:
        yield f"không đánh giá trong đợt này; lý do: {entry.set_aside_reason}"
    recused = [row["member"] for row in result.get("not_counted", []) if row["why"] == NotCounted.RECUSED]
    if recused:
        yield f"không tham gia đánh giá do có xung đột lợi ích: {', '.join(recused)}"
    if result.get("spread_wide"):
        yield f"chênh lệch tổng điểm {result['spread']} điểm, Hội đồng đã thảo luận"
    for agreed in result.get("agreed_levels", []):
        level = Truncator(agreed["level"] or "Không đạt").chars(90)
        yield f"tiêu chí {agreed['item']}: mức thống nhất {agreed['points']} điểm ({level}); lý do: {agreed['reason']}"


def _ending(facts: PaperFacts) -> Iterator[Block]:
    yield Section("Kết luận", "V")
    yield Paragraph(f"Hội đồng thống nhất kết quả nêu trên và đề nghị {facts.issuing.name} xem xét, quyết định.")


def _summary(facts: PaperFacts) -> Annex:
    """Biểu tổng hợp: every member's total in the order of the council, sum, count, mean, stars, outcome."""
    each = max(2, 30 // max(1, len(facts.members)))
    ends = [("Tổng", 6), ("Số phiếu", 6), ("Trung bình", 7), ("Hạng theo điểm", 7), ("Hạng", 6)]
    columns = [Column("TT", 4, Align.CENTER), Column("Sản phẩm", 14), Column("Chủ thể", 12)]
    columns += [Column(f"TV{n}", each, Align.CENTER) for n in range(1, len(facts.members) + 1)]
    columns += [Column(title, width, Align.CENTER) for title, width in ends]
    columns.append(Column("Kết quả", max(0, 38 - each * len(facts.members))))
    rows = [_summary_row(n, entry, facts.members) for n, entry in enumerate(facts.entries, start=1)]
    table = Table(columns=columns, rows=rows)
    return Annex(title="Biểu tổng hợp kết quả", blocks=[table, Paragraph(_LEGEND, lead="Ghi chú:")], landscape=True)


def _summary_row(number: int, entry: Entry, members: Sequence[CouncilMember]) -> list[str]:
    result = entry.result or {"counted": [], "not_counted": []}
    cells = {row["member_id"]: row["total"] for row in result["counted"]}
    cells |= {row["member_id"]: _MARKS[NotCounted(row["why"])] for row in result["not_counted"]}
    by_points = f"{entry.stars_by_points} sao" if entry.stars_by_points else "–"
    return [
        str(number),
        entry.dossier.product.name,
        entry.dossier.producer.name,
        *(cells.get(member.pk, "") for member in members),
        str(entry.total_sum or ""),
        str(entry.counted or ""),
        points(entry),
        by_points,
        stars(entry),
        short_outcome(entry),
    ]


def _digests(sheets: list[Sheet]) -> Annex:
    columns = [
        Column("Sản phẩm", 20),
        Column("Thành viên", 14),
        Column("Mã kiểm tra của phiếu (SHA-256)", 48),
        Column("Chữ ký", 18),
    ]
    signed = sheets_signed_in(sheets[0].entry.round) if sheets else {}
    rows = [
        [sheet.entry.dossier.product.name, str(sheet.member), sheet.sha256, signed.get(sheet.sha256, "Chưa ký")]
        for sheet in sheets
    ]
    return Annex(title="Mã kiểm tra các phiếu đánh giá", blocks=[Table(columns=columns, rows=rows)], landscape=True)
