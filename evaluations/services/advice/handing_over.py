"""Handing the report to the council, and taking it back while the round is open."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from evaluations import notices, rules
from evaluations.enums import AdviceVerdict, RoundState
from evaluations.models import AdvisoryNote, AdvisoryReport, Entry
from evaluations.services.advice.draft import STATES, draft_of
from evaluations.services.guard import hold
from foundation import clock


@transaction.atomic
def hand_over_advice(*, entry: Entry, actor: User) -> AdvisoryReport:
    """Hand the report to the council: from now on its notes stand beside the items. Errors as in ``save_advice``."""
    report = draft_of(entry, actor)
    if not report.summary.strip() and not report.notes.exists():
        raise Refused(_("The report is empty."))
    _refuse_halves(report)
    return _move(report, actor, handed=True, reason="")


@transaction.atomic
def take_advice_back(*, entry: Entry, actor: User, reason: str) -> AdvisoryReport:
    """Take the report back in order to change it. Raises NotAllowed, Refused without a reason, Conflict."""
    if not rules.writes_advice(actor, entry):
        raise NotAllowed
    if not reason.strip():
        raise Refused(_("Give the reason."))
    hold(entry.round, *STATES)
    report = AdvisoryReport.objects.filter(entry=entry).first()
    if report is None:
        raise Conflict(_("There is no report."))
    return _move(report, actor, handed=False, reason=reason)


def _refuse_halves(report: AdvisoryReport) -> None:
    """Raise Refused where a finding does not hold together, naming the items."""
    said = []
    notes = list(report.notes.select_related("criterion"))
    for is_wrong, sentence in _HALVES:
        if items := [note.criterion.key for note in notes if is_wrong(note)]:
            said.append(str(sentence) % {"items": ", ".join(items)})
    if said:
        raise Refused(" ".join(said))


def _is_unsaid(note: AdvisoryNote) -> bool:
    return not note.verdict


def _gives_no_reason(note: AdvisoryNote) -> bool:
    return note.verdict not in ("", AdviceVerdict.AGREES) and not note.text.strip()


def _names_level_for_nothing(note: AdvisoryNote) -> bool:
    return note.level_id is not None and note.verdict not in ("", AdviceVerdict.DIFFERS)


_HALVES: tuple[tuple[Callable[[AdvisoryNote], bool], Promise | str], ...] = (
    (_is_unsaid, gettext_lazy("Choose a finding for the items %(items)s.")),
    (_gives_no_reason, gettext_lazy("Say why the self-assessment does not fit in the items %(items)s.")),
    (
        _names_level_for_nothing,
        gettext_lazy("A level is named only where another one fits; see the items %(items)s."),
    ),
)


def _move(report: AdvisoryReport, actor: User, *, handed: bool, reason: str) -> AdvisoryReport:
    rows = AdvisoryReport.objects.filter(pk=report.pk, handed_over_at__isnull=handed)
    at, by = (clock.now(), actor) if handed else (None, None)
    if rows.update(handed_over_at=at, handed_over_by=by, version=F("version") + 1) != 1:
        raise Conflict
    report.refresh_from_db()
    label = _("Report of the advisory team handed over") if handed else _("Report of the advisory team taken back")
    name = "hand_over_advice" if handed else "take_advice_back"
    seq = journal.record(report.entry, journal.Event(name, label, reason=reason), actor=actor).seq
    if handed and report.entry.round.state != RoundState.PREPARING:
        notify(report.entry, notices.advice_handed_over(report, actor), occasion=str(seq))
    return report
