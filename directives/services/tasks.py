"""Tasks: given by a letter, taken on, reported, accepted or returned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import NotAllowed, Refused
from activity.transitions import apply
from directives import rules
from directives.drafts import TaskDraft
from directives.enums import TASK_TRANSITIONS, DocumentState, TaskAction, TaskState
from directives.models import Document, Task, TaskReport, TaskReportFile
from directives.reporting import periods_until
from foundation import clock
from foundation.files import CheckedUpload, NotStored, nothing_left_behind, store_upload


def write_tasks(document: Document, drafts: Iterable[TaskDraft]) -> list[Task]:
    """Write the tasks of a draft, in the caller's transaction."""
    return [_write(document, draft) for draft in drafts]


def _write(document: Document, draft: TaskDraft) -> Task:
    task = Task.objects.create(document=document, **draft.columns(clock.today()))
    task.cooperating.set(draft.cooperating)
    return task


@transaction.atomic
def create_task(*, document: Document, draft: TaskDraft, actor: User) -> Task:
    """Add a task to a draft; an issued letter orders nothing that does not stand in it.

    Raises:
        NotAllowed: the person does not write for the drafting office.
        Refused: the document is no draft any more.
    """
    if not rules.may_edit(actor, document):
        raise NotAllowed
    drafts = Document.objects.filter(pk=document.pk, state=DocumentState.DRAFT)
    if drafts.update(version=F("version") + 1) != 1:
        raise Refused(_("Tasks can only be added to a draft."))
    task = _write(document, draft)
    after = {"task": draft.summary, "assignee": draft.assignee.name}
    journal.record(document, journal.Event("task", _("Task added"), after=after), actor=actor)
    return task


@transaction.atomic
def take_task(*, task: Task, actor: User) -> Task:
    """Say that the office in charge works on the task."""
    return apply(TASK_TRANSITIONS, TaskAction.TAKE, task, actor=actor)


@nothing_left_behind()
@transaction.atomic
def report_task(
    *,
    task: Task,
    actor: User,
    text: str,
    uploads: Sequence[CheckedUpload] = (),
    figures: Sequence[dict[str, str]] = (),
    period: str = "",
) -> TaskReport:
    """Report on a task, with figures and files where there are any. Reminders stop.

    ``figures`` are ``{"label", "value", "unit"}``; ``period`` is the key of a period of a regular task that wants
    reports. Raises Refused when a file cannot be stored or the period is none of the task's.
    """
    if task.report_every and period not in {entry.key for entry in periods_until(task, clock.today())}:
        raise Refused(_("Choose the period that you report on."))
    facts = {"text": text, **({"period": period} if period else {})}
    again = task.report_every and task.state == TaskState.REPORTED
    step = TaskAction.REPORT_AGAIN if again else TaskAction.REPORT
    apply(TASK_TRANSITIONS, step, task, actor=actor, facts=facts)
    report = TaskReport.objects.create(
        task=task,
        text=text,
        figures=list(figures),
        period=period if task.report_every else "",
        by=actor,
        at=clock.now(),
    )
    try:
        for upload in uploads:
            TaskReportFile.objects.create(report=report, stored=store_upload(upload=upload, by=actor))
    except NotStored as error:
        raise Refused(str(error.strerror)) from error
    return report


@transaction.atomic
def accept_report(*, task: Task, actor: User) -> Task:
    """Accept the newest report; the task is done."""
    apply(TASK_TRANSITIONS, TaskAction.ACCEPT, task, actor=actor)
    _answer(task)
    return task


@transaction.atomic
def return_report(*, task: Task, actor: User, reason: str) -> Task:
    """Return the newest report with a reason; the deadline runs on."""
    apply(TASK_TRANSITIONS, TaskAction.RETURN, task, actor=actor, reason=reason)
    _answer(task, reason)
    return task


def _answer(task: Task, reason: str = "") -> None:
    """Answer what was not answered yet; a regular task may hold reports on two periods."""
    task.reports.filter(answered_at=None).update(answered_at=clock.now(), returned_because=reason)
