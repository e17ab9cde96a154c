"""The advisory team's reports: who reads them, who writes them, and what they say beside an item."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.selectors import office_ids
from evaluations.enums import CouncilRole
from evaluations.models import AdvisoryNote, AdvisoryReport, CouncilMember, Entry
from evaluations.seats import own_teams
from evaluations.selectors.doors import entries_seen_inside


def advice_visible_to(user: Any) -> QuerySet[AdvisoryReport]:
    """Return the reports that a person may read.

    The advisory team, officers of the round and the council's secretary write them and see drafts; council and leaders
    read what is handed over; nobody recused, no producer and no commune ever does.
    """
    rows = AdvisoryReport.objects.select_related("saved_by", "handed_over_by").filter(
        entry__in=entries_seen_inside(user).values("pk")
    )
    if not user or not user.is_authenticated:
        return rows.none()
    secretary = CouncilMember.objects.filter(user=user, role=CouncilRole.SECRETARY).values("council_id")
    writes = Q(entry__round__office_id__in=office_ids(user, Role.ROUND_OFFICER)) | Q(
        entry__round__council_id__in=secretary
    )
    writes |= Q(entry__round__council_id__in=own_teams(user))
    return rows.filter(writes | Q(handed_over_at__isnull=False))


def advice_on(entry: Entry, user: Any) -> AdvisoryReport | None:
    """Return the report on an entry with everything in it, if the person may read it."""
    rows = advice_visible_to(user).filter(entry=entry)
    return rows.prefetch_related("notes__level", "tests__files__stored", "files__stored").first()


def advice_by_item(entry: Entry, user: Any) -> dict[int, AdvisoryNote]:
    """Return what the report says about each item: only what is handed over stands beside a sheet."""
    report = advice_visible_to(user).filter(entry=entry, handed_over_at__isnull=False).first()
    return {note.criterion_id: note for note in report.notes.select_related("level")} if report else {}
