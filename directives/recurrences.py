"""From a recurrence as a letter words it to the reporting period of a task. Pure."""

from __future__ import annotations

import re

from directives.drafts import Reporting
from directives.enums import Every
from directives.periods import AFTERWARDS, MONTHS
from directives.reader import Recurrence

_EXCLUSIVE = re.compile(r"trước\s+(ngày\s+)?\d", re.IGNORECASE)
_FOLLOWING = re.compile(r"(tháng|quý|kỳ|năm)\s+(sau|tiếp theo|kế tiếp|liền kề|kế)\b", re.IGNORECASE)


def reporting_of(recurrence: Recurrence | None) -> Reporting | None:
    """Return how often a task wants a report; None without a recurrence, or for one whose period is not said.

    "trước ngày 15" is the 14th; "trước ngày 01" is the last day of the month before.
    """
    if recurrence is None or recurrence.every not in MONTHS:
        return None
    day = recurrence.day
    month = recurrence.month if recurrence.every == Every.YEAR else None
    if _FOLLOWING.search(recurrence.text):
        month = AFTERWARDS
    if day and _EXCLUSIVE.search(recurrence.text):
        day -= 1
        if not day:
            day, month = None, month - 1 if month and month != AFTERWARDS and month > 1 else None
    return Reporting(recurrence.every, day, month)
