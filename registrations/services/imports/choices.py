"""What a person decides about single rows before a list is accepted."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from activity.errors import Conflict, NotAllowed
from registrations import rules
from registrations.enums.imports import ImportState, RowState
from registrations.models import ImportBatch, ImportRow
from registrations.services.imports.marking import note_touched

_BY_HAND = {"code": "by_hand", "field": "", "params": {}}


@transaction.atomic
def skip_row(*, row: ImportRow, actor: User) -> None:
    """Leave a row out that would have been taken over. Raises Conflict when it has moved on."""
    _check(row.batch, actor)
    changes = {"state": RowState.SKIPPED, "problems": [*row.problems, _BY_HAND]}
    _move(row, RowState.READY, changes)


@transaction.atomic
def restore_row(*, row: ImportRow, actor: User) -> None:
    """Take a row up again that somebody has left out. Raises Conflict when it was left out for another reason."""
    _check(row.batch, actor)
    if _BY_HAND not in row.problems:
        raise _moved()
    changes = {"state": RowState.READY, "problems": [item for item in row.problems if item != _BY_HAND]}
    _move(row, RowState.SKIPPED, changes)


@transaction.atomic
def take_row_anyway(*, row: ImportRow, actor: User) -> None:
    """Take a row over although a producer under another name looks like its own. Raises Conflict for certain ones."""
    _check(row.batch, actor)
    if not row.doubtful:
        raise _moved()
    _move(row, RowState.DUPLICATE, {"state": RowState.READY, "anyway": True})


@transaction.atomic
def take_doubtful_rows(*, batch: ImportBatch, actor: User) -> int:
    """Take over all rows that only look like something that is there already; return how many."""
    _check(batch, actor)
    rows = ImportRow.objects.filter(batch=batch, state=RowState.DUPLICATE, doubtful=True)
    note_touched(batch)
    return rows.update(state=RowState.READY, anyway=True)


def _check(batch: ImportBatch, actor: User) -> None:
    if not rules.works_on_import(actor, batch):
        raise NotAllowed
    if not ImportBatch.objects.filter(pk=batch.pk, state=ImportState.STAGED).exists():
        raise _moved()


def _move(row: ImportRow, state: str, changes: Mapping[str, object]) -> None:
    if ImportRow.objects.filter(pk=row.pk, state=state).update(**changes) != 1:
        raise _moved()
    note_touched(row.batch)


def _moved() -> Conflict:
    return Conflict()
