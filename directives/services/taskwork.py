"""Work on tasks besides reports: parts for offices below, hand-over, later deadlines, reporting periods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from directives import notices, rules, selectors
from directives.enums import OPEN_TASKS, Every, ExtensionState
from directives.models import Document, Task, TaskExtension
from foundation import calendar, clock


@transaction.atomic
def split_task(*, task: Task, offices: Iterable[Office], summary: str, until: date | None, actor: User) -> list[Task]:
    """Hand a part of a task to each of several offices below; the letter stays the same, the deadline is no later.

    Raises:
        NotAllowed: the person does not work for the office in charge, or the task is done.
        Refused: an office does not lie below, no office is named, or the day lies after the task's own deadline.
    """
    if not rules.may_split(actor, task):
        raise NotAllowed
    chosen = list(offices)
    if not chosen or set(chosen) - set(selectors.offices_below(task.assignee)):
        raise Refused(_("Choose offices below your own."))
    due_at = calendar.due_until(until) if until else task.due_at
    if due_at and task.due_at and due_at > task.due_at:
        raise Refused(_("A part cannot be due later than its task."))
    parts = [
        Task.objects.create(
            document=task.document,
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
def ask_extension(*, task: Task, until: date, reason: str, actor: User) -> TaskExtension:
    """Ask the issuer for a later deadline.

    Raises:
        NotAllowed: the person does not work for the office in charge, or the task is not open.
        Refused: the day is not later than the deadline, or lies in the past.
        Conflict: a request is open already.
    """
    if not rules.may_ask_extension(actor, task) or task.due_at is None:
        raise NotAllowed
    if calendar.due_until(until) <= task.due_at or until < clock.today():
        raise Refused(_("Choose a day after the present deadline that has not passed."))
    try:
        with transaction.atomic():
            asked = TaskExtension.objects.create(
                task=task, due_before=task.due_at, asked_until=until, reason=reason, by=actor, at=clock.now()
            )
    except IntegrityError as error:
        raise Conflict(_("A later deadline was asked for already.")) from error
    event = journal.Event("ask_extension", _("Later deadline asked for"), after={"until": until}, reason=reason)
    entry = journal.record(task, event, actor=actor)
    notify(task, notices.of_extension(task, actor), occasion=str(entry.seq))
    return asked


@transaction.atomic
def answer_extension(
    *, extension: TaskExtension, granted_until: date | None, answer: str, actor: User
) -> TaskExtension:
    """Grant a later deadline, or refuse it (``granted_until=None``) with the reason in ``answer``.

    Raises:
        NotAllowed: the person did not give the task.
        Refused: refused without a reason, the day is no later deadline, or later than the task that this is part of.
        Conflict: answered meanwhile, or the task was reported meanwhile.
    """
    task = extension.task
    if not rules.may_judge(actor, task):
        raise NotAllowed
    if granted_until is None and not answer.strip():
        raise Refused(_("Give the reason."))
    state = ExtensionState.GRANTED if granted_until else ExtensionState.REFUSED
    moved = TaskExtension.objects.filter(pk=extension.pk, state=ExtensionState.ASKED).update(
        state=state, granted_until=granted_until, answer=answer, answered_by=actor, answered_at=clock.now()
    )
    if moved != 1:
        raise Conflict(_("This was answered meanwhile."))
    if granted_until:
        _move_deadline(task, granted_until)
    after = {"state": state, "until": granted_until}
    label = _("Later deadline granted") if granted_until else _("Later deadline refused")
    entry = journal.record(task, journal.Event("answer_extension", label, after=after, reason=answer), actor=actor)
    notify(task, notices.of_extension_answer(task, actor, granted=bool(granted_until)), occasion=str(entry.seq))
    extension.refresh_from_db()
    return extension


def _move_deadline(task: Task, until: date) -> None:
    due_at = calendar.due_until(until)
    if task.due_at is None or due_at <= task.due_at:
        raise Refused(_("Choose a day after the present deadline."))
    if task.parent and task.parent.due_at and due_at > task.parent.due_at:
        raise Refused(_("A part cannot be due later than its task."))
    rows = Task.objects.filter(pk=task.pk, due_at=task.due_at, state__in=OPEN_TASKS)
    if rows.update(due_at=due_at, due_sort=due_at) != 1:
        raise Conflict(_("The task was changed meanwhile. Look at it again before you go on."))
    task.refresh_from_db()


@transaction.atomic
def set_reporting(*, task: Task, every: str, day: int | None, plan: Document | None, actor: User) -> Task:
    """Say how often a regular task wants a report (``""``: never), by which day of the period's last month.

    ``plan`` is an earlier plan that the task carries on. Periods before today are not asked for when it is set first.
    Raises NotAllowed for who did not give the task.
    """
    if not rules.may_set_reporting(actor, task):
        raise NotAllowed
    task.report_every = Every(every) if every else ""
    task.report_day = day if every else None
    task.report_from = (task.report_from or clock.today()) if every else None
    task.plan = plan
    task.save(update_fields=["report_every", "report_day", "report_from", "plan"])
    after = {"every": every, "day": day, "plan": plan.full_number if plan else ""}
    entry = journal.record(task, journal.Event("reporting", _("Reporting period set"), after=after), actor=actor)
    if every:
        notify(task, notices.of_reporting(task, actor), occasion=str(entry.seq))
    return task
