"""Mẫu 02: the self-assessment report, its list of annexes at the end."""

from __future__ import annotations

from datetime import date
from typing import Any

from directives.rendering import Block, Column, FiledForm, Paragraph, Section, Table, paragraphs
from directives.rendering.blocks import Align
from directives.rendering.wording import roman
from foundation.formatting import day, money
from registrations.enums import DossierKind, EvidenceKind, LegalForm
from registrations.filed.form_one import numbered, place_and_day
from registrations.models import Dossier
from registrations.models.kinds import UPDATE_FIELDS
from registrations.papers import CONTENTS
from rubrics.models import Criterion, Rubric
from rubrics.scoring import score
from rubrics.selectors import leaf_criteria, spec_for

NOT_HELD = "chưa xét yêu cầu tối thiểu"


def form_two(
    dossier: Dossier, content: dict[str, Any], filed_on: date | None, papers: list[dict[str, Any]]
) -> FiledForm:
    """Return the report."""
    sections = [
        ("Thông tin chung", _general(content)),
        ("Kết quả sản xuất, kinh doanh", _texts(content, *_RESULTS)),
        *_changes(content),
        ("Tự đánh giá theo tiêu chí", _criteria(dossier, content, papers)),
        ("Nguồn gốc, lao động, ý tưởng và bản sắc địa phương", _local(content)),
        ("Câu chuyện sản phẩm", paragraphs(content["texts"]["story"])),
        ("Kế hoạch sản xuất, kinh doanh", _texts(content, *_PLAN)),
        ("Danh mục minh chứng", [_annexes(papers)] if papers else [Paragraph("Không có minh chứng kèm theo.")]),
    ]
    body: list[Block] = []
    for place, (title, blocks) in enumerate([(t, b) for t, b in sections if b], start=1):
        body += [Section(title, number=roman(place)), *blocks]
    return FiledForm(
        name=["BÁO CÁO TỰ ĐÁNH GIÁ", "SẢN PHẨM OCOP"],
        subtitle=numbered(dossier, "mau-02", "Mẫu số 02"),
        facts=_facts(content),
        body=body,
        place_date=place_and_day(dossier, filed_on),
        role="Đại diện chủ thể",
        signer=dossier.undertaken_by or content["producer"]["representative"],
    )


_RESULTS = (
    ("materials", "Vùng nguyên liệu và liên kết"),
    ("technology", "Công nghệ, chế biến"),
    ("quality", "Chất lượng, bao bì, nhãn"),
    ("markets", "Thị trường, bán hàng"),
    ("revenue", "Doanh thu năm gần nhất"),
    ("profit", "Lợi nhuận năm gần nhất"),
)
_PLAN = (
    ("plan_production", "Sản xuất"),
    ("plan_market", "Thị trường"),
    ("plan_finance", "Đầu tư và tài chính"),
)
_UPDATES = (
    "Nguyên liệu", "Công nghệ", "Bao bì", "Nhãn", "Công bố chất lượng", "Kiểm nghiệm định kỳ", "Thị trường",
    "Sản lượng", "Doanh thu", "Giấy tờ hết hạn đã được cấp mới",
)  # fmt: skip


def _facts(content: dict[str, Any]) -> list[tuple[str, str]]:
    producer, product = content["producer"], content["product"]
    rows = [
        ("Tên chủ thể", producer["name"]),
        ("Loại hình", str(LegalForm(producer["legal_form"]).label)),
        ("Địa chỉ", f"{producer['address']}, {producer['unit']}"),
        ("Điện thoại", producer["phone"]),
        ("Thư điện tử", producer["email"]),
        ("Người đại diện", producer["representative"]),
        ("Giới tính", producer["representative_gender"]),
        ("Dân tộc", producer["representative_ethnicity"]),
        ("Địa chỉ thường trú", producer["representative_address"]),
        ("Ngày thành lập", _day(producer["founded_on"])),
        ("Số đăng ký kinh doanh", producer["registration_no"]),
        ("Ngày đăng ký", _day(producer["registered_on"])),
        ("Mã số thuế", producer["tax_code"]),
        ("Sản phẩm", product["name"]),
        ("Quy cách đóng gói", product["packing"]),
        ("Tiêu chuẩn áp dụng", product["standards"]),
    ]
    return [(label, value) for label, value in rows if value]


def _general(content: dict[str, Any]) -> list[Block]:
    held = {paper["kind"] for paper in content["papers"]}
    boxes = (
        (EvidenceKind.BUSINESS_REGISTRATION, "Đăng ký kinh doanh"),
        (EvidenceKind.QUALITY_DECLARATION, "Công bố chất lượng sản phẩm"),
        (EvidenceKind.PRODUCTION_CONDITIONS, "Chứng nhận điều kiện sản xuất, an toàn thực phẩm"),
        (EvidenceKind.INTELLECTUAL_PROPERTY, "Sở hữu trí tuệ"),
    )
    words = "; ".join(f"[{'x' if kind in held else '  '}] {title}" for kind, title in boxes)
    return [
        *_led("Mô tả sản phẩm", content["product"]["description"]),
        Paragraph(words, lead="Giấy tờ đã có:"),
        *_led("Lịch sử hình thành", content["producer"]["history"]),
        *_led("Tổ chức", content["producer"]["organisation"]),
    ]


def _texts(content: dict[str, Any], *names: tuple[str, str]) -> list[Block]:
    texts = content["texts"]
    found: list[Block] = []
    for name, title in names:
        value = texts.get(name)
        found += _led(title, money(value) if isinstance(value, int) else value or "")
    return found


def _changes(content: dict[str, Any]) -> list[tuple[str, list[Block]]]:
    if content["kind"] == DossierKind.UPGRADE:
        return [("Nội dung thay đổi so với hồ sơ trước", paragraphs(content["texts"].get("changed", "")))]
    if content["kind"] == DossierKind.AGAIN:
        names = tuple(zip(UPDATE_FIELDS, _UPDATES, strict=True))
        return [("Cập nhật để đánh giá lại", _texts(content, *names))]
    return []


def _local(content: dict[str, Any]) -> list[Block]:
    return _texts(content, *((f"local_{name}", title) for name, title in CONTENTS))


def _led(lead: str, text: str) -> list[Block]:
    blocks = paragraphs(text)
    if blocks and isinstance(blocks[0], Paragraph):
        return [Paragraph(blocks[0].text, lead=f"{lead}:"), *blocks[1:]]
    return [Paragraph("", lead=f"{lead}:"), *blocks] if blocks else []


# -- Part III: the rubric --------------------------------------------------------------------------------------------
def _criteria(dossier: Dossier, content: dict[str, Any], papers: list[dict[str, Any]]) -> list[Block]:
    rubric = dossier.law.rubrics.filter(number=content["rubric"]).first() if content["rubric"] else None
    if rubric is None:
        return []
    answers = {item["item"]: item for item in content["items"]}
    annexes: dict[str, list[str]] = {}
    for paper in papers:
        for key in paper["items"]:
            annexes.setdefault(key, []).append(paper["annex"])
    blocks: list[Block] = [_summary(rubric, answers)]
    parts: dict[str, list[list[str]]] = {}
    titles: dict[str, str] = {}
    for leaf in leaf_criteria(rubric):
        titles[leaf.part.code] = leaf.part.title
        parts.setdefault(leaf.part.code, []).append(_row(leaf, answers.get(leaf.key), annexes.get(leaf.key, [])))
    for code, rows in parts.items():
        blocks += [Section(f"Phần {code}. {titles[code]}"), Table(_COLUMNS, rows)]
    return blocks


_COLUMNS = [
    Column("Tiêu chí", 28),
    Column("Mức tự đánh giá", 31),
    Column("Điểm", 9, Align.CENTER),
    Column("Mô tả", 22),
    Column("Phụ lục", 10, Align.CENTER),
]


def _row(leaf: Criterion, answer: dict[str, Any] | None, annexes: list[str]) -> list[str]:
    title = f"{leaf.key}. {leaf.title}"
    if answer is None:
        return [title, "", "", "", ""]
    level = next((level for level in leaf.levels.all() if level.order == answer["level"]), None)
    label = level.label if level else "Không đạt"
    return [title, label, f"{answer['points']}/{leaf.max_points}", answer["description"], ", ".join(annexes)]


def _summary(rubric: Rubric, answers: dict[str, dict[str, Any]]) -> Table:
    spec = spec_for(rubric)
    result = score(spec, {key: answer["level"] for key, answer in answers.items()}, partial=True)
    rows = [[f"Phần {part.code}. {part.title}", f"{result.parts[part.code]}/{part.max_points}"] for part in spec.parts]
    rows.append(["Tổng điểm", f"{result.total}/{spec.max_total}"])
    rows.append(["Hạng theo tự đánh giá", f"{result.stars} sao" + ("" if spec.holds_gates else f" ({NOT_HELD})")])
    return Table([Column("Bộ tiêu chí", 75), Column("Tự chấm", 25, Align.CENTER)], rows)


def _annexes(papers: list[dict[str, Any]]) -> Table:
    columns = [
        Column("Phụ lục", 10, Align.CENTER),
        Column("Loại", 24),
        Column("Tên, số, cơ quan cấp", 34),
        Column("Có giá trị đến", 15, Align.CENTER),
        Column("Tiêu chí", 17, Align.CENTER),
    ]
    rows = [
        [
            paper["annex"],
            str(EvidenceKind(paper["kind"]).label),
            ", ".join(filter(None, (paper["title"], paper["number"], paper.get("issuer", "")))),
            _day(paper["expires_on"]),
            ", ".join(paper["items"]),
        ]
        for paper in papers
    ]
    return Table(columns, rows)


def _day(value: str) -> str:
    return day(date.fromisoformat(value)) if value else ""
