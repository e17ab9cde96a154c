"""The report itself, item by item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import Conflict, Refused
from evaluations.enums import AdviceVerdict
from evaluations.models import AdvisoryNote, AdvisoryReport, Entry
from evaluations.services.advice.draft import draft_of
from foundation import clock
from rubrics.models import Criterion, Level


@dataclass(frozen=True)
class Finding:
    """What the team found about one item. ``level_id`` only where another level fits."""

    verdict: str
    text: str = ""
    level_id: int | None = None


@transaction.atomic
def save_advice(
    *, entry: Entry, actor: User, facts: Mapping[str, Any], findings: Mapping[int, Finding | None], version: int
) -> AdvisoryReport:
    """Save the report on an entry; None for an item takes its note away.

    ``facts`` are columns of the report (summary, visited_on, visited_by, visit); ``version`` is that of the report as
    it was shown, 0 where there was none.

    Raises:
        NotAllowed: the person does not write for this council.
        Conflict: somebody else saved it meanwhile, it is handed over, or the round is closed.
        Refused: a finding against the self-assessment without a reason, or a level of another item.
    """
    report = draft_of(entry, actor)
    rows = AdvisoryReport.objects.filter(pk=report.pk, version=version)
    if rows.update(version=F("version") + 1, saved_at=clock.now(), saved_by=actor, **facts) != 1:
        raise Conflict(_("This was changed meanwhile by somebody else. Look at it again before you go on."))
    _check(entry, findings)
    AdvisoryNote.objects.filter(report=report, criterion_id__in=findings).delete()
    AdvisoryNote.objects.bulk_create(
        AdvisoryNote(report=report, criterion_id=pk, verdict=one.verdict, text=one.text, level_id=one.level_id)
        for pk, one in findings.items()
        if one is not None
    )
    report.refresh_from_db()
    return report


def _check(entry: Entry, findings: Mapping[int, Finding | None]) -> None:
    given = {pk: one for pk, one in findings.items() if one is not None}
    known = Criterion.objects.filter(rubric_id=entry.rubric_id, is_leaf=True, pk__in=findings)
    levels = dict(
        Level.objects.filter(pk__in=[one.level_id for one in given.values() if one.level_id]).values_list(
            "pk", "criterion_id"
        )
    )
    foreign = [pk for pk, one in given.items() if one.level_id and levels.get(one.level_id) != pk]
    if known.count() != len(findings) or foreign:
        raise Refused(_("This level does not belong to the product set of the entry."))
    if any(one.verdict != AdviceVerdict.AGREES and not one.text.strip() for one in given.values()):
        raise Refused(_("Say why the self-assessment does not fit."))
