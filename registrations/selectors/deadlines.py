"""What a producer is told about the date for dossiers while writing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation import calendar, clock
from registrations.deadlines import Standing, standing
from registrations.enums import DossierState
from registrations.models import Dossier, RegistrationRound


@dataclass(frozen=True)
class DeadlineWords:
    """That a date has passed, and what can still be done. ``closed``: the dossier can no longer be submitted."""

    title: str
    text: str
    closed: bool


def deadline_words(dossier: Dossier) -> DeadlineWords | None:
    """Return what to say once a date for dossiers has passed; None before, and for a dossier that came back."""
    if dossier.state != DossierState.DRAFT:
        return None
    row = dossier.round
    where = standing(clock.now(), row.dossier_due_at, row.dossier_hard_due_at)
    if where is Standing.CLOSED and row.dossier_hard_due_at is not None:
        due = calendar.describe_due(row.dossier_hard_due_at)
        title = _("The last moment for dossiers has passed (%(due)s).") % {"due": due}
        return DeadlineWords(title, after_the_last_moment(row), closed=True)
    if where is Standing.LATE and row.dossier_due_at is not None:
        due = calendar.describe_due(row.dossier_due_at)
        text = _("What you write is saved as before. You can still submit; the dossier is then marked as late.")
        if row.dossier_hard_due_at is not None:
            last = calendar.describe_due(row.dossier_hard_due_at)
            text += " " + _("No dossiers are accepted after: %(due)s.") % {"due": last}
        return DeadlineWords(_("The date for dossiers has passed (%(due)s).") % {"due": due}, text, closed=False)
    return None


def after_the_last_moment(row: RegistrationRound) -> str:
    """Return what can still be done after the last moment of a round."""
    office = ", ".join(filter(None, (row.office.name, row.contact)))
    return _(
        "Your draft is safe and you can go on writing. It can no longer be submitted by itself: ask %(office)s whether "
        "a late entry is possible, or use it in the next round."
    ) % {"office": office}
