"""Imported lists, brought to the state that a test begins with. All through services; jobs run on the spot."""

from __future__ import annotations

from typing import Any

from accounts.models import Office, User
from activity import jobs
from foundation.exports import XLSX
from foundation.files import CheckedUpload
from registrations import services
from registrations.enums import ImportKind
from registrations.imports import headers, reading
from registrations.models import ImportBatch, RegistrationRound
from registrations.services.imports import Columns


def upload(
    content: bytes,
    *,
    office: Office,
    actor: User,
    kind: str = ImportKind.PRODUCTS,
    registration_round: RegistrationRound | None = None,
    name: str = "danh-sach.xlsx",
) -> ImportBatch:
    """Upload a list."""
    names = reading.sheet_names(content)
    return services.upload_list(
        office=office,
        kind=kind,
        registration_round=registration_round,
        upload=CheckedUpload(name=name, content_type=XLSX, content=content),
        sheets=names.visible,
        hidden_sheets=names.hidden,
        actor=actor,
    )


def guessed_columns(content: bytes, kind: str) -> Columns:
    """Return the columns as the mapping page proposes them for the first sheet."""
    name = reading.sheet_names(content).visible[0]
    sheet = reading.read_sheet(content, name, max_rows=100)
    header = headers.find_header(sheet, kind)
    assert header is not None
    return Columns(name, header.first, header.rows, header.titles, headers.guess(header.titles, kind))


def staged(content: bytes, *, actor: User, **given: Any) -> ImportBatch:
    """Upload a list, confirm the guess and read its rows."""
    batch = upload(content, actor=actor, **given)
    services.read_import(batch=batch, columns=guessed_columns(content, batch.kind), actor=actor)
    return worked(batch)


def accepted(content: bytes, *, actor: User, **given: Any) -> ImportBatch:
    """Take a list over."""
    batch = staged(content, actor=actor, **given)
    services.accept_import(batch=batch, actor=actor)
    return worked(batch)


def undone(batch: ImportBatch, actor: User) -> ImportBatch:
    """Take an accepted import back."""
    services.undo_import(batch=batch, actor=actor)
    return worked(batch)


def worked(batch: ImportBatch) -> ImportBatch:
    """Do the waiting jobs and return the import as it is now."""
    jobs.run_waiting()
    batch.refresh_from_db()
    return batch
