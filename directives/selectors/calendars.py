"""Deadlines as lists, months and feeds. Everything goes through ``tasks_visible_to``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Office
from directives.enums import OPEN_TASKS
from directives.models import Task, TaskReport
from directives.reporting import period_reports
from directives.selectors.tasks import tasks_visible_to
from foundation import calendar, clock

# A feed is for the deadlines of a person or an office; nobody has more open at a time that a calendar could show.
MOST = 1000


@dataclass(frozen=True)
class DeadlineLine:
    """One deadline on the page or in a feed. ``moment`` is set where the deadline has an hour."""

    key: str
    day: date
    moment: datetime | None
    title: str
    office: str
    letter: str
    url: str
    late: bool


def open_deadlines(user: Any) -> QuerySet[Task]:
    """Return the tasks with a deadline that wait for a report and that a person may see."""
    return tasks_visible_to(user).filter(state__in=OPEN_TASKS, regular=False)


def offices_with_deadlines(user: Any) -> list[Office]:
    """Return the offices in charge of the tasks that a person may see."""
    ids = tasks_visible_to(user).order_by().values("assignee_id")
    return list(Office.objects.filter(pk__in=ids).select_related("unit").order_by("unit__search", "name", "pk"))


def deadlines_by_office(user: Any) -> list[Any]:
    """Return for each office how much of what the person may see is open, late, and regular."""
    late = Q(state__in=OPEN_TASKS, due_at__lte=clock.now())
    dated = Q(state__in=OPEN_TASKS, regular=False)
    rows = Task.objects.filter(pk__in=tasks_visible_to(user).order_by().values("pk"))
    counted = rows.order_by("assignee__unit__search", "assignee__name", "assignee_id").values(
        "assignee_id", "assignee__name"
    )
    return list(
        counted.annotate(
            open=Count("pk", filter=dated), late=Count("pk", filter=late), regular=Count("pk", filter=Q(regular=True))
        )
    )


def deadline_lines(
    user: Any, tasks: QuerySet[Task], first: date | None = None, last: date | None = None
) -> list[DeadlineLine]:
    """Return the open deadlines of some tasks, reports on periods included, between two days, the earliest first."""
    rows = tasks.filter(pk__in=tasks_visible_to(user).order_by().values("pk")).select_related("assignee", "document")
    dated = rows.filter(state__in=OPEN_TASKS, regular=False)
    if first:
        dated = dated.filter(due_at__gt=clock.start_of(first))
    if last:
        dated = dated.filter(due_at__lte=calendar.due_until(last))
    lines = [_of_task(task) for task in dated.order_by("due_sort", "pk")[:MOST]]
    lines += [line for line in _of_periods(rows) if (not first or line.day >= first) and (not last or line.day <= last)]
    return sorted(lines, key=lambda line: (line.day, line.key))


def _of_task(task: Task) -> DeadlineLine:
    assert task.due_at is not None and task.last_day is not None  # noqa: S101, PT018 -- the filter leaves others out
    moment = clock.local(task.due_at)
    return DeadlineLine(
        key=f"task-{task.pk}",
        day=task.last_day,
        moment=moment if moment.hour or moment.minute else None,
        title=task.summary,
        office=task.assignee.name,
        letter=task.letter_number,
        url=reverse("directives:task", args=[task.pk]),
        late=task.is_late,
    )


def _of_periods(rows: QuerySet[Task]) -> list[DeadlineLine]:
    asked = {task.pk: task for task in rows.exclude(report_every="").order_by("pk")[:MOST]}
    reports: dict[int, list[TaskReport]] = {}
    for report in TaskReport.objects.filter(task__in=asked).order_by("pk"):
        reports.setdefault(report.task_id, []).append(report)
    today = clock.today()
    return [
        DeadlineLine(
            key=f"task-{task.pk}-{entry.period.key}",
            day=entry.period.due_on,
            moment=None,
            title=_("Report on %(period)s: %(what)s") % {"period": entry.period.words, "what": task.summary},
            office=task.assignee.name,
            letter=task.letter_number,
            url=reverse("directives:task", args=[task.pk]),
            late=entry.is_late,
        )
        for task in asked.values()
        for entry in period_reports(task, reports.get(task.pk, []), today)
        if entry.report is None
    ]
