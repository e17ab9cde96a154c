"""What a member's workbook is made from, and against what a filled one is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evaluations.enums import RECUSED_STATES, SheetState
from evaluations.marks import choice_field, note_field, values_of
from evaluations.models import CouncilMember, Entry, EvaluationRound, Recusal, Sheet, SheetUpload
from evaluations.selectors.rounds import entries_of
from evaluations.selectors.sheets import sheet_form
from evaluations.workbooks import Fault, FilledSheet, Form, ReadWorkbook, read_workbook
from foundation import files
from registrations.editing import mark, marks_in


def forms_of(evaluation_round: EvaluationRound, member: CouncilMember) -> dict[int, Form]:
    """Return the entries that a member may fill now, each with the member's own sheet."""
    entries = entries_of(evaluation_round, member.user).filter(withdrawn_at=None, set_aside_reason="")
    sheets = _sheets(evaluation_round, member)
    found = {}
    for entry in entries:
        sheet = sheets.get(entry.pk)
        if sheet is None or sheet.state == SheetState.DRAFT:
            entry.round = evaluation_round
            found[entry.pk] = Form(entry, sheet, sheet_form(entry, sheet, beside=False))
    return found


def _sheets(evaluation_round: EvaluationRound, member: CouncilMember) -> dict[int, Sheet]:
    rows = Sheet.objects.filter(entry__round=evaluation_round, member=member).prefetch_related("items")
    return {sheet.entry_id: sheet for sheet in rows}


def _closed(evaluation_round: EvaluationRound, member: CouncilMember) -> dict[int, str]:
    """Say why entries that were in an earlier workbook cannot be filled any more."""
    gone = Entry.objects.filter(round=evaluation_round, in_round=False).values_list("pk", flat=True)
    recused = Recusal.objects.filter(entry__round=evaluation_round, member=member, state__in=RECUSED_STATES)
    submitted = [pk for pk, one in _sheets(evaluation_round, member).items() if one.state != SheetState.DRAFT]
    return (
        {pk: _("This product has left the round.") for pk in gone}
        | {pk: _("This sheet is submitted. The secretary can open it again.") for pk in submitted}
        | {
            pk: _("You are recused from this product; its sheet cannot be filled.")
            for pk in recused.values_list("entry_id", flat=True)
        }
    )


def upload_of(evaluation_round: EvaluationRound, user: Any, pk: int) -> SheetUpload | None:
    """Return a workbook that the person has uploaded for this round; nobody sees another member's."""
    rows = SheetUpload.objects.filter(round=evaluation_round, member__user=user, pk=pk)
    return rows.select_related("stored", "member__user").first()


@dataclass(frozen=True)
class Change:
    """A field that the workbook changes: its item, what is stored and what will be, in words."""

    key: str
    before: str
    after: str


def read_upload(upload: SheetUpload) -> ReadWorkbook:
    """Read an uploaded workbook against what is stored at this moment."""
    found = read_workbook(
        files.read(upload.stored),
        round_id=upload.round_id,
        member_id=upload.member_id,
        forms=forms_of(upload.round, upload.member),
        closed=_closed(upload.round, upload.member),
    )
    for filled in found.sheets:
        found.faults += _overtaken(filled)
    return found


def _overtaken(filled: FilledSheet) -> list[Fault]:
    """Name the cells whose item was changed in the portal after the workbook was made."""
    stored = values_of(filled.form.sheet, [line.criterion.pk for line in filled.form.form.items])
    seen = marks_in(filled.seen)
    text = _("This was changed in the portal after the workbook was downloaded. Empty the cell, or download it anew.")
    return [
        Fault(filled.title, filled.cells[name], text)
        for name, value in filled.values.items()
        if mark(stored[name]) not in {*seen.get(name, ()), mark(value), mark("")}
    ]


def changes_of(filled: FilledSheet) -> list[Change]:
    """Return what writing a worksheet would change."""
    found = []
    for line in filled.form.form.items:
        pk = line.criterion.pk
        words = {str(level.pk): f"{level.points} – {level.label}" for case in line.cases for level in case.levels}
        words |= {"0": f"0 – {_('Not reached')}", "": "–"}
        if choice_field(pk) in filled.values:
            found.append(Change(line.criterion.key, words[line.chosen], words[filled.values[choice_field(pk)]]))
        if note_field(pk) in filled.values:
            before = line.item.note if line.item else ""
            found.append(Change(line.criterion.key, before or "–", filled.values[note_field(pk)] or "–"))
    return found


def by_place(faults: list[Fault]) -> Mapping[str, list[Fault]]:
    """Return faults by worksheet, in their order."""
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        found.setdefault(fault.sheet, []).append(fault)
    return found
