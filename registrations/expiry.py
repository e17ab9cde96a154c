"""Papers that end too early: before the round in which a dossier with them is judged has ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from foundation import calendar, clock
from foundation.formatting import day
from registrations.models import Dossier, Evidence, RegistrationRound


def last_day_of(registration_round: RegistrationRound) -> date:
    """Return the last day on which something can happen in a round: the latest of the deadlines that it names."""
    named = (
        registration_round.due_at,
        registration_round.hard_due_at,
        registration_round.dossier_due_at,
        registration_round.dossier_hard_due_at,
    )
    return max(calendar.last_day(moment) for moment in named if moment is not None)


def ends_too_early(paper: Evidence, registration_round: RegistrationRound) -> bool:
    """Tell whether a paper has ended, or ends before the round does."""
    last = max(last_day_of(registration_round), clock.today())
    return paper.expires_on is not None and paper.expires_on < last


def warning(paper: Evidence, registration_round: RegistrationRound) -> str:
    """Return the sentence about a paper that ends too early; "" for one that does not."""
    if not ends_too_early(paper, registration_round):
        return ""
    if paper.has_expired:
        return _("expired on %(day)s") % {"day": day(paper.expires_on)}
    return _("valid only until %(day)s; the round runs until %(end)s") % {
        "day": day(paper.expires_on),
        "end": day(last_day_of(registration_round)),
    }


def warned(papers: Iterable[Evidence], dossier: Dossier) -> list[tuple[Evidence, str]]:
    """Return the papers that end too early for a dossier, each with its sentence."""
    found = [(paper, warning(paper, dossier.round)) for paper in papers]
    return [(paper, text) for paper, text in found if text]
