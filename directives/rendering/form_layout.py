"""From certificates and forms to the lines that their templates set."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.safestring import SafeString

from directives.rendering import wording
from directives.rendering.blocks import Align, Column, Paragraph, Section, Table
from directives.rendering.forms import Certificate, CommuneOpinion, OfficeSlip, Receipt
from directives.rendering.layout import block_items, head_lines, signature_view
from directives.rendering.typeface import MM, balanced_lines
from foundation import qr

# The text area of a certificate: 297 mm less the frame.
CERTIFICATE_WIDTH = 235 * MM
CERTIFICATE_COLUMN = 112 * MM
# Sizes in points of product, producer and text: the first at which all lines fit the height between stars and date.
MIDDLE_SIZES = (("large", 30, 18, 14), ("medium", 24, 16, 13), ("small", 18, 14, 12), ("tiny", 14, 12, 11))
MIDDLE_HEIGHT = 118
STAR_PITCH = 30


def qr_svg(url: str, *, title: str) -> SafeString:
    """Return the QR code of an address in the size that official papers give it."""
    return qr.qr_svg(url, title=title, css_class="official__qr")


def short_date(date: datetime.date) -> str:
    """Return dd/mm/yyyy."""
    return f"{date:%d/%m/%Y}"


def certificate_view(certificate: Certificate) -> dict[str, Any]:
    """Return everything that ``documents/certificate.html`` shows."""
    made_by = f" của {certificate.decision_issuer}" if certificate.decision_issuer else ""
    decided = wording.date_text(certificate.decision_date)
    return {
        "title": f"Giấy chứng nhận OCOP số {certificate.certificate_number}: {certificate.product}",
        "issued_by": " ".join(certificate.issuer),
        "created": certificate.issued_on.isoformat(),
        "training": wording.TRAINING_MARK if certificate.training else "",
        "parent": _lines(certificate.parent_issuer, style="regular"),
        "issuer": _lines(certificate.issuer, style="bold"),
        "stars": [index * STAR_PITCH for index in range(certificate.stars)],
        "stars_width": certificate.stars * STAR_PITCH,
        "stars_class": f"certificate__stars--{certificate.stars}",
        "rank": f"{certificate.stars} sao",
        **_middle(certificate, f"Theo Quyết định số {certificate.decision_number} {decided}{made_by}"),
        "number": certificate.certificate_number,
        "valid": f"từ {short_date(certificate.issued_on)} đến hết {short_date(certificate.expires_on)}",
        "place_date": f"{certificate.place}, {wording.date_text(certificate.issued_on)}",
        "signature": signature_view(certificate.signature, place="signer"),
        "qr": qr_svg(certificate.verify_url, title="Mã QR tra cứu giấy chứng nhận"),
        "verify_url": certificate.verify_url,
    }


def receipt_view(receipt: Receipt) -> dict[str, Any]:
    """Return everything that ``documents/form.html`` shows of a receipt."""
    head = head_lines(receipt.office, receipt.parent_office) | {
        "number": f"Số phiếu: {receipt.slip_number}",
        "place_date": f"{receipt.place}, {wording.date_text(receipt.received_on)}",
    }
    return _form_defaults() | {
        "title": f"Giấy tiếp nhận hồ sơ OCOP số {receipt.slip_number}: {receipt.product}",
        "issued_by": " ".join(receipt.office),
        "created": receipt.received_on.isoformat(),
        "training": wording.TRAINING_MARK if receipt.training else "",
        "head": _form_head(head),
        "name": ["GIẤY TIẾP NHẬN HỒ SƠ SẢN PHẨM OCOP"],
        "subtitle": f"(Phần của cơ quan tiếp nhận trên Mẫu số 01, {receipt.decision})",
        "facts": _receipt_facts(receipt),
        "items": block_items([Section("Đã nhận"), _handed_in(receipt)]),
        "due": f"Ngày trả lời: {short_date(receipt.answer_due)}",
        "due_note": f"{receipt.working_days} ngày làm việc, tính từ ngày làm việc tiếp theo sau ngày nhận.",
        "left": {"lines": ["NGƯỜI NỘP"], "name": receipt.representative, "place": "giver"},
        "right": {"lines": ["NGƯỜI TIẾP NHẬN"], "name": receipt.receiver, "place": "signer"},
        "qr": qr_svg(receipt.verify_url, title="Mã QR theo dõi hồ sơ") if receipt.verify_url else "",
        "verify_url": receipt.verify_url,
    }


def commune_opinion_view(opinion: CommuneOpinion) -> dict[str, Any]:
    """Return everything that ``documents/form.html`` shows of Mẫu 03."""
    head = head_lines(opinion.issuer, opinion.parent_issuer) | {
        "number": "",
        "place_date": f"{opinion.place}, {wording.date_text(opinion.date)}",
    }
    return _form_defaults() | {
        "title": f"Ý kiến của Ủy ban nhân dân cấp xã: {opinion.product}",
        "issued_by": " ".join(opinion.issuer),
        "created": opinion.date.isoformat() if opinion.date else "",
        "training": wording.TRAINING_MARK if opinion.training else "",
        "head": _form_head(head),
        "name": ["ĐÁNH GIÁ CỦA ỦY BAN NHÂN DÂN CẤP XÃ", "VỀ HỒ SƠ SẢN PHẨM OCOP"],
        "subtitle": f"(Mẫu số 03, {opinion.decision})",
        "facts": [{"label": label, "value": value} for label, value in opinion.facts],
        "items": block_items([Section("Nội dung đánh giá"), _opinions(opinion), Paragraph(opinion.request)]),
        "right": signature_view(opinion.signature, place="signer"),
    }


def office_slip_view(slip: OfficeSlip) -> dict[str, Any]:
    """Return everything that ``documents/form.html`` shows of an office's slip."""
    head = head_lines(slip.issuer, slip.parent_issuer) | {
        "number": slip.number,
        "place_date": f"{slip.place}, {wording.date_text(slip.date)}",
    }
    product = next((value for label, value in slip.facts if label == "Sản phẩm"), "")
    return _form_defaults() | {
        "title": f"{' '.join(slip.title).capitalize()}: {product}",
        "issued_by": " ".join(slip.issuer),
        "created": slip.date.isoformat(),
        "training": wording.TRAINING_MARK if slip.training else "",
        "head": _form_head(head),
        "name": [line.upper() for line in slip.title],
        "subtitle": slip.subtitle,
        "facts": [{"label": label, "value": value} for label, value in slip.facts],
        "items": block_items(list(slip.body)),
        "right": signature_view(slip.signature, place="signer"),
    }


def _form_defaults() -> dict[str, Any]:
    return {"due": "", "due_note": "", "left": None, "qr": "", "verify_url": ""}


def _form_head(head: dict[str, Any]) -> dict[str, Any]:
    return head | {"subject": [], "urgency": "", "urgency_class": ""}


def _receipt_facts(receipt: Receipt) -> list[dict[str, str]]:
    received = short_date(receipt.received_on)
    facts = {
        "Sản phẩm": receipt.product,
        "Chủ thể OCOP": receipt.producer,
        "Người đại diện": receipt.representative,
        "Địa chỉ": receipt.address,
        "Điện thoại": receipt.phone,
        "Ngày nhận hồ sơ": f"{receipt.received_at} ngày {received}" if receipt.received_at else received,
        "Cơ quan tiếp nhận": " ".join(receipt.office),
    }
    return [{"label": label, "value": value} for label, value in facts.items() if value]


def _handed_in(receipt: Receipt) -> Table:
    columns = [Column("TT", 8, Align.CENTER), Column("Tên tài liệu, mẫu", 52), Column("Hình thức", 25)]
    rows = [[str(index), thing.name, thing.form, thing.count] for index, thing in enumerate(receipt.handed_in, start=1)]
    return Table([*columns, Column("Số lượng", 15, Align.CENTER)], rows)


def _opinions(opinion: CommuneOpinion) -> Table:
    columns = [Column("TT", 8, Align.CENTER), Column("Nội dung", 24), Column("Mô tả của chủ thể", 34)]
    rows = [[str(n), one.content, one.description, one.assessment] for n, one in enumerate(opinion.opinions, start=1)]
    return Table([*columns, Column("Đánh giá của Ủy ban nhân dân cấp xã", 34)], rows)


def _lines(lines: Any, *, style: str) -> list[str]:
    width = CERTIFICATE_COLUMN
    return [part for line in lines for part in balanced_lines(line.upper(), style=style, size=13, width=width)]


def _middle(certificate: Certificate, decision: str) -> dict[str, Any]:
    """Return product, producer, address and decision in the largest sizes in which they fit their place."""
    address = f"Địa chỉ: {certificate.address}"
    lines: dict[str, list[str]] = {}
    scale = ""
    for scale, product_size, producer_size, text_size in MIDDLE_SIZES:  # noqa: B007 -- the last one tried is used
        lines = {
            "product": _centred(certificate.product, style="bold", size=product_size),
            "producer": _centred(certificate.producer, style="bold", size=producer_size),
            "address": _centred(address, style="regular", size=text_size),
            "decision": _centred(decision, style="italic", size=text_size),
        }
        if _height(lines, product_size, producer_size, text_size) <= MIDDLE_HEIGHT:
            break
    return lines | {"middle_class": f"certificate__body--{scale}"}


def _height(lines: dict[str, list[str]], product: float, producer: float, text: float) -> float:
    text_lines = len(lines["address"]) + len(lines["decision"])
    return 1.2 * (len(lines["product"]) * product + len(lines["producer"]) * producer + text_lines * text)


def _centred(text: str, *, style: str, size: float) -> list[str]:
    return balanced_lines(text, style=style, size=size, width=CERTIFICATE_WIDTH)
