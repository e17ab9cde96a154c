"""An import is taken back: only what it made, and only what nobody has used since."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal, transitions
from activity.jobs import Progress
from registrations.enums import WishState
from registrations.enums.imports import IMPORT_TRANSITIONS, ImportState, RowState
from registrations.models import ImportBatch, ImportRow, Producer, Product, Wish
from registrations.services.hanging import hangs_on
from registrations.services.imports.intake import UNDO, set_to_work

AT_ONCE = 25


@transaction.atomic
def undo_import(*, batch: ImportBatch, actor: User) -> ImportBatch:
    """Queue the job that takes an import back. Raises Conflict when it is not, or no longer, taken over."""
    transitions.apply(IMPORT_TRANSITIONS, "undo", batch, actor=actor, changes={"undone_by": actor})
    set_to_work(batch, UNDO, actor)
    return batch


def unmake_rows(*, batch_id: int, progress: Progress) -> None:
    """Take back the rows of an import, last row first, so that what belongs to an earlier row goes after its users.

    Safe to run twice: each row's own state moves in the transaction that removes what it made.
    """
    batch = ImportBatch.objects.select_related("undone_by").get(pk=batch_id)
    if batch.state != ImportState.UNDOING:
        return
    total = ImportRow.objects.filter(batch=batch).exclude(made={}).count()
    left = ImportRow.objects.filter(batch=batch, state=RowState.DONE).select_related("producer", "product", "wish")
    done = ImportRow.objects.filter(batch=batch, state__in=(RowState.UNDONE, RowState.KEPT)).count()
    while rows := list(left.order_by("-number")[:AT_ONCE]):
        with transaction.atomic():
            for row in rows:
                _unmake(row, batch.undone_by)
        done += len(rows)
        progress(done, max(total, done))
    kept = ImportRow.objects.filter(batch=batch, state=RowState.KEPT).count()
    transitions.apply(IMPORT_TRANSITIONS, "end_undo", batch, actor=None, facts={"kept": kept})


def _unmake(row: ImportRow, actor: User | None) -> None:
    """Take one row back; what stays is named with its reason."""
    stays: list[dict[str, str]] = []
    made = dict(row.made)
    if made.get("wish") and row.wish is not None and (why := wish_in_use(row.wish)):
        stays.append({"what": "wish", "why": why})
    elif made.pop("wish", None) and row.wish is not None:
        _remove(row.wish, actor)
    if "recognition" in made and not made.get("product") and not _take_back(row.product, made["recognition"], actor):
        stays.append({"what": "recognition", "why": "newer"})
    recognition = made.get("recognition")
    if made.get("product") and row.product is not None and (why := product_in_use(row.product, recognition)):
        stays.append({"what": "product", "why": why})
    elif made.pop("product", None) and row.product is not None:
        _remove(row.product, actor)
    if made.get("producer") and row.producer is not None and (why := producer_in_use(row.producer)):
        stays.append({"what": "producer", "why": why})
    elif made.pop("producer", None) and row.producer is not None:
        _remove(row.producer, actor)
    state = RowState.KEPT if stays else RowState.UNDONE
    ImportRow.objects.filter(pk=row.pk, state=RowState.DONE).update(state=state, kept_because=stays)


def _remove(obj: Wish | Product | Producer, actor: User | None) -> None:
    event = journal.Event("import_undone", _("Removed with its import"), before={"name": str(obj)}, for_producer=True)
    journal.record(obj, event, actor=actor)
    obj.delete()


def _take_back(product: Product | None, recognition: dict[str, Any], actor: User | None) -> bool:
    """Write what stood before, unless a newer recognition has been recorded meanwhile."""
    if product is None:
        return True
    before, after = (_columns(recognition[name]) for name in ("before", "after"))
    same = Product.objects.filter(pk=product.pk, **after)
    if same.update(**before) != 1:
        return False
    event = journal.Event(
        "recognition_undone",
        _("Imported recognition taken back"),
        recognition["after"],
        recognition["before"],
        for_producer=True,
    )
    journal.record(product, event, actor=actor)
    return True


def _columns(stored: dict[str, Any]) -> dict[str, Any]:
    days = ("recognised_on", "expires_on")
    return {name: date.fromisoformat(value) if name in days and value else value for name, value in stored.items()}


# -- Has anybody used it since? --------------------------------------------------------------------------------------
def wish_in_use(wish: Wish) -> str:
    """Return why a wish stays: it was listed or decided on, or something hangs on it."""
    if wish.state != WishState.REGISTERED or wish.version:
        return "moved"
    return "used" if hangs_on(wish) else ""


def product_in_use(product: Product, recognition: dict[str, Any] | None) -> str:
    """Return why a product stays: it was changed, was recognised otherwise, or something hangs on it."""
    if product.version:
        return "changed"
    wanted = _columns(recognition["after"])["recognised_on"] if recognition else None
    if product.recognised_on != wanted:
        return "newer"
    return "used" if hangs_on(product) else ""


def producer_in_use(producer: Producer) -> str:
    """Return why a producer stays: the record was changed, people act for it, or something hangs on it."""
    if producer.version:
        return "changed"
    return "used" if hangs_on(producer) else ""
