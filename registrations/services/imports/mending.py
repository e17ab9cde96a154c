"""A staged row is put right on the page: what was typed is read and compared as if it stood in the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed
from registrations import rules
from registrations.enums.imports import ImportState, RowState
from registrations.imports import matching, rows
from registrations.imports.columns import BY_KEY
from registrations.models import ImportBatch, ImportRow
from registrations.selectors.imports import known_for_import
from registrations.services.imports.marking import note_touched
from registrations.services.imports.staging import columns_of, setting_of

MENDABLE = (RowState.ERROR, RowState.DUPLICATE, RowState.READY)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 -- day 0 of Excel has no zone; whoever types writes whole days


@transaction.atomic
def mend_row(*, row: ImportRow, cells: Mapping[str, str], seen: int, actor: User) -> ImportRow:
    """Type over cells of a row (key of a column → text) and judge it anew; what is still wrong stays an error.

    Rows with errors that took their producer from this one (merged cells) get the same cells of the producer.
    Raises Conflict when the row was mended since ``seen``, is being taken over, or was left out.
    """
    batch = row.batch
    if not rules.works_on_import(actor, batch):
        raise NotAllowed
    if not ImportBatch.objects.filter(pk=batch.pk, state=ImportState.STAGED).exists():
        raise _moved()
    changed = {key: text for key, text in cells.items() if key in BY_KEY and text != row.cells.get(key, "")}
    _judge(row, changed, seen)
    carried = {key: text for key, text in changed.items() if key in rows.CARRIED}
    for follower in _followers(row) if carried else ():
        _judge(follower, carried, follower.mended)
    note_touched(batch)
    before = {f"{row.number}.{key}": row.cells.get(key, "") for key in changed}
    after = {f"{row.number}.{key}": text for key, text in changed.items()}
    journal.record(batch, journal.Event("mend_row", _("Row put right on the page"), before, after), actor=actor)
    row.refresh_from_db()
    return row


def _judge(row: ImportRow, changed: Mapping[str, str], seen: int) -> None:
    """Read one row anew, compare it with portal and list, and store the verdict unless somebody was first."""
    batch = row.batch
    draft = rows.read_again(row.number, {**row.cells, **changed}, setting_of(batch, _EPOCH))
    unit = draft.values.get("unit")
    known = known_for_import([unit] if unit else [], batch.round)
    others = _others(row, unit, draft.values.get("tax_code") or "")
    verdict = matching.judge([*others, draft], known, batch.kind)[-1]
    here = ImportRow.objects.filter(pk=row.pk, state__in=MENDABLE, mended=seen)
    if here.update(mended=seen + 1, anyway=False, **columns_of(verdict)) != 1:
        raise _moved()


def _others(row: ImportRow, unit: int | None, tax_code: str) -> list[rows.Draft]:
    """Return the other rows that would be taken over and with which this one could collide."""
    ready = ImportRow.objects.filter(batch=row.batch, state=RowState.READY).exclude(pk=row.pk).order_by("number")
    near = ready.filter(unit=unit)
    if tax_code:
        near = near | ready.filter(values__tax_code=tax_code)
    return [rows.Draft(number, values=values) for number, values in near.values_list("number", "values")]


def _followers(row: ImportRow) -> list[ImportRow]:
    """Return the rows with errors below that were given this row's producer because their own cell was empty."""
    below = ImportRow.objects.filter(batch=row.batch, state=RowState.ERROR, number__gt=row.number).select_related(
        "batch"
    )
    wanted = {"code": "from_above", "field": "producer", "params": {"row": row.number}}
    return [found for found in below.filter(mended=0) if wanted in found.notes]


def _moved() -> Conflict:
    return Conflict()
