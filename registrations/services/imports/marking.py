"""The list itself with a column of errors: made by a job, kept beside the original."""

from __future__ import annotations

from django.db import transaction

from activity import jobs
from activity.jobs import Progress
from foundation import files
from foundation.exports import XLSX
from registrations.enums.imports import ImportState, RowState
from registrations.imports.marking import marked_workbook
from registrations.models import ImportBatch, ImportRow
from registrations.selectors.imports import sentences_of
from registrations.services.imports.intake import MARK

TELLING = (RowState.ERROR, RowState.DUPLICATE)


def ask_for_marked(*, batch: ImportBatch) -> None:
    """Queue the job that writes the errors into a copy of the list. Runs in the caller's transaction."""
    jobs.enqueue(MARK, key=f"{MARK}:{batch.pk}:{batch.version}", payload={"batch": batch.pk, "version": batch.version})


def mark_workbook(*, batch_id: int, version: int, progress: Progress) -> None:
    """Make the copy with the column "Lỗi" and store it once; nothing happens when the list was read anew meanwhile."""
    batch = ImportBatch.objects.select_related("source").get(pk=batch_id)
    if batch.marked_id is not None or batch.version != version or batch.state != ImportState.STAGED:
        return
    rows = ImportRow.objects.filter(batch=batch, state__in=TELLING).order_by("number")
    texts = {row.number: " ".join(sentences_of(batch, row.problems)) for row in rows.iterator(chunk_size=500)}
    content = marked_workbook(
        files.read(batch.source),
        sheet=batch.sheet,
        header_row=(batch.header_first or 1) + batch.header_rows - 1,
        texts=texts,
    )
    name = batch.source.original_name.rsplit(".", 1)[0][:180]
    with transaction.atomic():
        stored = files.store(name=f"{name}-loi.xlsx", content_type=XLSX, content=content)
        ImportBatch.objects.filter(pk=batch.pk, marked=None, version=version).update(marked=stored)
    progress(1, 1)
