"""The decision that takes a recognition back before its end."""

from __future__ import annotations

from accounts.models import Office
from directives.rendering import Article, OfficialDocument
from directives.rendering import DocumentType as Kind
from directives.selectors import authority_of, signature_block, symbol_of
from evaluations.models import Withdrawal
from evaluations.papers.facts import issuer_lines, legal_grounds


def withdrawal_content(withdrawal: Withdrawal, *, certificate_number: str) -> OfficialDocument:
    """Return the draft of the decision on a proposal; the certificate is named where the portal holds one."""
    office, drafting = withdrawal.office, withdrawal.drafting_office
    issuer, parent, place = issuer_lines(office)
    product, producer = withdrawal.product, withdrawal.product.producer
    return OfficialDocument(
        type=Kind.QUYET_DINH,
        issuer=issuer,
        parent_issuer=parent,
        symbol=symbol_of(office, Kind.QUYET_DINH),
        place=place,
        abstract=f"Thu hồi kết quả công nhận sản phẩm OCOP đối với sản phẩm {product.name}",
        authority_line=authority_of(office),
        legal_grounds=legal_grounds(withdrawal.law),
        proposal=f"Theo đề nghị của {drafting.name}",
        body=_articles(withdrawal, certificate_number),
        signature=signature_block(office, Kind.QUYET_DINH),
        recipients=["Như Điều 3", f"Ủy ban nhân dân {producer.unit.name}", producer.name],
    )


def _articles(withdrawal: Withdrawal, certificate_number: str) -> list[Article]:
    product, producer = withdrawal.product, withdrawal.product.producer
    paper = f" và Giấy chứng nhận số {certificate_number}" if certificate_number else ""
    first = (
        f"Thu hồi kết quả công nhận hạng {withdrawal.stars} sao tại Quyết định số {withdrawal.decision_number}{paper} "
        f"đối với sản phẩm {product.name} của {producer.name}, {producer.unit.name}. "
        f"Lý do: {withdrawal.ground_title}: {withdrawal.facts.rstrip('. ')}."
    )
    second = (
        f"{producer.name} không được sử dụng nhãn hiệu, hạng sao OCOP trên sản phẩm, bao bì và quảng bá kể từ ngày "
        "Quyết định này có hiệu lực."
    )
    return [Article(1, first), Article(2, second), Article(3, _executed_by(withdrawal.drafting_office, withdrawal))]


def _executed_by(drafting: Office, withdrawal: Withdrawal) -> str:
    producer = withdrawal.product.producer
    return (
        f"Thủ trưởng {drafting.name}, Chủ tịch Ủy ban nhân dân {producer.unit.name}, {producer.name} và các cơ quan, "
        "đơn vị, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này kể từ ngày ký"
    )
