"""Reading a filled workbook: every cell is checked, and what is wrong is named by worksheet and cell."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.marks import NONE, choice_field, note_field
from evaluations.marks import OPINION as OPINION_FIELD
from evaluations.workbooks.cells import CellReader, Fault, FilledSheet, ReadWorkbook
from evaluations.workbooks.layout import FIRST_ROW, FORMAT, META, levels_in_order, rows_of
from evaluations.workbooks.writing import Form
from registrations.editing import mark, marks_in

_LONGEST_NOTE, _LONGEST_OPINION = 500, 4000


def read_workbook(
    content: bytes, *, round_id: int, member_id: int, forms: Mapping[int, Form], closed: Mapping[int, str]
) -> ReadWorkbook:
    """Read a workbook that ``workbook_of`` made.

    Args:
        forms: the entries that the member may fill now.
        closed: why other entries cannot be filled, by entry; what is in neither does not exist for the member.
    """
    found = ReadWorkbook()
    try:
        book = load_workbook(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, ParseError, AttributeError):
        found.faults.append(Fault("", "", _("The workbook cannot be read.")))
        return found
    meta = _meta(book[META]) if META in book.sheetnames else None
    if meta is None:
        found.faults.append(Fault("", "", _("This is not a workbook of score sheets from the portal.")))
    elif meta["format"] != FORMAT:
        text = _("This workbook was made by another version of the portal; download it anew.")
        found.faults.append(Fault("", "", text))
    elif meta["round"] != round_id:
        found.faults.append(Fault("", "", _("This workbook belongs to another round.")))
    elif meta["member"] != member_id:
        found.faults.append(Fault("", "", _("This workbook belongs to another council member.")))
    else:
        known = {one["sheet"]: one for one in meta["entries"]}
        for sheet in book.worksheets:
            if sheet.title != META:
                _read_sheet(sheet, known.get(sheet.title), forms, closed, found)
    if not found.faults and not found.sheets:
        found.faults.append(Fault("", "", _("The workbook holds no score sheet.")))
    return found


def _meta(sheet: Worksheet) -> dict[str, Any] | None:
    text = "".join(str(row[0].value or "") for row in sheet.iter_rows(max_col=1))
    try:
        meta = json.loads(text)
        entries = [
            {"sheet": str(one["sheet"]), "entry": int(one["entry"]), "set": str(one["set"]), "seen": str(one["seen"])}
            for one in meta["entries"]
        ]
        numbers = {name: int(meta[name]) for name in ("format", "round", "member")}
    except (ValueError, KeyError, TypeError):
        return None
    return numbers | {"entries": entries}


def _read_sheet(
    sheet: Worksheet,
    about: dict[str, Any] | None,
    forms: Mapping[int, Form],
    closed: Mapping[int, str],
    found: ReadWorkbook,
) -> None:
    form = forms.get(about["entry"]) if about else None
    if about is None:
        text = _("The portal does not know this worksheet; do not rename worksheets or add any.")
    elif form is None:
        text = closed.get(about["entry"], _("This product is not one that you score in this round."))
    elif about["set"] != form.entry.rubric.content_hash:
        text = _("This worksheet was made for another version of the criteria; download the workbook anew.")
    else:
        filled = FilledSheet(form, sheet.title, about["seen"])
        _read_rows(sheet, filled, found)
        found.sheets.append(filled)
        return
    found.faults.append(Fault(sheet.title, "A1", text))


def _read_rows(sheet: Worksheet, filled: FilledSheet, found: ReadWorkbook) -> None:
    reader = CellReader(sheet, found)
    picks: dict[int, list[tuple[int, str]]] = {}
    for number, row in enumerate(rows_of(filled.form.form), start=FIRST_ROW):
        reader.check_labels(number, row)
        if row.line is not None:
            pk = row.line.criterion.pk
            order = reader.number(number, len(levels_in_order(row.line)))
            if order is not None:
                picks.setdefault(pk, []).append((order, f"D{number}"))
            picks.setdefault(pk, [])
            filled.cells |= {choice_field(pk): f"D{number}", note_field(pk): f"E{number}"}
            _put(filled, note_field(pk), reader.note(number, _LONGEST_NOTE, lines=False))
        elif row.of is not None:
            if reader.is_marked(number):
                picks.setdefault(row.of.criterion.pk, []).append((row.order, f"D{number}"))
        else:
            reader.must_be_empty(f"D{number}")
            if row.opinion:
                filled.cells[OPINION_FIELD] = f"E{number}"
                _put(filled, OPINION_FIELD, reader.note(number, _LONGEST_OPINION, lines=True))
    for line in filled.form.form.items:
        _pick(line.criterion.pk, picks[line.criterion.pk], filled, reader)


def _pick(pk: int, picks: list[tuple[int, str]], filled: FilledSheet, reader: CellReader) -> None:
    """Take the level of an item; more than one is a fault at each further cell. An empty item keeps what is stored."""
    orders = {order for order, _cell in picks}
    if len(orders) > 1:
        for _order, cell in picks[1:]:
            reader.fault(cell, _("More than one level is chosen for this item."))
    elif picks:
        line = next(one for one in filled.form.form.items if one.criterion.pk == pk)
        order, cell = picks[0]
        filled.answered += 1
        filled.cells[choice_field(pk)] = cell
        _put(filled, choice_field(pk), str(levels_in_order(line)[order - 1].pk) if order else NONE)


def _put(filled: FilledSheet, name: str, value: str) -> None:
    """Take a value that differs from what the workbook was made from."""
    if mark(value) not in marks_in(filled.seen).get(name, set()):
        filled.values[name] = value
