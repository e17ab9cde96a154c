"""Reads around one task: its parts, the people and offices it may go to, its periods and extensions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts.models import Office, UnitReach, User
from accounts.selectors import offices_in_force
from directives import rules
from directives.models import Task, TaskExtension, TaskReport
from directives.reach import people_acting_for
from directives.reporting import PeriodReport, period_reports
from directives.selectors.tasks import reports_visible_to, tasks_visible_to
from foundation import clock


def offices_below(office: Office) -> QuerySet[Office]:
    """Return the offices that an office may hand parts of its tasks to: those of the units below its own."""
    below = UnitReach.objects.filter(top_id=office.unit_id).exclude(unit_id=office.unit_id).values("unit_id")
    rows = offices_in_force().filter(unit_id__in=below)
    return (rows | offices_in_force().filter(parent=office)).order_by("unit__search", "name", "pk")


def workers_of(office: Office) -> QuerySet[User]:
    """Return the people of an office who may work on its tasks."""
    return people_acting_for(office, *rules.WORKERS)


def parts_of(user: Any, task: Task) -> QuerySet[Task]:
    """Return the parts of a task that a person may see."""
    return tasks_visible_to(user).filter(parent=task).order_by("assignee__unit__search", "pk")


def reporting_of(user: Any, task: Task) -> list[PeriodReport]:
    """Return the periods of a regular task with the reports that the person may see, the newest first."""
    if not task.report_every:
        return []
    return period_reports(task, reports_visible_to(user).filter(task=task).order_by("pk"), clock.today())


def extensions_visible_to(user: Any) -> QuerySet[TaskExtension]:
    """Return the requests for later deadlines of the tasks that a person works on or has given."""
    rows = TaskExtension.objects.filter(task__in=tasks_visible_to(user).values("pk"))
    return rows.select_related(
        "by", "answered_by", "task__assignee__unit", "task__parent__assignee__unit"
    ).select_related("task__document")


def tasks_missing_reports(tasks: Iterable[Task]) -> set[int]:
    """Return which of these regular tasks lack a report on a period whose last day has passed; one query for all."""
    asked = {task.pk: task for task in tasks if task.report_every}
    if not asked:
        return set()
    reports: dict[int, list[TaskReport]] = {}
    for report in TaskReport.objects.filter(task__in=asked).order_by("pk"):
        reports.setdefault(report.task_id, []).append(report)
    today = clock.today()
    return {
        pk for pk, task in asked.items() if any(p.is_late for p in period_reports(task, reports.get(pk, []), today))
    }
