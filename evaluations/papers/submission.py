"""The submission (tờ trình) that proposes products to the next level."""

from __future__ import annotations

from directives.rendering import Annex, Clause, OfficialDocument, Paragraph
from directives.rendering import DocumentType as Kind
from directives.rendering.blocks import Block
from directives.selectors import signature_block, symbol_of
from evaluations.enums import Outcome
from evaluations.papers.facts import NO_GATES, PaperFacts, issuer_lines, legal_grounds, result_table


def submission_content(facts: PaperFacts) -> OfficialDocument:
    """Return the draft of the submission with the products that reached the send-up points and the stars above."""
    issuer, parent, place = issuer_lines(facts.issuing)
    up = facts.with_outcome(Outcome.PROPOSED_UP)
    body: list[Block] = [
        *(Paragraph(ground) for ground in legal_grounds(facts.round.law)),
        Paragraph(
            f"Trên cơ sở kết quả {facts.title}, kính trình xem xét, đánh giá, công nhận {len(up)} sản phẩm "
            "theo danh sách tại Phụ lục kèm theo"
        ),
        Clause(
            "1",
            title="Hồ sơ kèm theo",
            text="Quyết định phê duyệt kết quả; biên bản và biểu tổng hợp của Hội đồng; hồ sơ sản phẩm; mẫu sản phẩm.",
        ),
        Paragraph("Kính đề nghị xem xét, quyết định"),
    ]
    if facts.gates_missing:
        body.insert(-1, Paragraph(NO_GATES, lead="Ghi chú:"))
    return OfficialDocument(
        type=Kind.TO_TRINH,
        issuer=issuer,
        parent_issuer=parent,
        symbol=symbol_of(facts.issuing, Kind.TO_TRINH),
        place=place,
        abstract=f"Đề nghị đánh giá, công nhận sản phẩm OCOP (lần thứ {facts.round.ordinal} năm {facts.round.year})",
        addressees=[facts.round.send_up_to or "Cấp có thẩm quyền đánh giá, phân hạng sản phẩm OCOP"],
        body=body,
        signature=signature_block(facts.issuing, Kind.TO_TRINH),
        annexes=[Annex(title="Sản phẩm đề nghị đánh giá, công nhận", blocks=[result_table(up, facts)], landscape=True)],
        training=facts.round.training,
    )
