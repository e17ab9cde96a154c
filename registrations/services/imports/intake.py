"""A list arrives, its columns are confirmed, or it is put away again."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import jobs, journal, transitions
from activity.errors import NotAllowed, Refused
from foundation import clock, files
from foundation.files import CheckedUpload
from registrations import rules
from registrations.enums.imports import IMPORT_TRANSITIONS, ImportKind
from registrations.imports.headers import complete, fingerprint
from registrations.models import ImportBatch, ImportRow, RegistrationRound
from registrations.services.files import keep_upload

STAGE, ACCEPT, UNDO, MARK = (f"registrations.import_{word}" for word in ("stage", "accept", "undo", "mark"))


@dataclass(frozen=True)
class Columns:
    """Which sheet is read, where its column names stand, and what they mean (key of a known column → index)."""

    sheet: str
    header_first: int
    header_rows: int
    titles: list[str] = field(default_factory=list)
    mapping: dict[str, int] = field(default_factory=dict)


@files.nothing_left_behind()
@transaction.atomic
def upload_list(
    *,
    office: Office,
    kind: str,
    registration_round: RegistrationRound | None,
    upload: CheckedUpload,
    sheets: list[str],
    hidden_sheets: list[str],
    actor: User,
) -> ImportBatch:
    """Keep an uploaded list. Nothing of it is read into producers, products or wishes yet.

    Raises NotAllowed for an office that is not the actor's, and for the register where the office records no stars;
    Refused where there is no room for the file.
    """
    if not rules.may_import_for_office(actor, office):
        raise NotAllowed
    if kind == ImportKind.REGISTER and not office.runs_rounds:
        raise NotAllowed
    if (kind == ImportKind.WISHES) != (registration_round is not None):
        raise Refused(_("Choose the round in which the list registers products."))
    batch = ImportBatch.objects.create(
        office=office,
        kind=kind,
        round=registration_round,
        source=keep_upload(upload, actor),
        sheets=sheets,
        hidden_sheets=hidden_sheets,
        created_by=actor,
        created_at=clock.now(),
    )
    after = {"file": batch.source.original_name, "sha256": batch.source.sha256, "kind": kind}
    journal.record(batch, journal.Event("upload", _("List uploaded"), after=after), actor=actor)
    return batch


@transaction.atomic
def read_import(*, batch: ImportBatch, columns: Columns, actor: User) -> ImportBatch:
    """Confirm what the columns mean and queue the job that reads the rows; what was read before is read anew.

    Raises Refused while product or producer have no column, Conflict when the import has moved on meanwhile.
    """
    if not complete(columns.mapping):
        raise Refused(_("Say which column holds the product and which the producer."))
    changes = {
        "sheet": columns.sheet,
        "header_first": columns.header_first,
        "header_rows": columns.header_rows,
        "titles": columns.titles,
        "mapping": columns.mapping,
        "fingerprint": fingerprint(columns.titles, batch.kind),
        "failure": "",
        "marked": None,
    }
    transitions.apply(IMPORT_TRANSITIONS, "read", batch, actor=actor, changes=changes)
    set_to_work(batch, STAGE, actor)
    return batch


@transaction.atomic
def discard_import(*, batch: ImportBatch, actor: User) -> ImportBatch:
    """Put an import away that was never accepted; its rows go, the file and the journal stay."""
    transitions.apply(IMPORT_TRANSITIONS, "discard", batch, actor=actor, changes={"marked": None})
    ImportRow.objects.filter(batch=batch).delete()
    return batch


def set_to_work(batch: ImportBatch, kind: str, actor: User | None) -> None:
    """Queue a job for the present state of an import and remember it, so that pages can show how far it is."""
    key = f"{kind}:{batch.pk}:{batch.version}"
    batch.job = jobs.enqueue(kind, key=key, payload={"batch": batch.pk}, requested_by=actor)
    ImportBatch.objects.filter(pk=batch.pk).update(job=batch.job)
