"""Mẫu 01: the registration slip, with the official part once the commune has received the dossier."""

from __future__ import annotations

from datetime import date
from typing import Any

from directives.rendering import Block, Column, FiledForm, Paragraph, Section, Table
from directives.rendering.blocks import Align
from directives.rendering.wording import date_text
from foundation import clock
from foundation.formatting import day
from registrations.enums import DossierKind, LegalForm
from registrations.models import Dossier

_KINDS = {DossierKind.FIRST: "Lần đầu", DossierKind.UPGRADE: "Nâng hạng", DossierKind.AGAIN: "Đánh giá lại"}
UNDERTAKING = (
    "Chúng tôi cam kết các nội dung kê khai và tài liệu kèm theo hồ sơ này là đúng sự thật, thuộc quyền sử dụng hợp "
    "pháp của chúng tôi, và chịu trách nhiệm trước pháp luật về những nội dung đã cam kết."
)


def numbered(dossier: Dossier, code: str, words: str) -> str:
    """Return "Mẫu số 01, Quyết định …" where the decision has such a form, else the decision alone."""
    held = any(item["code"] == code for item in dossier.law.dossier_items)
    return f"({words}, Quyết định số {dossier.law.code})" if held else f"(Quyết định số {dossier.law.code})"


def place_and_day(dossier: Dossier, filed_on: date | None) -> str:
    """Return "Bờ Y, ngày 08 tháng 6 năm 2026"; dots to be filled in by hand while the dossier is a draft."""
    words = date_text(filed_on) if filed_on else "ngày …… tháng …… năm ………"
    return f"{dossier.unit.bare_name}, {words}"


def form_one(dossier: Dossier, content: dict[str, Any], filed_on: date | None, papers: int) -> FiledForm:
    """Return the registration slip."""
    producer, product = content["producer"], content["product"]
    kinds = "     ".join(f"[{'x' if kind == content['kind'] else '  '}] {words}" for kind, words in _KINDS.items())
    facts = [
        ("Tên chủ thể", producer["name"]),
        ("Loại hình", str(LegalForm(producer["legal_form"]).label)),
        ("Người đại diện", producer["representative"]),
        ("Chức vụ", producer["representative_post"]),
        ("Địa chỉ", f"{producer['address']}, {producer['unit']}"),
        ("Điện thoại", producer["phone"]),
        ("Thư điện tử", producer["email"]),
        ("Tên sản phẩm", product["name"]),
        ("Bộ sản phẩm", str(dossier.rubric) if dossier.rubric else product["group"]),
        ("Ngành, nhóm sản phẩm", _group(dossier)),
        ("Hình thức đăng ký", kinds),
    ]
    signer = dossier.undertaken_by or producer["representative"]
    return FiledForm(
        name=["PHIẾU ĐĂNG KÝ ĐÁNH GIÁ, PHÂN HẠNG", "SẢN PHẨM OCOP"],
        subtitle=numbered(dossier, "mau-01", "Mẫu số 01"),
        facts=[(label, value) for label, value in facts if value],
        body=[
            Section("Tài liệu kèm theo"),
            _attached(papers),
            Section("Cam kết"),
            Paragraph(UNDERTAKING),
        ],
        place_date=place_and_day(dossier, filed_on),
        role="Đại diện chủ thể",
        signer=signer,
        after=_official_part(dossier),
    )


def _group(dossier: Dossier) -> str:
    return " – ".join(filter(None, (dossier.rubric.industry, dossier.rubric.group))) if dossier.rubric else ""


def _attached(papers: int) -> Table:
    columns = [Column("TT", 8, Align.CENTER), Column("Tài liệu", 52), Column("Hình thức", 25)]
    rows = [["1", "Báo cáo tự đánh giá sản phẩm", "bản điện tử", "01"]]
    if papers:
        rows.append(["2", "Minh chứng (phụ lục kèm theo)", "bản điện tử", f"{papers:02d}"])
    return Table([*columns, Column("Số lượng", 15, Align.CENTER)], rows)


def _official_part(dossier: Dossier) -> list[Block]:
    """The receiving commune's entries; nothing before it has received the dossier."""
    if dossier.received_at is None or dossier.due_on is None:
        return []
    received = clock.local(dossier.received_at)
    rows = [
        ["Số phiếu", dossier.slip_number],
        ["Ngày nhận", f"{received:%H:%M} ngày {day(received.date())}"],
        ["Cơ quan tiếp nhận", f"Ủy ban nhân dân {dossier.unit.name}"],
        ["Người tiếp nhận", str(dossier.received_by or "")],
        ["Ngày trả lời", day(dossier.due_on)],
    ]
    if dossier.code:
        rows.append(["Mã sản phẩm", dossier.code])
    return [Section("Phần của cơ quan tiếp nhận"), Table([Column("Nội dung", 35), Column("Ghi nhận", 65)], rows)]
