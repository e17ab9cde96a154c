"""How long a replaced decision goes on for dossiers that were filed before the later one began: data of the later one.

26/2026/QĐ-TTg gives 60 days to first evaluations and upgrades (``transition_days``) and 30 to re-evaluations
(``transition_reevaluation_days``). A decision that says nothing of re-evaluations gives them the general term.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from rubrics.models import Decision

GENERAL, REEVALUATION = "transition_days", "transition_reevaluation_days"


@dataclass(frozen=True)
class Transition:
    """What the later decision says of the earlier one: it is for dossiers filed before ``begins``, to ``until``.

    ``until`` is the last day, inclusive; None where the later decision gives no time at all.
    """

    later: Decision
    begins: datetime.date
    until: datetime.date | None


def transition_of(decision: Decision, *, reevaluation: bool) -> Transition | None:
    """Return the transition of a replaced decision for one kind of dossier; None while nothing has replaced it."""
    later_ones = Decision.objects.filter(published_at__isnull=False, valid_from__gt=decision.valid_from)
    later = next((row for row in later_ones.order_by("valid_from") if decision.code in row.replaces), None)
    if later is None:
        return None
    days = later.term(REEVALUATION) if reevaluation else None
    if days is None:
        days = later.term(GENERAL)
    until = None if days is None else later.valid_from + datetime.timedelta(days=days)
    if until is not None and decision.valid_to is not None:
        until = min(until, decision.valid_to)
    return Transition(later, later.valid_from, until)


def still_judges(decision: Decision, on: datetime.date, *, reevaluation: bool) -> bool:
    """Tell whether a dossier that was filed in time can still be judged under the decision on that day."""
    found = transition_of(decision, reevaluation=reevaluation)
    return found is None or on < found.begins or (found.until is not None and on <= found.until)
