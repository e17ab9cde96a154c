"""The list itself with a column of errors: made by a job, kept beside the original until a row is changed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from accounts.models import User
from activity import jobs
from activity.errors import NotAllowed
from activity.jobs import Progress
from foundation import files
from foundation.exports import XLSX
from registrations import rules
from registrations.enums.imports import ImportState, RowState
from registrations.imports.marking import marked_workbook
from registrations.models import ImportBatch, ImportRow
from registrations.selectors.imports import mark_key, sentences_of
from registrations.services.imports.intake import MARK

TELLING = (RowState.ERROR, RowState.DUPLICATE)
_MARKABLE = (ImportState.STAGED, ImportState.ACCEPTED)


def ask_for_marked(*, batch: ImportBatch) -> None:
    """Queue the job that writes the errors into a copy of the list. Runs in the caller's transaction."""
    payload = {"batch": batch.pk, "version": batch.version, "touched": batch.touched}
    jobs.enqueue(MARK, key=mark_key(batch), payload=payload)


@transaction.atomic
def mark_anew(*, batch: ImportBatch, actor: User) -> None:
    """Ask for the copy with the errors as the rows stand now. Raises NotAllowed for whoever does not work on it."""
    if not rules.works_on_import(actor, batch):
        raise NotAllowed
    now = ImportBatch.objects.get(pk=batch.pk)
    if now.marked_id is None and now.state in _MARKABLE:
        ask_for_marked(batch=now)


def note_touched(batch: ImportBatch) -> None:
    """A row was changed on the page: the copy with the errors is of the past. Runs in the caller's transaction."""
    ImportBatch.objects.filter(pk=batch.pk).update(touched=F("touched") + 1, marked=None)


def mark_workbook(*, batch_id: int, version: int, touched: int, progress: Progress) -> None:
    """Make the copy with the column "Lỗi" from the rows as they stand and store it once.

    Nothing happens when the list was read anew, or a row was changed, meanwhile.
    """
    batch = ImportBatch.objects.select_related("source").get(pk=batch_id)
    if batch.marked_id is not None or (batch.version, batch.touched) != (version, touched):
        return
    if batch.state not in _MARKABLE:
        return
    content = marked_workbook(
        files.read(batch.source),
        sheet=batch.sheet,
        header_row=(batch.header_first or 1) + batch.header_rows - 1,
        texts=_texts(batch),
        mended=_mended(batch),
    )
    name = batch.source.original_name.rsplit(".", 1)[0][:180]
    with transaction.atomic():
        stored = files.store(name=f"{name}-loi.xlsx", content_type=XLSX, content=content)
        same = ImportBatch.objects.filter(pk=batch.pk, marked=None, version=version, touched=touched)
        same.update(marked=stored)
    progress(1, 1)


def _texts(batch: ImportBatch) -> dict[int, str]:
    """Return by row what is wrong with it now; rows that were put right or left out say nothing."""
    rows = ImportRow.objects.filter(batch=batch, state__in=TELLING).order_by("number")
    return {row.number: " ".join(sentences_of(batch, row.problems)) for row in rows.iterator(chunk_size=500)}


def _mended(batch: ImportBatch) -> dict[int, dict[int, str]]:
    """Return by row and column (counted from 1) what the cells say of rows that somebody typed over on the page."""
    rows = ImportRow.objects.filter(batch=batch, mended__gt=0).order_by("number")
    columns = batch.mapping.items()
    return {
        number: {index + 1: cells.get(key) or "" for key, index in columns}
        for number, cells in rows.values_list("number", "cells").iterator(chunk_size=500)
    }
