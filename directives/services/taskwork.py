"""Work on tasks besides reports: parts for offices below, hand-over, reporting periods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, DoneAlready, NotAllowed, Refused
from activity.notifications import notify
from directives import notices, rules, selectors
from directives.enums import Every, TaskState
from directives.models import Document, Task
from foundation import calendar, clock


@transaction.atomic
def split_task(*, task: Task, offices: Iterable[Office], summary: str, until: date | None, actor: User) -> list[Task]:
    """Hand a part of a task to each of several offices below; the letter stays the same, the deadline is no later.

    Raises:
        NotAllowed: the person does not work for the office in charge.
        Refused: an office does not lie below, no office is named, or the day lies after the task's own deadline.
        Conflict: the task is done.
        DoneAlready: these offices have this part already.
    """
    if not rules.may_work_on(actor, task):
        raise NotAllowed
    if not rules.may_split(actor, task):
        raise Conflict(_("The task is no longer open."))
    chosen = list(offices)
    if not chosen or set(chosen) - set(selectors.offices_below(task.assignee)):
        raise Refused(_("Choose offices below your own."))
    due_at = calendar.due_until(until) if until else task.due_at
    if due_at and task.due_at and due_at > task.due_at:
        raise Refused(_("A part cannot be due later than its task."))
    _refuse_parts_there(task, {office.pk for office in chosen}, summary, due_at)
    parts = [
        Task.objects.create(
            document=task.document,
            incoming=task.incoming,
            parent=task,
            section=task.section,
            summary=summary,
            assignee=office,
            regular=due_at is None,
            due_at=due_at,
        )
        for office in chosen
    ]
    after = {"task": summary, "offices": [office.name for office in chosen]}
    entry = journal.record(task, journal.Event("split", _("Parts handed to offices below"), after=after), actor=actor)
    for part in parts:
        notify(part, notices.of_part(part, actor), occasion=str(entry.seq))
    return parts


def _refuse_parts_there(task: Task, offices: set[int], summary: str, due_at: datetime | None) -> None:
    """Raise DoneAlready where each office has this very part to do; a second click waits for the first."""
    Task.objects.filter(pk=task.pk).update(version=F("version"))
    same = Task.objects.filter(parent=task, summary=summary, due_at=due_at).exclude(state=TaskState.ACCEPTED)
    if offices <= set(same.values_list("assignee_id", flat=True)):
        raise DoneAlready(_("The parts are handed on already."))


@transaction.atomic
def hand_over(*, task: Task, person: User | None, actor: User) -> Task:
    """Say who in the office works on a task; reminders go to that person. ``None``: everybody again.

    Raises NotAllowed for strangers, Refused for somebody who does not work for the office.
    """
    if not rules.may_hand_over(actor, task):
        raise NotAllowed
    if person is not None and not selectors.workers_of(task.assignee).filter(pk=person.pk).exists():
        raise Refused(_("This person does not work for the office in charge."))
    task.handler = person
    task.save(update_fields=["handler"])
    label = _("Handed to %(person)s") % {"person": person} if person else _("Handed back to the office")
    entry = journal.record(task, journal.Event("hand_over", label), actor=actor)
    if person is not None:
        notify(task, notices.of_hand_over(task, actor), occasion=str(entry.seq))
    return task


@transaction.atomic
def set_reporting(
    *, task: Task, every: str, day: int | None, month: int | None = None, plan: Document | None, actor: User
) -> Task:
    """Say how often a regular task wants a report (``""``: never), by which day of which month (``Task``).

    ``plan`` is an earlier plan that the task carries on. Periods before today are not asked for when it is set first.
    Raises NotAllowed for who did not give the task.
    """
    if not rules.may_set_reporting(actor, task):
        raise NotAllowed
    task.report_every = Every(every) if every else ""
    task.report_day = day if every else None
    task.report_month = month if every else None
    task.report_from = (task.report_from or clock.today()) if every else None
    task.plan = plan
    task.save(update_fields=["report_every", "report_day", "report_month", "report_from", "plan"])
    after = {"every": every, "day": day, "month": month, "plan": plan.full_number if plan else ""}
    entry = journal.record(task, journal.Event("reporting", _("Reporting period set"), after=after), actor=actor)
    if every:
        notify(task, notices.of_reporting(task, actor), occasion=str(entry.seq))
    return task
