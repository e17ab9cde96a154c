"""The door to the files of evaluations: papers of sheets, and what belongs to the advisory team's reports."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from directives.enums import SignatureState
from evaluations.enums import SheetFileKind
from evaluations.models import AdvisoryFile, Entry, EvaluationRound, Sheet, SheetFile, SheetSignature, SheetVersion
from evaluations.selectors.advice import advice_visible_to
from evaluations.selectors.doors import entries_seen_inside, sheets_visible_to
from foundation import clock
from foundation.models import StoredFile


def sheet_files_visible_to(user: Any) -> QuerySet[SheetFile]:
    """Return the papers of sheets: empty ones inside the house, others for whoever sees the sheet itself."""
    blank = Q(kind=SheetFileKind.BLANK, entry__in=entries_seen_inside(user).values("pk"))
    own = Q(version__sheet__in=sheets_visible_to(user).values("pk"))
    return SheetFile.objects.filter(blank | own).select_related("stored", "version")


def stored_files_visible_to(user: Any) -> QuerySet[StoredFile]:
    """Return the stored files of evaluations that a person may see."""
    advice = AdvisoryFile.objects.filter(report__in=advice_visible_to(user).values("pk")).values("stored_id")
    sheets = sheet_files_visible_to(user).values("stored_id")
    signed = SheetSignature.objects.filter(version__sheet__in=sheets_visible_to(user).values("pk")).values("stored_id")
    return StoredFile.objects.filter(Q(pk__in=advice) | Q(pk__in=sheets) | Q(pk__in=signed))


def blank_of(entry: Entry) -> SheetFile | None:
    """Return the empty paper of an entry. The caller has checked who sees it."""
    return SheetFile.objects.filter(entry=entry, kind=SheetFileKind.BLANK).select_related("stored").first()


def versions_of(sheet: Sheet) -> QuerySet[SheetVersion]:
    """Return the submitted versions of a sheet with what they are about. The caller has checked who sees the sheet."""
    rows = SheetVersion.objects.filter(sheet=sheet).select_related(
        "sheet__member__user", "sheet__entry__round__council"
    )
    return rows.select_related("sheet__entry__dossier__product", "sheet__entry__rubric__decision")


def files_of_versions(sheet: Sheet) -> dict[int, list[SheetFile]]:
    """Return the papers of each submitted version of a sheet. The caller has checked who sees it."""
    found: dict[int, list[SheetFile]] = {}
    for row in SheetFile.objects.filter(version__sheet=sheet).select_related("stored").order_by("pk"):
        found.setdefault(row.version_id or 0, []).append(row)
    return found


def filled_of(version: SheetVersion) -> SheetFile | None:
    """Return the filled paper of a submitted version. The caller has checked who sees the sheet."""
    return SheetFile.objects.filter(version=version, kind=SheetFileKind.FILLED).select_related("stored").first()


def signature_of(version: SheetVersion) -> SheetSignature | None:
    """Return the digital signature of a submitted version. The caller has checked who sees the sheet."""
    return SheetSignature.objects.filter(version=version).select_related("stored").first()


def sheets_signed_in(evaluation_round: EvaluationRound) -> dict[str, str]:
    """Return by digest how the submitted sheets of a round are signed: digitally by whom, or on paper that was scanned.

    In the words of the minutes, which print them; sheets without a signature are not named.
    """
    rows = SheetFile.objects.filter(entry__round=evaluation_round, kind=SheetFileKind.SIGNED)
    found = dict.fromkeys(rows.values_list("version__sha256", flat=True), "Ký tay, có bản quét")
    signatures = SheetSignature.objects.filter(version__sheet__entry__round=evaluation_round, state=SignatureState.MADE)
    for digest, name, at in signatures.values_list("version__sha256", "signer_name", "signed_at"):
        found[digest] = f"Ký số: {name}, {clock.local(at):%d/%m/%Y}" if at else f"Ký số: {name}"
    return found
