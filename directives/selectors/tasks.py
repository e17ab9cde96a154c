"""Reads of tasks, their reports and their deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Q, QuerySet, SmallIntegerField, When

from accounts.selectors import office_ids
from activity.transitions import Transition, available
from directives import rules
from directives.drafts import TaskDraft
from directives.enums import OPEN_TASKS, SENT, TASK_TRANSITIONS, TaskState
from directives.incoming_states import IncomingState
from directives.models import Document, Task, TaskReport, TaskReportFile
from directives.reach import office_ids_acted_for
from directives.selectors.documents import documents_visible_to
from foundation import clock

# Letters from outside are never training.
NOT_TRAINING = Q(document=None) | Q(document__training=False)
# Tasks of drafts, and of letters that nobody has confirmed, are not given yet.
GIVEN = Q(document__state__in=SENT) | Q(incoming__state=IncomingState.REGISTERED)


def tasks_visible_to(user: Any) -> QuerySet[Task]:
    """Return the tasks of issued documents that a person may see, the only door to them.

    The offices that the document comes from see all of its tasks; every other office sees its own with the parts that
    it has handed on, and those in which it cooperates.
    """
    own = office_ids(user, *rules.STAFF) if user and user.is_authenticated else []
    if not own:
        return Task.objects.none()
    mine = office_ids_acted_for(user, *rules.STAFF)
    shared = Task.cooperating.through.objects.filter(office_id__in=mine).values("task_id")
    condition = Q(document__office__in=own) | Q(document__drafting_office__in=own)
    condition |= Q(assignee__in=mine) | Q(pk__in=shared) | Q(incoming__office__in=own) | Q(parent__assignee__in=mine)
    documents = documents_visible_to(user).filter(state__in=SENT)
    arrived = Q(incoming__state=IncomingState.REGISTERED)
    rows = Task.objects.filter(condition, arrived | Q(document__in=documents.values("pk")))
    return rows.select_related(
        "assignee__unit",
        "document__office",
        "document__drafting_office",
        "incoming__office",
        "parent__assignee__unit",
    )


def with_done(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Return the tasks with ``done``, 1 where the report was accepted: lists put these last."""
    done = Case(When(state=TaskState.ACCEPTED, then=1), default=0, output_field=SmallIntegerField())
    return rows.annotate(done=done)


def tasks_of_document(user: Any, document: Document) -> QuerySet[Task]:
    """Return the tasks of a document for its page: of a draft all, of an issued one those that the person may see."""
    if document.state in SENT:
        return tasks_visible_to(user).filter(document=document)
    return document.tasks.select_related(
        "assignee__unit", "document__office", "document__drafting_office", "parent__assignee__unit"
    )


def task_drafts_of(document: Document) -> list[TaskDraft]:
    """Return the tasks of a draft as they were written."""
    rows = document.tasks.select_related("assignee__unit").prefetch_related("cooperating").order_by("pk")
    return [
        TaskDraft(
            assignee=task.assignee,
            summary=task.summary,
            section=task.section,
            due_at=task.due_at,
            due_text=task.due_text,
            cooperating=tuple(task.cooperating.all()),
            assignee_text=task.assignee_text,
        )
        for task in rows
    ]


def task_actions_for(user: Any, task: Task) -> dict[str, Transition]:
    """Return the actions whose buttons the person gets to see on a task."""
    return available(TASK_TRANSITIONS, user, task)


def reports_visible_to(user: Any) -> QuerySet[TaskReport]:
    """Return the reports on the tasks that a person may see, except of those in which the office only cooperates."""
    mine = office_ids_acted_for(user, *rules.STAFF) if user and user.is_authenticated else []
    own = office_ids(user, *rules.STAFF) if mine else []
    condition = Q(task__assignee__in=mine) | Q(task__document__office__in=own)
    condition |= Q(task__document__drafting_office__in=own) | Q(task__incoming__office__in=own)
    condition |= Q(task__parent__assignee__in=mine)
    rows = TaskReport.objects.filter(condition, task__in=tasks_visible_to(user).values("pk"))
    return rows.select_related("by").prefetch_related("files__stored")


def report_files_visible_to(user: Any) -> QuerySet[TaskReportFile]:
    """Return the files of the reports that a person may see."""
    rows = TaskReportFile.objects.filter(report__in=reports_visible_to(user).values("pk"))
    return rows.select_related("stored")


@dataclass(frozen=True)
class TaskSides:
    """The offices whose tasks a person works on, and those whose tasks the person has given."""

    ours: list[int]
    given_by: list[int]


def task_sides(user: Any) -> TaskSides:
    """Return on which side of a task a person stands."""
    return TaskSides(office_ids_acted_for(user, *rules.STAFF), office_ids(user, *rules.STAFF))


def overdue_tasks(user: Any, now: datetime | None = None) -> QuerySet[Task]:
    """Return the tasks visible to a person whose deadline has passed without a report, training left out."""
    rows = tasks_visible_to(user).filter(state__in=OPEN_TASKS, due_at__lte=now or clock.now())
    return rows.filter(NOT_TRAINING)
