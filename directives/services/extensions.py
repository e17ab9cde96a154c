"""Later deadlines: asked for by the office in charge, granted or refused by whoever gave the task."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Conflict, DoneAlready, NotAllowed, Refused
from activity.notifications import notify
from directives import notices, rules
from directives.enums import OPEN_TASKS, ExtensionState
from directives.models import Task, TaskExtension
from foundation import calendar, clock


@transaction.atomic
def ask_extension(*, task: Task, until: date, reason: str, actor: User) -> TaskExtension:
    """Ask the issuer for a later deadline.

    Raises:
        NotAllowed: the person does not work for the office in charge.
        Refused: the day is not later than the deadline, or lies in the past.
        Conflict: the task is not open, or a request is open already.
        DoneAlready: the same person has asked for the same.
    """
    if not rules.may_work_on(actor, task):
        raise NotAllowed
    if not rules.may_ask_extension(actor, task) or task.due_at is None:
        raise Conflict(_("The task is no longer open."))
    if calendar.due_until(until) <= task.due_at or until < clock.today():
        raise Refused(_("Choose a day after the present deadline that has not passed."))
    try:
        with transaction.atomic():
            asked = TaskExtension.objects.create(
                task=task, due_before=task.due_at, asked_until=until, reason=reason, by=actor, at=clock.now()
            )
    except IntegrityError as error:
        same = task.extensions.filter(state=ExtensionState.ASKED, asked_until=until, reason=reason, by=actor).exists()
        raise (DoneAlready if same else Conflict)(_("A later deadline was asked for already.")) from error
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
        DoneAlready: the same person has given the same answer.
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
        same = {"granted_until": granted_until, "answer": answer, "answered_by": actor}
        again = TaskExtension.objects.filter(pk=extension.pk, **same).exists()
        raise (DoneAlready if again else Conflict)(_("This was answered meanwhile."))
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
