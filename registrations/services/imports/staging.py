"""The rows of a list are read and compared with the portal; nothing but the import's own rows is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from activity import transitions
from activity.jobs import Progress
from foundation import clock, files
from foundation.text import search_key
from registrations.enums.imports import IMPORT_TRANSITIONS, ImportKind, ImportState, RowState
from registrations.imports import headers, matching, reading, rows
from registrations.imports.container import Unreadable
from registrations.models import ImportBatch, ImportRow
from registrations.selectors.imports import communes_for_import, known_for_import
from registrations.services.imports.marking import ask_for_marked

_AT_ONCE = 500
# Room for titles, headings, totals and signatures beside the rows that count.
_EXTRA_ROWS = 500
_SHARES = 4


def stage_rows(*, batch_id: int, progress: Progress) -> None:
    """Read every row of a list and show it with its problems; a second run begins anew.

    A list that cannot be read (damaged, no rows, too many rows) ends as failed, with the reason.
    """
    batch = ImportBatch.objects.select_related("source", "office__unit", "round__law").get(pk=batch_id)
    if batch.state != ImportState.STAGING:
        return
    progress(0, _SHARES)
    try:
        sheet, header = _table(batch)
        progress(1, _SHARES)
        drafts = list(rows.read_rows(sheet, header, batch.mapping, setting_of(batch, sheet.epoch)))
        _check_count(drafts)
    except Unreadable as reason:
        transitions.apply(IMPORT_TRANSITIONS, "fail", batch, actor=None, changes={"failure": str(reason)})
        return
    progress(2, _SHARES)
    units = {draft.values["unit"] for draft in drafts if draft.values.get("unit")}
    verdicts = matching.judge(drafts, known_for_import(units, batch.round), batch.kind)
    progress(3, _SHARES)
    _store(batch, verdicts)
    progress(_SHARES, _SHARES)


def _table(batch: ImportBatch) -> tuple[reading.Sheet, headers.Header]:
    limit = settings.IMPORT_MAX_ROWS + _EXTRA_ROWS
    sheet = reading.read_sheet(files.read(batch.source), batch.sheet, max_rows=limit)
    if sheet.cut:
        raise _too_many()
    return sheet, headers.header_at(sheet, batch.header_first or 1, batch.header_rows)


def _too_many() -> Unreadable:
    return Unreadable(
        _("The list has more than %(limit)s rows. Split it into several files.") % {"limit": settings.IMPORT_MAX_ROWS}
    )


def _check_count(drafts: list[rows.Draft]) -> None:
    count = sum(not draft.skipped for draft in drafts)
    if not count:
        raise Unreadable(_("There is no row with a product below the column names. Check the sheet and the row."))
    if count > settings.IMPORT_MAX_ROWS:
        raise _too_many()


def setting_of(batch: ImportBatch, epoch: datetime) -> rows.Setting:
    """Return what the reading of rows needs to know; ``epoch`` is day 0 of the file's serial numbers."""
    found, law = batch.round, batch.round.law if batch.round else None
    months = law.term("certificate_months") if law else None
    return rows.Setting(
        kind=batch.kind,
        communes=communes_for_import(batch.office),
        today=clock.today(),
        epoch=epoch,
        rubrics=tuple(law.rubrics.order_by("number").values_list("pk", "number", "name")) if law else (),
        kinds=tuple(found.kinds) if found else (),
        round_units=frozenset(found.units.values_list("pk", flat=True)) if found else None,
        records_stars=batch.kind == ImportKind.REGISTER and batch.office.runs_rounds,
        months=months or 36,
    )


@transaction.atomic
def _store(batch: ImportBatch, verdicts: list[matching.Verdict]) -> None:
    transitions.apply(IMPORT_TRANSITIONS, "stage", batch, actor=None, facts={"rows": len(verdicts)})
    ImportRow.objects.filter(batch=batch).delete()
    ImportRow.objects.bulk_create(_rows(batch, verdicts), batch_size=_AT_ONCE)
    if any(verdict.state in (RowState.ERROR, RowState.DUPLICATE) for verdict in verdicts):
        ask_for_marked(batch=batch)


def _rows(batch: ImportBatch, verdicts: list[matching.Verdict]) -> Iterator[ImportRow]:
    for verdict in verdicts:
        yield ImportRow(batch=batch, number=verdict.draft.number, **columns_of(verdict))


def columns_of(verdict: matching.Verdict) -> dict[str, Any]:
    """Return what a row keeps of what was read and found out."""
    draft = verdict.draft
    problems = [item.as_json() for item in draft.problems]
    product, producer = ((draft.values.get(key) or "")[:200] for key in ("product", "producer"))
    if draft.skipped:
        problems = [{"code": draft.skipped, "field": "", "params": {}}]
    return {
        "state": verdict.state,
        "doubtful": verdict.doubtful,
        "product_name": product,
        "producer_name": producer,
        "search": search_key(f"{product} {producer}")[:400],
        "commune_name": (draft.values.get("commune") or "")[:200],
        "unit_id": draft.values.get("unit"),
        "cells": draft.cells,
        "values": draft.values,
        "problems": problems,
        "notes": [item.as_json() for item in draft.notes],
        "producer_id": verdict.producer,
        "product_id": verdict.product,
    }
