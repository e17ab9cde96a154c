"""The report itself, item by item. It saves itself while it is written; other fields may change at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import Conflict, Refused
from evaluations.advice_marks import NOTE_FIELDS, advice_field, advice_values
from evaluations.marks import EMPTY
from evaluations.models import AdvisoryNote, AdvisoryReport, Entry
from evaluations.services.advice.draft import draft_of
from foundation import clock
from registrations.editing import changed_elsewhere, mark, marks_in
from rubrics.models import Criterion, Level

WHOLE = frozenset(NOTE_FIELDS)


@dataclass(frozen=True)
class Finding:
    """What the team found about one item. ``level_id`` only where another level fits.

    ``only`` names the columns of the note that are said here; the others stay as they are stored.
    """

    verdict: str = ""
    text: str = ""
    level_id: int | None = None
    only: frozenset[str] = WHOLE

    def columns(self) -> dict[str, Any]:
        """Return what is written."""
        return {name: getattr(self, name) for name in NOTE_FIELDS if name in self.only}


@transaction.atomic
def save_advice(
    *,
    entry: Entry,
    actor: User,
    facts: Mapping[str, Any],
    findings: Mapping[int, Finding | None],
    version: int | None = None,
    seen: str | None = None,
) -> AdvisoryReport:
    """Save the report on an entry as a draft; None for an item takes its note away.

    Args:
        facts: columns of the report (summary, visited_on, visited_by, visit).
        version: of the report as it was shown, 0 where there was none; None where ``seen`` says it field by field.
        seen: the marks (``advice_marks.seen_of_advice``) of what the person saw: other fields may have changed since.

    Raises:
        NotAllowed: the person does not write for this council.
        ChangedElsewhere: a field that is being saved holds something that the person has not seen.
        Conflict: somebody else saved it meanwhile, it is handed over, or the round is closed.
        Refused: an item or a level of another set or item.
    """
    report = draft_of(entry, actor)  # holds the round: what is compared below stays until this is written
    known = report.version if version is None else version
    _check(entry, findings)
    notes = {note.criterion_id: note for note in report.notes.filter(criterion_id__in=findings)}
    if seen is not None:
        _refuse_unseen(_typed(facts, findings), advice_values(report, notes, findings), marks_in(seen))
    rows = AdvisoryReport.objects.filter(pk=report.pk, version=known)
    if rows.update(version=F("version") + 1, saved_at=clock.now(), saved_by=actor, **facts) != 1:
        raise Conflict
    for pk, finding in findings.items():
        _write(report, pk, notes.get(pk), finding)
    report.refresh_from_db()
    return report


def _typed(facts: Mapping[str, Any], findings: Mapping[int, Finding | None]) -> dict[str, Any]:
    """Return the fields that are being saved, as forms name and clean them."""
    found = dict(facts)
    for pk, finding in findings.items():
        columns = (finding or Finding()).columns()
        found |= {advice_field(name, pk): str(value or "") for name, value in columns.items()}
    return found


def _refuse_unseen(typed: Mapping[str, Any], stored: Mapping[str, Any], marks: Mapping[str, set[str]]) -> None:
    """Raise ChangedElsewhere for fields that hold neither what was seen, nor nothing, nor what is being saved."""
    nothing = {EMPTY, mark(None)}
    known = {name: nothing | {mark(value)} | marks.get(name, set()) for name, value in typed.items()}
    if stale := [name for name, allowed in known.items() if mark(stored[name]) not in allowed]:
        raise changed_elsewhere(stale)


def _write(report: AdvisoryReport, criterion_id: int, note: AdvisoryNote | None, finding: Finding | None) -> None:
    """Write one note; one that says nothing any more is taken away."""
    row = note or AdvisoryNote(report=report, criterion_id=criterion_id)
    for name, value in (finding or Finding()).columns().items():
        setattr(row, name, value)
    if row.verdict or row.text or row.level_id:
        row.save()
    elif note is not None:
        note.delete()


def _check(entry: Entry, findings: Mapping[int, Finding | None]) -> None:
    given = {pk: one.level_id for pk, one in findings.items() if one is not None and one.level_id}
    known = Criterion.objects.filter(rubric_id=entry.rubric_id, is_leaf=True, pk__in=findings)
    levels = dict(Level.objects.filter(pk__in=given.values()).values_list("pk", "criterion_id"))
    if known.count() != len(findings) or any(levels.get(level) != pk for pk, level in given.items()):
        raise Refused(_("This level does not belong to the product set of the entry."))
