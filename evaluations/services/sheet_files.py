"""Papers of score sheets: asked for here, made by a job; the scan of a signed one is attached to what was submitted."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import jobs, journal
from activity.errors import NotAllowed
from directives.rendering import FiledDossier, render_filed
from evaluations import rules
from evaluations.enums import SheetFileKind
from evaluations.models import Entry, SheetFile, SheetVersion
from evaluations.papers.sheet import compose_blank, compose_filled
from evaluations.selectors.doors import entries_seen_inside, sheets_visible_to
from evaluations.services.sheet_signing import refuse_replaced
from foundation import files
from foundation.text import slug

MAKE = "evaluations.make_sheet_file"


@transaction.atomic
def ask_for_blank(*, entry: Entry, actor: User) -> SheetFile:
    """Ask for the empty sheet of an entry; the one that is there is returned. Raises NotAllowed for outsiders."""
    if not entries_seen_inside(actor).filter(pk=entry.pk).exists():
        raise NotAllowed
    row, created = SheetFile.objects.get_or_create(entry=entry, kind=SheetFileKind.BLANK, defaults={"asked_by": actor})
    if created:
        _fix(row, compose_blank(entry))
    return _queued(row, actor)


@transaction.atomic
def ask_for_filled(*, version: SheetVersion, actor: User) -> SheetFile:
    """Ask for the paper of a submitted version. Raises NotAllowed for whoever may not see the sheet."""
    if not sheets_visible_to(actor).filter(pk=version.sheet_id).exists():
        raise NotAllowed
    entry = version.sheet.entry
    row, created = SheetFile.objects.get_or_create(
        entry=entry, version=version, kind=SheetFileKind.FILLED, defaults={"asked_by": actor}
    )
    if created:
        _fix(row, compose_filled(version))
    return _queued(row, actor)


def _fix(row: SheetFile, context: dict[str, object]) -> None:
    row.context = context
    row.save(update_fields=["context"])


def _queued(row: SheetFile, actor: User) -> SheetFile:
    if row.stored_id is None:
        jobs.enqueue(MAKE, key=f"{MAKE}:{row.pk}", payload={"file": row.pk}, requested_by=actor)
    return row


@files.nothing_left_behind()
def make_sheet_file(*, file_id: int) -> None:
    """Render a paper and store it. Runs in a job, outside of any transaction; twice-run it keeps the first."""
    row = SheetFile.objects.select_related("entry__dossier__product", "version").get(pk=file_id)
    if row.stored_id is not None:
        return
    pdf = render_filed(FiledDossier.from_dict(row.context)).pdf
    name = f"phieu-{slug(row.entry.dossier.product.name)}{f'-ban-{row.version.number}' if row.version else ''}.pdf"
    with transaction.atomic():
        stored = files.store(name=name, content_type="application/pdf", content=pdf)
        if SheetFile.objects.filter(pk=row.pk, stored=None).update(stored=stored) != 1:
            files.discard(stored)


@files.nothing_left_behind()
@transaction.atomic
def attach_signed(*, version: SheetVersion, actor: User, upload: files.CheckedUpload) -> SheetFile:
    """Attach the scan of the sheet that was signed by hand to the submitted version that it shows.

    Raises:
        NotAllowed: the person is neither the member nor, once sheets are open to the council, the secretary.
        Conflict: the sheet was opened again meanwhile; the scan would show what no longer stands.
        NotStored: the bytes could not be written.
    """
    sheet = version.sheet
    if not rules.attaches_scan(actor, sheet):
        raise NotAllowed
    refuse_replaced(version)
    stored = files.store_upload(upload=upload, by=actor)
    row = SheetFile.objects.create(
        entry=sheet.entry, version=version, kind=SheetFileKind.SIGNED, stored=stored, asked_by=actor
    )
    after = {"version": version.number, "sha256": stored.sha256}
    event = journal.Event("attach_signed", _("Scan of the signed sheet attached"), after=after)
    journal.record(sheet, event, actor=actor)
    return row
