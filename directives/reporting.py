"""Which periods a regular task wants reports on, and which of them are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from directives.models import Task, TaskReport
from directives.periods import Period, periods_from

# A task that has gone on for years shows its last periods.
SHOWN = 12


@dataclass(frozen=True)
class PeriodReport:
    """A period of a task and its report, if there is one that was not returned."""

    period: Period
    report: TaskReport | None
    today: date

    @property
    def is_late(self) -> bool:
        """Whether the report is missing after its last day."""
        return self.report is None and self.today > self.period.due_on


def periods_until(task: Task, day: date) -> list[Period]:
    """Return the periods of a task up to the one in which a day lies, the oldest first."""
    if not task.report_every or task.report_from is None:
        return []
    return list(periods_from(task.report_from, day, task.report_every, task.report_day, task.report_month))


def period_reports(task: Task, reports: Iterable[TaskReport], today: date) -> list[PeriodReport]:
    """Return the newest periods of a task with their reports, the newest first."""
    found = {report.period: report for report in reports if not report.returned_because}
    periods = periods_until(task, today)[-SHOWN:]
    return [PeriodReport(period, found.get(period.key), today) for period in reversed(periods)]
