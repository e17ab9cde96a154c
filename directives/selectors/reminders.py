"""The deadlines of tasks for the reminder engine, and its settings as the screen shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.urls import reverse

from accounts.models import Office, User
from directives import deadlines, rules
from directives.enums import OPEN_TASKS, SENT
from directives.models import Task
from directives.reach import people_acting_for

KIND = "task"


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

    @cache
    def sides(office_id: int) -> Sides:
        return sides_of(Office.objects.select_related("unit", "parent__unit").get(pk=office_id))

    rows = Task.objects.filter(state__in=OPEN_TASKS, due_at__lt=now + deadlines.horizon(), document__state__in=SENT)
    columns = ("pk", "summary", "due_at", "assignee_id", "document__issued_at")
    for pk, summary, due_at, office_id, issued_at in (
        rows.order_by("due_sort", "pk").values_list(*columns).iterator(chunk_size=500)
    ):
        told = sides(office_id)
        yield deadlines.Deadline(
            kind=KIND,
            subject=f"directives.task:{pk}",
            occasion="",
            title=summary,
            due_at=due_at,
            url=reverse("directives:task", args=[pk]),
            recipients=told.workers,
            heads=told.heads,
            leaders=told.leaders,
            since=issued_at,
        )
