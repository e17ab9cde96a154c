"""Written notices of the result to a commune and to a producer."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import Unit
from directives.rendering import Bullet, OfficialDocument, Paragraph
from directives.rendering import DocumentType as Kind
from directives.rendering.blocks import Block
from directives.selectors import signature_block, symbol_of
from evaluations.models import Entry
from evaluations.papers.facts import NO_GATES, PaperFacts, issuer_lines, outcome, points, result_table, stars
from registrations.models import Producer


def commune_notice_content(facts: PaperFacts, unit: Unit, entries: Sequence[Entry]) -> OfficialDocument:
    """Return the notice to a commune: the results of its products, with points and stars, without places."""
    body: list[Block] = [
        Paragraph(f"{facts.issuing.name} thông báo kết quả {facts.title} của các sản phẩm thuộc {unit.name} như sau:"),
        result_table(entries, facts, form="commune"),
        *_remark(facts),
        Paragraph(
            f"Đề nghị Ủy ban nhân dân {unit.name} thông báo đến các chủ thể và tiếp tục hỗ trợ hoàn thiện sản phẩm"
        ),
    ]
    return _notice(facts, f"Kết quả {facts.title} ({unit.name})", body, [f"Ủy ban nhân dân {unit.name}"])


def producer_notice_content(facts: PaperFacts, producer: Producer, entries: Sequence[Entry]) -> OfficialDocument:
    """Return the notice to a producer: its own results only, and what kept a product from more stars."""
    body: list[Block] = [
        Paragraph(f"{facts.issuing.name} thông báo đến {producer.name} kết quả {facts.title} như sau:")
    ]
    for entry in entries:
        name = entry.dossier.product.name
        body.append(Paragraph(f"{_in_words(entry)}{outcome(entry, facts).rstrip('. ')}.", lead=f"{name}:"))
        body += [Bullet(text) for text in _what_lacked(entry)]
    body += _remark(facts)
    body.append(Paragraph("Mọi ý kiến về kết quả đề nghị gửi bằng văn bản về cơ quan ban hành thông báo này"))
    return _notice(facts, f"Kết quả {facts.title} của {producer.name}", body, [producer.name])


def _in_words(entry: Entry) -> str:
    """Return points and stars of an entry; nothing where there are none."""
    given = [f"điểm trung bình {points(entry)}"] if entry.mean else []
    given += [f"hạng {stars(entry)}"] if entry.stars else []
    return f"{'; '.join(given)}. " if given else ""


def _what_lacked(entry: Entry) -> list[str]:
    gates = (entry.result or {}).get("gates", [])
    return [
        f"Tiêu chí {gate['item']} chưa đạt yêu cầu tối thiểu của hạng {gate['for_stars']} sao: {gate['needs']}"
        for gate in gates
        if not gate["met"]
    ]


def _remark(facts: PaperFacts) -> list[Paragraph]:
    return [Paragraph(NO_GATES, lead="Ghi chú:")] if facts.gates_missing else []


def _notice(facts: PaperFacts, abstract: str, body: Sequence[Block], recipients: Sequence[str]) -> OfficialDocument:
    issuer, parent, place = issuer_lines(facts.issuing)
    return OfficialDocument(
        type=Kind.THONG_BAO,
        issuer=issuer,
        parent_issuer=parent,
        symbol=symbol_of(facts.issuing, Kind.THONG_BAO),
        place=place,
        abstract=abstract,
        body=body,
        signature=signature_block(facts.issuing, Kind.THONG_BAO),
        recipients=recipients,
        training=facts.round.training,
    )
