"""The report that may be changed now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import Conflict, NotAllowed
from evaluations import rules
from evaluations.enums import OPEN_STATES, RoundState
from evaluations.models import AdvisoryReport, Entry
from evaluations.services.guard import hold, judged_entry

STATES = (RoundState.PREPARING, RoundState.DOSSIERS_FIXED, *OPEN_STATES)


def draft_of(entry: Entry, actor: User) -> AdvisoryReport:
    """Return the report that may be changed now; the first call makes it."""
    if not rules.writes_advice(actor, entry):
        raise NotAllowed
    hold(entry.round, *STATES)
    judged_entry(entry)
    report, _created = AdvisoryReport.objects.get_or_create(entry=entry, defaults={"saved_by": actor})
    if report.is_handed_over:
        raise Conflict(_("The report is handed over. Take it back before you change it."))
    return report
