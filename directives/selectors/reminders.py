"""The deadlines of tasks for the reminder engine, and its settings as the screen shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Office, User
from directives import deadlines, rules
from directives.enums import OPEN_TASKS
from directives.models import Task, TaskReport
from directives.reach import people_acting_for
from directives.reporting import SHOWN, period_reports
from directives.selectors.tasks import GIVEN
from foundation import calendar, clock

KIND, PERIOD = "task", "task_report"


@dataclass(frozen=True)
class Sides:
    """Who is told of the deadlines of an office, in the order of lateness."""

    workers: list[User]
    heads: list[User]
    leaders: list[User]


def sides_of(office: Office) -> Sides:
    """Return the officers of an office, who leads it, and who leads the office above.

    Where an office has no officer today, its head is told from the first rung on.
    """
    heads = list(people_acting_for(office, *rules.HEADS))
    workers = list(people_acting_for(office, *rules.OFFICERS)) or heads
    above = office.parent or _committee_above(office)
    return Sides(workers, heads, list(people_acting_for(above, *rules.HEADS)) if above else [])


def remembered_sides() -> Callable[[int], Sides]:
    """Return a function from the id of an office to its sides that asks for each office once, however many rows."""

    @cache
    def sides(office_id: int) -> Sides:
        return sides_of(Office.objects.select_related("unit", "parent__unit").get(pk=office_id))

    return sides


def _committee_above(office: Office) -> Office | None:
    """Return the committee of the unit above, for a committee that names no office above itself."""
    parent = office.unit.parent_id
    rows = (
        Office.objects.filter(unit_id=parent, kind=office.kind).select_related("unit")
        if parent
        else Office.objects.none()
    )
    return rows.first()


def open_task_deadlines(now: datetime) -> Iterator[deadlines.Deadline]:
    """Give the reminder engine the tasks that wait for a report; a report or its acceptance ends them.

    Reads columns in a stream: memory does not grow with the number of open tasks.
    """

    sides = remembered_sides()

    @cache
    def handler(pk: int | None) -> list[User]:
        return list(User.objects.filter(pk=pk, is_active=True)) if pk else []

    rows = Task.objects.filter(GIVEN, state__in=OPEN_TASKS, due_at__lt=now + deadlines.horizon())
    columns = ("pk", "summary", "due_at", "assignee_id", "handler_id")
    given = Coalesce("document__issued_at", "incoming__registered_at")
    page = reverse("directives:task", args=[0])
    stream = rows.order_by("due_sort", "pk").values_list(*columns, given).iterator(chunk_size=500)
    for pk, summary, due_at, office_id, handler_id, given_at in stream:
        told = sides(office_id)
        yield deadlines.Deadline(
            kind=KIND,
            subject=f"directives.task:{pk}",
            occasion="",
            title=summary,
            due_at=due_at,
            url=page.replace("/0/", f"/{pk}/"),
            recipients=handler(handler_id) or told.workers,
            heads=told.heads,
            leaders=told.leaders,
            since=given_at,
        )
    yield from _reports_due(now, sides, handler)


def _reports_due(
    now: datetime, sides: Callable[[int], Sides], handler: Callable[[int | None], list[User]]
) -> Iterator[deadlines.Deadline]:
    """Give the newest two periods of regular tasks that lack a report."""
    today = clock.local(now).date()
    rows = Task.objects.exclude(report_every="").filter(GIVEN).order_by("pk")
    for task in rows.iterator(chunk_size=200):
        reports = TaskReport.objects.filter(task=task).order_by("-pk")[:SHOWN]
        for missing in period_reports(task, reversed(reports), today)[:2]:
            if missing.report is None:
                told = sides(task.assignee_id)
                yield deadlines.Deadline(
                    kind=PERIOD,
                    subject=task.stream,
                    occasion=missing.period.key,
                    title=_("Report on %(period)s: %(what)s") % {"period": missing.period.words, "what": task.summary},
                    due_at=calendar.due_until(missing.period.due_on),
                    url=reverse("directives:task", args=[task.pk]),
                    recipients=handler(task.handler_id) or told.workers,
                    heads=told.heads,
                    leaders=told.leaders,
                    since=clock.start_of(task.report_from) if task.report_from else None,
                )
