"""Where everybody meets who writes what a result depends on.

Sealing a sheet, an agreed level or a recusal, and closing the round, all update the same row of the round under a
condition on its state. Whoever comes second waits for the first and then finds the state as it is.
"""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from activity.errors import Conflict, Refused
from evaluations.models import Entry, EvaluationRound
from evaluations.selectors.conflicts import conflict_sentences, open_conflicts


def hold(evaluation_round: EvaluationRound, *states: str) -> None:
    """Take part in the round's row for the rest of the transaction; Conflict where it is in none of the states."""
    rows = EvaluationRound.objects.filter(pk=evaluation_round.pk, state__in=states)
    if rows.update(writes=F("writes") + 1) != 1:
        raise Conflict(_("The round is at another step now; this can no longer be changed here."))


def judged_entry(entry: Entry) -> None:
    """Raise Conflict where the entry has left the round meanwhile."""
    if not Entry.objects.filter(pk=entry.pk, in_round=True, withdrawn_at=None, set_aside_reason="").exists():
        raise Conflict(_("This entry is no longer in the round."))


def refuse_open_conflicts(evaluation_round: EvaluationRound) -> None:
    """Raise Refused where a member with a vote supports a product, and neither recusal nor a reason answers it."""
    open_ones = open_conflicts(evaluation_round)
    if open_ones:
        raise Refused(" ".join(conflict_sentences(open_ones)))
