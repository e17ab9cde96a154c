"""The official paper sheet, empty and filled, to be signed by hand. An official form: Vietnamese on every screen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from directives.rendering import Block, Column, FiledDossier, FiledForm, Paragraph, Section, Table, paragraphs
from directives.rendering.blocks import Align
from evaluations.models import Entry, SheetVersion
from foundation import clock
from foundation.formatting import moment
from rubrics.models import Criterion
from rubrics.selectors import CriterionNode, rubric_tree

NOT_REACHED = "Không đạt"
_DOTS = "." * 130
_DATE = "……………, ngày …… tháng …… năm ………"
_TICKED, _OPEN = "[x]", "[  ]"


@dataclass(frozen=True)
class _Filled:
    """What a submitted version says: ``items`` by key, with level, points and note."""

    items: Mapping[str, Mapping[str, Any]]
    member: str = ""
    opinion: str = ""
    total: str = ""


def compose_blank(entry: Entry) -> dict[str, Any]:
    """Return the empty sheet of an entry as plain values."""
    return _paper(entry, None, name="").to_dict()


def compose_filled(version: SheetVersion) -> dict[str, Any]:
    """Return a submitted version as plain values. It speaks from the sealed text alone, not from what came after."""
    content = json.loads(version.canonical)
    filled = _Filled(
        {row["item"]: row for row in content["items"]}, content["member"], content["opinion"], content["total"]
    )
    paper = _paper(version.sheet.entry, filled, name=content["member"])
    sealed = clock.local(version.sealed_at)
    return _with_seal(paper, version, sealed).to_dict()


def _with_seal(paper: FiledDossier, version: SheetVersion, sealed: datetime) -> FiledDossier:
    lines = [
        f"Phiếu đã nộp trên cổng OCOP lúc {moment(sealed)}, bản thứ {version.number}.",
        "Mã băm SHA-256 của bản đã nộp:",
        version.sha256,
    ]
    form = paper.forms[0]
    signed = FiledForm(
        name=form.name,
        subtitle=form.subtitle,
        facts=form.facts,
        body=form.body,
        place_date=form.place_date,
        role=form.role,
        signer=form.signer,
        after=[Paragraph(line) for line in lines],
    )
    return FiledDossier(
        title=paper.title, producer=paper.producer, forms=[signed], created=sealed.date(), training=paper.training
    )


def _paper(entry: Entry, filled: _Filled | None, *, name: str) -> FiledDossier:
    dossier, evaluation_round = entry.dossier, entry.round
    facts = [
        ("Tên sản phẩm", dossier.product.name),
        ("Chủ thể OCOP", dossier.producer.name),
        ("Địa bàn", dossier.unit.name),
        ("Bộ sản phẩm", str(entry.rubric)),
        ("Đợt đánh giá", evaluation_round.name),
        ("Thành viên Hội đồng", name or _DOTS[:70]),
    ]
    return FiledDossier(
        title=f"Phiếu đánh giá sản phẩm OCOP: {dossier.product.name}{f' – {name}' if name else ''}",
        producer=evaluation_round.office.name,
        forms=[
            FiledForm(
                name=["PHIẾU ĐÁNH GIÁ, PHÂN HẠNG", "SẢN PHẨM OCOP"],
                subtitle=f"(Theo Bộ tiêu chí ban hành kèm theo Quyết định số {evaluation_round.law.code})",
                facts=facts,
                body=_body(entry, filled),
                place_date=_DATE,
                role="Thành viên Hội đồng",
                signer=name,
            )
        ],
        training=evaluation_round.training,
    )


def _body(entry: Entry, filled: _Filled | None) -> list[Block]:
    body: list[Block] = []
    most = 0
    for node in rubric_tree(entry.rubric):
        most += node.part.max_points
        body.append(Section(f"Phần {node.part.code}. {node.part.title} (tối đa {node.part.max_points} điểm)"))
        body.append(_table(list(_rows(node.children, filled))))
    total = filled.total if filled else "………"
    body += [Section("Tổng điểm"), Paragraph(f"{total} / {most} điểm.", lead="Tổng số điểm đánh giá:")]
    if filled is None:
        words = [Paragraph(_DOTS) for _line in range(3)]
    else:
        words = paragraphs(filled.opinion) or [Paragraph("Không có ý kiến khác.")]
    return [*body, Section("Ý kiến của người đánh giá"), *words]


def _table(rows: list[list[str]]) -> Table:
    columns = [
        Column("Tiêu chí và mức điểm", 64),
        Column("Điểm", 9, Align.CENTER),
        Column("Chọn", 9, Align.CENTER),
        Column("Ghi chú", 18),
    ]
    return Table(columns, rows)


def _rows(nodes: tuple[CriterionNode, ...], filled: _Filled | None) -> Iterator[list[str]]:
    for node in nodes:
        criterion = node.criterion
        if not node.cases:
            yield [f"{criterion.code}. {criterion.title}".upper(), str(criterion.max_points), "", ""]
        else:
            yield from _item(node, criterion, filled)
        yield from _rows(node.children, filled)


def _item(node: CriterionNode, criterion: Criterion, filled: _Filled | None) -> Iterator[list[str]]:
    row = filled.items.get(criterion.key, {}) if filled else {}
    title = f"{criterion.code}. {criterion.title} (tối đa {criterion.max_points} điểm)"
    yield [title, "", str(row.get("points", "")), str(row.get("note", ""))]
    for case in node.cases:
        if case.label:
            yield [case.label, "", "", ""]
        for level in case.levels:
            mark = _TICKED if row and row["level"] == level.order else _OPEN
            stars = f" (tối thiểu cho hạng {level.gate_stars} sao)" if level.gate_stars else ""
            yield [f"– {level.label}{stars}", str(level.points), mark, ""]
    none = bool(row) and row["level"] is None
    yield [f"– {NOT_REACHED}", "0", _TICKED if none else _OPEN, ""]
