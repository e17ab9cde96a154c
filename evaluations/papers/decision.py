"""The decision on the result: what is recognised here, what goes up, what else the round ended with."""

from __future__ import annotations

from directives.rendering import Annex, Article, OfficialDocument, Paragraph
from directives.rendering import DocumentType as Kind
from directives.selectors import authority_of, signature_block, symbol_of
from evaluations.enums import Outcome
from evaluations.papers.facts import NO_GATES, PaperFacts, issuer_lines, legal_grounds, result_table

_OTHERS = (Outcome.NOTICE, Outcome.KNOCKED_OUT, Outcome.NOT_LISTED, Outcome.WITHDRAWN, Outcome.NOT_SCORED)


def decision_content(facts: PaperFacts) -> OfficialDocument:
    """Return the draft of the decision. Products are listed by stars, then points, without places."""
    issuer, parent, place = issuer_lines(facts.issuing)
    office = facts.round.office
    return OfficialDocument(
        type=Kind.QUYET_DINH,
        issuer=issuer,
        parent_issuer=parent,
        symbol=symbol_of(facts.issuing, Kind.QUYET_DINH),
        place=place,
        abstract=f"Phê duyệt kết quả {facts.title}",
        authority_line=authority_of(facts.issuing),
        legal_grounds=legal_grounds(facts.round.law),
        proposal=_proposal(facts, office.name),
        body=_articles(facts),
        signature=signature_block(facts.issuing, Kind.QUYET_DINH),
        recipients=["Như Điều 3", "Ủy ban nhân dân các xã, phường có sản phẩm", "Các chủ thể có tên tại Phụ lục"],
        annexes=[_annex(facts)],
        training=facts.round.training,
    )


def _proposal(facts: PaperFacts, office: str) -> str:
    above = facts.round.adopts
    if above is None:
        return f"Theo đề nghị của {office} và kết quả đánh giá của {facts.round.council.name}"
    paper = above.papers.filter(kind="decision").select_related("document").first()
    number = f" (Quyết định số {paper.document.full_number})" if paper is not None else ""
    return f"Theo đề nghị của {office} và kết quả đánh giá của {above.issuing_office.name}{number}"


def _articles(facts: PaperFacts) -> list[Article]:
    recognised, up = facts.with_outcome(Outcome.RECOGNISED), facts.with_outcome(Outcome.PROPOSED_UP)
    listed, left = facts.with_outcome(Outcome.LISTED), facts.with_outcome(Outcome.LEFT_BELOW)
    first = f"Phê duyệt kết quả {facts.title} đối với {len(facts.entries)} sản phẩm (danh sách tại Phụ lục kèm theo)."
    second = []
    if recognised:
        second.append(f"Công nhận {len(recognised)} sản phẩm theo hạng sao ghi tại Phụ lục và cấp giấy chứng nhận.")
    if up:
        send_up_to = facts.round.send_up_to or "cấp có thẩm quyền"
        second.append(f"Đề nghị {send_up_to} đánh giá, công nhận {len(up)} sản phẩm ghi tại Phụ lục.")
    if listed:
        second.append(f"Đưa {len(listed)} sản phẩm vào danh sách đề nghị cấp trên đánh giá, phân hạng.")
    if left:
        second.append(
            f"Chuyển kết quả của {len(left)} sản phẩm ghi tại Phụ lục để cấp dưới xem xét sử dụng khi công nhận."
        )
    office = facts.round.office.name
    return [
        Article(1, first),
        Article(2, " ".join(second) or "Thông báo kết quả đến các chủ thể để hoàn thiện sản phẩm và hồ sơ."),
        Article(
            3,
            f"Thủ trưởng {office}, Chủ tịch Ủy ban nhân dân các xã, phường có sản phẩm, các chủ thể có tên tại Phụ lục "
            "và các cơ quan, đơn vị, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này kể từ ngày ký",
        ),
    ]


def _annex(facts: PaperFacts) -> Annex:
    parts = [
        ("Sản phẩm được công nhận", facts.with_outcome(Outcome.RECOGNISED), "plain"),
        ("Sản phẩm đề nghị cấp trên đánh giá, công nhận", facts.with_outcome(Outcome.PROPOSED_UP), "plain"),
        ("Sản phẩm trong danh sách đề nghị", facts.with_outcome(Outcome.LISTED), "plain"),
        ("Sản phẩm chuyển kết quả cho cấp dưới", facts.with_outcome(Outcome.LEFT_BELOW), "plain"),
        ("Các sản phẩm khác", facts.with_outcome(*_OTHERS), "outcome"),
    ]
    blocks: list[Paragraph] = [Paragraph(NO_GATES, lead="Ghi chú:")] if facts.gates_missing else []
    shown = [(title, rows, form) for title, rows, form in parts if rows]
    tables = [
        result_table(rows, facts, caption=f"{numeral}. {title}", form=form)
        for numeral, (title, rows, form) in zip(("I", "II", "III", "IV", "V"), shown, strict=False)
    ]
    return Annex(title=f"Kết quả {facts.title}", blocks=[*blocks, *tables], landscape=True)
