"""The advisory team's report: written item by item, handed over to the council, taken back while nobody has closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from evaluations import notices, rules
from evaluations.enums import OPEN_STATES, AdviceVerdict, RoundState
from evaluations.models import AdvisoryFile, AdvisoryNote, AdvisoryReport, AdvisoryTest, Entry
from evaluations.services.guard import hold, judged_entry
from foundation import clock, files
from rubrics.models import Criterion, Level

_STATES = (RoundState.PREPARING, RoundState.DOSSIERS_FIXED, *OPEN_STATES)


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
    report = _draft(entry, actor)
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


def _draft(entry: Entry, actor: User) -> AdvisoryReport:
    """Return the report that may be changed now; the first call makes it."""
    if not rules.writes_advice(actor, entry):
        raise NotAllowed
    hold(entry.round, *_STATES)
    judged_entry(entry)
    report, _created = AdvisoryReport.objects.get_or_create(entry=entry, defaults={"saved_by": actor})
    if report.is_handed_over:
        raise Conflict(_("The report is handed over. Take it back before you change it."))
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


@files.nothing_left_behind()
@transaction.atomic
def add_visit_photos(*, entry: Entry, actor: User, uploads: Iterable[files.CheckedUpload], caption: str) -> None:
    """Add photographs of the visit. Errors as in ``save_advice``, and NotStored."""
    report = _draft(entry, actor)
    for upload in uploads:
        stored = files.store_upload(upload=upload, by=actor)
        AdvisoryFile.objects.create(report=report, stored=stored, caption=caption)


@files.nothing_left_behind()
@transaction.atomic
def add_test(
    *,
    entry: Entry,
    actor: User,
    name: str,
    asked_on: date,
    received_on: date | None = None,
    result: str = "",
    upload: files.CheckedUpload | None = None,
) -> AdvisoryTest:
    """Note a test that the team asked for, with its result where it came. Errors as in ``add_visit_photos``."""
    report = _draft(entry, actor)
    if received_on is not None and received_on < asked_on:
        raise Refused(_("A result cannot come before it was asked for."))
    test = AdvisoryTest.objects.create(
        report=report, name=name, asked_on=asked_on, received_on=received_on, result=result
    )
    if upload is not None:
        AdvisoryFile.objects.create(report=report, test=test, stored=files.store_upload(upload=upload, by=actor))
    return test


@transaction.atomic
def note_test_result(*, entry: Entry, actor: User, test: AdvisoryTest, received_on: date, result: str) -> AdvisoryTest:
    """Write down what came back of a test. Errors as in ``add_test``."""
    report = _draft(entry, actor)
    if received_on < test.asked_on:
        raise Refused(_("A result cannot come before it was asked for."))
    AdvisoryTest.objects.filter(pk=test.pk, report=report).update(received_on=received_on, result=result)
    test.refresh_from_db()
    return test


@transaction.atomic
def remove_advice_file(*, entry: Entry, actor: User, file: AdvisoryFile) -> None:
    """Take a photograph or a test's paper away. Errors as in ``save_advice``."""
    _draft(entry, actor)
    stored = file.stored
    file.delete()
    files.discard(stored)


@transaction.atomic
def hand_over_advice(*, entry: Entry, actor: User) -> AdvisoryReport:
    """Hand the report to the council: from now on its notes stand beside the items. Errors as in ``save_advice``."""
    report = _draft(entry, actor)
    if not report.summary.strip() and not report.notes.exists():
        raise Refused(_("The report is empty."))
    return _move(report, actor, handed=True, reason="")


@transaction.atomic
def take_advice_back(*, entry: Entry, actor: User, reason: str) -> AdvisoryReport:
    """Take the report back in order to change it. Raises NotAllowed, Refused without a reason, Conflict."""
    if not rules.writes_advice(actor, entry):
        raise NotAllowed
    if not reason.strip():
        raise Refused(_("Give the reason."))
    hold(entry.round, *_STATES)
    report = AdvisoryReport.objects.filter(entry=entry).first()
    if report is None:
        raise Conflict(_("There is no report."))
    return _move(report, actor, handed=False, reason=reason)


def _move(report: AdvisoryReport, actor: User, *, handed: bool, reason: str) -> AdvisoryReport:
    rows = AdvisoryReport.objects.filter(pk=report.pk, handed_over_at__isnull=handed)
    at, by = (clock.now(), actor) if handed else (None, None)
    if rows.update(handed_over_at=at, handed_over_by=by, version=F("version") + 1) != 1:
        raise Conflict(_("This was changed meanwhile by somebody else. Look at it again before you go on."))
    report.refresh_from_db()
    label = _("Report of the advisory team handed over") if handed else _("Report of the advisory team taken back")
    name = "hand_over_advice" if handed else "take_advice_back"
    seq = journal.record(report.entry, journal.Event(name, label, reason=reason), actor=actor).seq
    if handed and report.entry.round.state != RoundState.PREPARING:
        notify(report.entry, notices.advice_handed_over(report, actor), occasion=str(seq))
    return report
