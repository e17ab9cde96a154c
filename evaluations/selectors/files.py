"""The door to the files of evaluations: papers of sheets, and what belongs to the advisory team's reports."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from evaluations.enums import SheetFileKind
from evaluations.models import AdvisoryFile, Entry, Sheet, SheetFile, SheetVersion
from evaluations.selectors.advice import advice_visible_to
from evaluations.selectors.doors import entries_seen_inside, sheets_visible_to
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
    return StoredFile.objects.filter(Q(pk__in=advice) | Q(pk__in=sheets))


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
