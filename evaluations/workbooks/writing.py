"""Making the workbook: labels locked, white cells to fill, what is ticked already stands in it."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import TYPE_STRING, Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.marks import seen_of_sheet
from evaluations.models import Entry, EvaluationRound, Sheet
from evaluations.selectors.sheets import SheetForm
from evaluations.workbooks.layout import (
    FIRST_ROW,
    FORMAT,
    HEADERS,
    HOW,
    META,
    Row,
    levels_in_order,
    rows_of,
    titles_of,
)

_BOLD, _WRAP = Font(bold=True), Alignment(wrap_text=True, vertical="top")
_ITEM = PatternFill("solid", fgColor="E4EFE7")
_PART = PatternFill("solid", fgColor="CFE3D4")
_OPEN = Protection(locked=False)
_WIDTHS = {"A": 8, "B": 78, "C": 10, "D": 9, "E": 40}


@dataclass(frozen=True)
class Form:
    """An entry with the member's own sheet, as the workbook is made from it."""

    entry: Entry
    sheet: Sheet | None
    form: SheetForm


def workbook_of(evaluation_round: EvaluationRound, member_id: int, forms: Sequence[Form]) -> bytes:
    """Return the workbook of a member's sheets, one worksheet for each entry."""
    book = Workbook()
    book.remove(book.worksheets[0])
    titles = titles_of(one.entry.dossier.product.name for one in forms)
    entries = []
    for title, one in zip(titles, forms, strict=True):
        _write(book.create_sheet(title), evaluation_round, one)
        leaves = [line.criterion.pk for line in one.form.items]
        entries.append(
            {
                "sheet": title,
                "entry": one.entry.pk,
                "set": one.entry.rubric.content_hash,
                "seen": seen_of_sheet(one.sheet, leaves),
            }
        )
    meta = {"format": FORMAT, "round": evaluation_round.pk, "member": member_id, "entries": entries}
    _hide(book.create_sheet(META), meta)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _hide(sheet: Worksheet, meta: dict[str, object]) -> None:
    """Write what the workbook is about; long texts are cut into cells, which hold 32,767 characters at most."""
    sheet.sheet_state = "veryHidden"
    text = json.dumps(meta, ensure_ascii=True, separators=(",", ":"))
    for start in range(0, len(text), 30000):
        _text(sheet.cell(row=1 + start // 30000, column=1), text[start : start + 30000])
    sheet.protection.sheet = True


def _text(cell: Cell | MergedCell, text: str) -> None:
    """Write a text that never becomes a formula."""
    cell.value = text
    if text:
        cell.data_type = TYPE_STRING


def _write(sheet: Worksheet, evaluation_round: EvaluationRound, one: Form) -> None:
    dossier = one.entry.dossier
    heads = (
        f"PHIẾU ĐÁNH GIÁ SẢN PHẨM OCOP: {dossier.product.name}",
        f"{dossier.producer.name}, {dossier.unit.name}",
        f"{one.entry.rubric} – Quyết định {evaluation_round.law.code} – {evaluation_round.name}",
        HOW,
    )
    for number, text in enumerate(heads, start=1):
        _text(sheet.cell(row=number, column=2), text)
        sheet.cell(row=number, column=2).alignment = _WRAP
    for column, text in enumerate(HEADERS, start=1):
        cell = sheet.cell(row=FIRST_ROW - 1, column=column, value=text)
        cell.font = _BOLD
    for number, row in enumerate(rows_of(one.form), start=FIRST_ROW):
        _write_row(sheet, number, row, one.sheet)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet["B1"].font = _BOLD
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.protection.sheet = True
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_row(sheet: Worksheet, number: int, row: Row, stored: Sheet | None) -> None:
    for column, text in enumerate(row.texts, start=1):
        cell = sheet.cell(row=number, column=column)
        _text(cell, text)
        cell.alignment = _WRAP
    choice, note = sheet.cell(row=number, column=4), sheet.cell(row=number, column=5)
    note.alignment = _WRAP
    if row.line is not None:
        levels = levels_in_order(row.line)
        for column in range(1, 4):
            sheet.cell(row=number, column=column).fill = _ITEM
            sheet.cell(row=number, column=column).font = _BOLD
        choice.protection, note.protection = _OPEN, _OPEN
        item = row.line.item
        if item is not None:
            if item.answered:
                choice.value = next((n for n, level in enumerate(levels, 1) if level.pk == item.level_id), 0)
            _text(note, item.note)
        check = DataValidation(type="whole", operator="between", formula1="0", formula2=str(len(levels)))
        check.allow_blank = True
        check.error = f"Ghi số từ 0 đến {len(levels)}."
        check.add(choice)
        sheet.add_data_validation(check)
    elif row.of is not None:
        choice.protection = _OPEN
    elif row.opinion:
        note.protection = _OPEN
        _text(note, stored.opinion if stored else "")
    else:
        for column in range(1, 4):
            sheet.cell(row=number, column=column).fill = _PART
            sheet.cell(row=number, column=column).font = _BOLD
