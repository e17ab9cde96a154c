"""An accepted list becomes producers, products and wishes: row by row, so that a killed worker resumes where it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from activity import jobs, transitions
from activity.enums import JobState
from activity.errors import Conflict, NotAllowed, Refused
from activity.jobs import Progress
from activity.notifications import notify
from foundation.text import search_key
from registrations import notices, rules
from registrations.enums.imports import IMPORT_TRANSITIONS, ImportKind, ImportState, RowState
from registrations.imports.problems import problem
from registrations.imports.values import producer_key, product_key
from registrations.models import ImportBatch, ImportRow, Producer, Product, RegistrationRound
from registrations.services.imports.intake import ACCEPT, set_to_work
from registrations.services.imports.marking import note_touched
from registrations.services.producers import create_producer, create_product
from registrations.services.results import record_recognition
from registrations.services.wishes import WishFacts, register_wish
from rubrics.models import Rubric

AT_ONCE = 25
_KEYS = UUID("6f3f7d0c-2d0e-4c55-9a38-1c0f3f5a7f10")
_PRODUCER = ("legal_form", "address", "phone", "representative", "email", "tax_code", "registration_no")
Owners = dict[tuple[int, str], Producer]


@transaction.atomic
def accept_import(*, batch: ImportBatch, actor: User) -> ImportBatch:
    """Accept a list and queue the job that takes its ready rows over.

    Raises Refused when no row is ready, Conflict when somebody has accepted or changed it meanwhile.
    """
    if not rules.works_on_import(actor, batch):
        raise NotAllowed
    ready = ImportRow.objects.filter(batch=batch, state=RowState.READY).count()
    if not ready and batch.state == ImportState.STAGED:
        raise Refused(_("No row is ready to be taken over."))
    changes = {"accepted_by": actor}
    transitions.apply(IMPORT_TRANSITIONS, "accept", batch, actor=actor, changes=changes, facts={"rows": ready})
    set_to_work(batch, ACCEPT, actor)
    return batch


@transaction.atomic
def retry_import(*, batch: ImportBatch, actor: User) -> None:
    """Try the job of an import again that has failed for good. Raises Conflict when it has not."""
    if not rules.works_on_import(actor, batch):
        raise NotAllowed
    if not batch.at_work or batch.job is None or batch.job.state != JobState.FAILED:
        raise Conflict
    jobs.enqueue(batch.job.kind, key=batch.job.key, payload=batch.job.payload, requested_by=actor)


def make_rows(*, batch_id: int, progress: Progress) -> None:
    """Take over the rows that are still ready; safe to run twice, and after having been killed.

    Rows are made in small transactions, each together with the row's own state: what was made once is not ready again.
    """
    batch = ImportBatch.objects.select_related("round__law", "accepted_by", "office").get(pk=batch_id)
    if batch.state != ImportState.ACCEPTING:
        return
    ready = ImportRow.objects.filter(batch=batch, state=RowState.READY)
    waiting = ready.count()
    done = ImportRow.objects.filter(batch=batch, state=RowState.DONE).count()
    total = done + waiting
    progress(done, total)
    owners = _owners(ready)
    for rows in _portions(batch):
        with transaction.atomic():
            refused = [row for row in rows if not _make(batch, row, owners)]
            if refused:
                note_touched(batch)
        done += len(rows)
        progress(done, total)
    _finish(batch)


def _portions(batch: ImportBatch) -> Iterator[list[ImportRow]]:
    """Yield the ready rows in the order of the list, some at a time."""
    last = 0
    ready = ImportRow.objects.filter(batch=batch, state=RowState.READY).select_related("producer", "product", "unit")
    while rows := list(ready.filter(number__gt=last).order_by("number")[:AT_ONCE]):
        yield rows
        last = rows[-1].number


def _owners(ready: QuerySet[ImportRow]) -> Owners:
    """Return the producers of the communes of these rows; the first one of a name counts."""
    found = Producer.objects.filter(unit_id__in=ready.order_by().values("unit_id")).order_by("-pk")
    return {(producer.unit_id, producer_key(producer.name)): producer for producer in found.select_related("unit")}


def _make(batch: ImportBatch, row: ImportRow, owners: Owners) -> bool:
    """Make what one row says, all or nothing; return whether the portal takes it. One that it refuses keeps why."""
    actor = cast(User, batch.accepted_by)  # the database demands one
    try:
        with transaction.atomic():
            if ImportRow.objects.filter(pk=row.pk, state=RowState.READY).update(state=RowState.DONE) != 1:
                return True
            _carry_out(batch, row, owners, actor)
    except NotAllowed:
        return _refuse(row, _("You no longer enter lists for this commune."))
    except (Refused, Conflict) as reason:
        return _refuse(row, str(reason))
    return True


def _refuse(row: ImportRow, reason: str) -> bool:
    problems = [*row.problems, problem("refused", text=reason).as_json()]
    ImportRow.objects.filter(pk=row.pk, state=RowState.READY).update(state=RowState.ERROR, problems=problems)
    return False


def _carry_out(batch: ImportBatch, row: ImportRow, owners: Owners, actor: User) -> None:
    made: dict[str, Any] = {}
    unit = cast(Unit, row.unit)  # a ready row has its commune
    owner = (unit.pk, producer_key(row.producer_name))
    producer = row.producer or owners.get(owner) or _just_made(row, unit)
    if producer is None:
        producer = create_producer(values=_producer_values(row, unit), actor=actor, from_list=True)
        made["producer"] = True
    product = row.product or _same_product(producer, row)
    if product is None:
        product = create_product(producer=producer, values=_product_values(row), actor=actor, from_list=True)
        made["product"] = True
    wish = None
    if batch.kind == ImportKind.WISHES:
        wish = register_wish(
            registration_round=cast(RegistrationRound, batch.round),  # the database demands one
            producer=producer,
            product=product,
            facts=_facts(row),
            key=uuid5(_KEYS, f"{batch.pk}:{row.number}"),
            actor=actor,
            from_list=True,
        )
        made["wish"] = True
    elif row.values.get("recognition"):
        made |= _recognise(product, row.values["recognition"], actor)
    ImportRow.objects.filter(pk=row.pk).update(producer=producer, product=product, wish=wish, made=made)
    owners[owner] = producer


def _just_made(row: ImportRow, unit: Unit) -> Producer | None:
    """Return a producer of this very name that was set up after the job had begun."""
    return Producer.objects.filter(unit=unit, name_search=search_key(row.producer_name)[:220]).order_by("pk").first()


def _same_product(producer: Producer, row: ImportRow) -> Product | None:
    key = product_key(row.product_name)
    return next((found for found in producer.products.all() if product_key(found.name) == key), None)


def _producer_values(row: ImportRow, unit: Unit) -> dict[str, Any]:
    values = {name: row.values.get(name) or "" for name in _PRODUCER}
    return values | {"name": row.producer_name, "unit": unit}


def _product_values(row: ImportRow) -> dict[str, Any]:
    names = {"name": "product", "group": "group", "packing": "packing", "description": "description"}
    return {column: row.values.get(key) or "" for column, key in names.items()}


def _facts(row: ImportRow) -> WishFacts:
    values = row.values
    rubric = Rubric.objects.filter(pk=values["rubric"]).first() if values.get("rubric") else None
    return WishFacts(
        target_year=values["year"],
        expected_stars=values["stars"],
        rubric=rubric,
        group="" if rubric else values.get("group") or "",
        kind=values["kind"],
        help_wanted=values.get("help") or (),
        note=values.get("note") or "",
    )


def _recognise(product: Product, record: dict[str, Any], actor: User) -> dict[str, Any]:
    """Record the newest recognition of the register; return what it replaced, for the way back."""
    names = ("current_stars", "recognised_on", "expires_on", "recognition_number", "recognition_issuer")
    before = {name: getattr(product, name) for name in names}
    days = {name: date.fromisoformat(record[name]) for name in ("recognised_on", "expires_on")}
    record_recognition(product=product, dossier=None, actor=actor, **(record | days))
    after = {name: getattr(product, name) for name in names}
    if before == after:
        return {}
    return {"recognition": {"before": _plain(before), "after": _plain(after)}}


def _plain(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}


@transaction.atomic
def _finish(batch: ImportBatch) -> None:
    made = ImportRow.objects.filter(batch=batch, state=RowState.DONE)
    facts = {"rows": made.count(), "wishes": made.filter(wish__isnull=False).count()}
    transitions.apply(IMPORT_TRANSITIONS, "finish", batch, actor=None, facts=facts)
    if batch.round is not None and facts["wishes"]:
        for notice in notices.wishes_imported(batch, facts["wishes"]):
            notify(batch, notice, occasion="accepted")
