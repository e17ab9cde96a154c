"""Dossiers under a replaced decision: filed before the later one began, and judged before its transition ends."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from evaluations.models import EvaluationRound
from foundation import clock
from foundation.formatting import day
from registrations.enums import DossierKind
from registrations.models import Dossier
from rubrics.selectors import transition_of


def out_of_time(evaluation_round: EvaluationRound, dossiers: Iterable[Dossier], on: datetime.date) -> list[str]:
    """Return a sentence for each dossier that cannot be judged under the round's decision on that day.

    Training rounds run any procedure. The two terms, for re-evaluations and for the others, are the later decision's.
    """
    if evaluation_round.training:
        return []
    law = evaluation_round.law
    rules = {again: transition_of(law, reevaluation=again) for again in (True, False)}
    found = []
    for dossier in dossiers:
        rule = rules[dossier.kind == DossierKind.AGAIN]
        if rule is None or on < rule.begins:
            continue
        values = {"product": dossier.product, "law": law.code, "later": rule.later.code}
        filed = clock.local(dossier.submitted_at).date() if dossier.submitted_at else on
        if filed >= rule.begins:
            text = _("%(product)s was filed when %(later)s was in force and is not judged under %(law)s.")
        elif rule.until is None or on > rule.until:
            values["day"] = day(rule.until or rule.begins - datetime.timedelta(days=1))
            text = _("%(product)s could be judged under %(law)s until the end of %(day)s; now %(later)s applies.")
        else:
            continue
        found.append(text % values)
    return found
