"""Sending up and receiving: ticks, the ZIP that a job makes, and data files from the level below."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Office, User
from activity import jobs, journal
from activity.errors import Conflict, NotAllowed, Refused
from evaluations import after_rules, rules
from evaluations.enums import PackageState
from evaluations.models import AdvisoryReport, Entry, EvaluationRound, PackageFile, PackageTick, ReceivedPackage
from evaluations.models.packages import MAKE
from evaluations.packages import package_data, read_package
from evaluations.packages.archive import BrokenPackage, data_of, is_zip
from evaluations.packages.reading import MOST_BYTES
from evaluations.selectors.packages import EntryPackage, checklist
from foundation import files
from foundation.exports import workbook_bytes
from foundation.models import StoredFile
from foundation.text import slug
from registrations.filed import compose, package_of, whole_pdf

_ZIP_DAY = (2020, 1, 1, 0, 0, 0)


@transaction.atomic
def tick_item(*, entry: Entry, code: str, note: str, there: bool, actor: User) -> None:
    """Tick (or untick) a listed thing that only people know of, such as samples that were handed over.

    Raises NotAllowed for whoever does not run the round or is recused, Refused for a code that the decision lacks.
    """
    if not rules.runs_round(actor, entry.round) or rules.is_recused(actor, entry):
        raise NotAllowed
    if code not in {row["code"] for row in entry.round.law.package_items}:
        raise Refused(_("The decision does not list this."))
    if there:
        PackageTick.objects.update_or_create(
            entry=entry, code=code, defaults={"note": note.strip()[:300], "ticked_by": actor}
        )
    else:
        PackageTick.objects.filter(entry=entry, code=code).delete()
    label = _("Ticked in the package") if there else _("Unticked in the package")
    event = journal.Event("package_tick", label, after={"code": code, "entry": entry.pk}, reason=note)
    journal.record(entry.round, event, actor=actor)


@transaction.atomic
def ask_for_package(*, evaluation_round: EvaluationRound, actor: User) -> PackageFile:
    """Fix what goes into a package and queue the job that makes its data file and its ZIP.

    Raises NotAllowed for whoever does not run the round; Refused where nothing goes up, something is missing, or the
    person is recused from a product that goes up: the package would lack it.
    """
    if not rules.runs_round(actor, evaluation_round):
        raise NotAllowed
    if not after_rules.sends_package(actor, evaluation_round):
        raise Refused(_("A product that goes up is closed to you; another officer must make the package."))
    rows = checklist(evaluation_round, actor)
    if not rows:
        raise Refused(_("No product of this round is sent up."))
    missing = {item.title for row in rows for item in row.missing}
    if missing:
        raise Refused(_("The package is not complete: %(what)s.") % {"what": "; ".join(sorted(missing))})
    made = PackageFile.objects.create(round=evaluation_round, data={}, asked_by=actor)
    entries = [row.entry.pk for row in rows]
    event = journal.Event("package", _("Package for the next level asked for"), after={"products": len(entries)})
    journal.record(evaluation_round, event, actor=actor)
    payload = {"package": made.pk, "entries": entries}
    jobs.enqueue(MAKE, key=made.making_key, payload=payload, requested_by=actor)
    return made


def _decision(rows: list[EntryPackage]) -> tuple[str, str]:
    document = next((item.document for item in rows[0].items if item.source == "decision" and item.document), None)
    if document is None or document.dated is None:
        return "", ""
    return document.full_number, document.dated.isoformat()


@files.nothing_left_behind()
def make_package(*, package_id: int, entry_ids: list[int], progress: jobs.Progress) -> None:
    """Make and store data file and ZIP of these entries. Runs in a job, outside of any transaction; run twice it keeps
    the first.

    Raises Conflict where one of the entries goes up no longer, or is closed to who asked.
    """
    row = PackageFile.objects.select_related("round__law", "asked_by").get(pk=package_id)
    if row.stored_id is not None:
        return
    rows = [one for one in checklist(row.round, row.asked_by) if one.entry.pk in entry_ids]
    if len(rows) != len(entry_ids):
        raise Conflict(_("A product of the package goes up no longer; ask for the package anew."))
    data = package_data(row.round, [one.entry for one in rows], decision=_decision(rows))
    with override("vi"):
        content = _zip(data, rows, progress)
    with transaction.atomic():
        name = f"goi-ho-so-{slug(row.round.name)[:80]}.zip"
        stored = files.store(name=name, content_type="application/zip", content=content)
        if PackageFile.objects.filter(pk=row.pk, stored=None).update(stored=stored, data=data) != 1:
            files.discard(stored)
            return
        event = journal.Event("package_made", _("Package for the next level made"), after={"digest": data["digest"]})
        journal.record(row.round, event, actor=None)


def _zip(data: dict[str, Any], rows: list[EntryPackage], progress: jobs.Progress) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "du-lieu.json", json.dumps(data, ensure_ascii=False, indent=1).encode())
        for item in rows[0].items if rows else []:
            if item.document is not None and item.document.pdf is not None:
                _write(archive, f"{item.code}.pdf", files.read(item.document.pdf))
        for number, (one, entry) in enumerate(zip(rows, data["entries"], strict=True), start=1):
            for name, content in _of_entry(one):
                _write(archive, f"{entry['folder']}/{name}", content)
            progress(number, len(rows))
    return buffer.getvalue()


def _of_entry(one: EntryPackage) -> Iterator[tuple[str, bytes]]:
    """Yield the dossier with its papers, the advisory team's report with its files, and the list of what is there."""
    context = compose(one.entry.dossier)
    with zipfile.ZipFile(io.BytesIO(package_of(context, whole_pdf(context)))) as inner:
        for name in inner.namelist():
            yield f"ho-so/{name.partition('/')[2]}", inner.read(name)
    listed = [[item.title, _("yes") if item.there else _("no"), item.note] for item in one.items]
    yield "danh-muc.xlsx", workbook_bytes(title="Danh mục", headers=["Thành phần", "Có", "Ghi chú"], rows=listed)
    report = AdvisoryReport.objects.filter(entry=one.entry, handed_over_at__isnull=False).first()
    if report is not None:
        yield "to-tu-van/bao-cao.xlsx", _report(report)
        for file in report.files.select_related("stored"):
            yield f"to-tu-van/{file.pk}-{file.stored.original_name}", files.read(file.stored)


def _report(report: AdvisoryReport) -> bytes:
    notes = report.notes.select_related("criterion", "level").order_by("criterion__order")
    rows: list[list[Any]] = [["", "Nhận xét chung", report.summary], ["", "Khảo sát", report.visit]]
    rows += [[note.criterion.code, note.get_verdict_display(), note.text] for note in notes]
    rows += [["", test.name, test.result] for test in report.tests.all()]
    return workbook_bytes(title="Báo cáo", headers=["Tiêu chí", "Nội dung", "Nhận xét"], rows=rows)


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, date_time=_ZIP_DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


# -- At the next level -------------------------------------------------------------------------------------------------
@files.nothing_left_behind()
@transaction.atomic
def receive_package(*, office: Office, content: bytes, actor: User) -> ReceivedPackage:
    """Take a package from the level below, its ZIP or its data file alone, whole or not at all.

    The same package is known by the digest of its data; the ZIP may follow a data file that came alone.

    Raises NotAllowed for whoever does not run rounds for the office; Refused with every fault of the file; Conflict
    where the same package was received before.
    """
    if not after_rules.starts_campaign_for(actor, office):
        raise NotAllowed
    try:
        data, problems = read_package(data_of(content, most=MOST_BYTES) if is_zip(content) else content)
    except BrokenPackage as error:
        raise Refused(str(error)) from error
    if problems:
        raise Refused(" ".join(problems))
    same = ReceivedPackage.objects.filter(office=office, digest=data["digest"]).first()
    if same is not None:
        return _completed(same, content, actor)
    try:
        with transaction.atomic():
            made = ReceivedPackage.objects.create(
                office=office, sender=data["sender"][:200], title=data["round"][:300], digest=data["digest"],
                data=data, received_by=actor, source=_kept(content, actor),
            )  # fmt: skip
    except IntegrityError as error:
        if not ReceivedPackage.objects.filter(office=office, digest=data["digest"]).exists():
            raise
        raise Conflict(_("This package was received already.")) from error
    event = journal.Event("receive", _("Package received"), after={"digest": made.digest, "sender": made.sender})
    journal.record(made, event, actor=actor)
    return made


def _kept(content: bytes, actor: User) -> StoredFile | None:
    if not is_zip(content):
        return None
    return files.store(name="goi-ho-so.zip", content_type="application/zip", content=content, by=actor)


def _completed(package: ReceivedPackage, content: bytes, actor: User) -> ReceivedPackage:
    """Put the ZIP to a data file that came alone; Conflict where there is nothing to complete."""
    if package.source_id is not None or not is_zip(content):
        raise Conflict(_("This package was received already."))
    rows = ReceivedPackage.objects.filter(pk=package.pk, source=None, state=PackageState.RECEIVED)
    if rows.update(source=_kept(content, actor)) != 1:
        raise Conflict(_("This package was received already."))
    package.refresh_from_db()
    journal.record(package, journal.Event("complete", _("The whole package has come")), actor=actor)
    return package
