"""Tasks that official letters give to a person's offices."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors import office_ids
from dashboards.work.cards import Card, card_of, roles_before, words
from directives.enums import OPEN_TASKS, TaskState
from directives.models import Task
from directives.selectors import tasks_visible_to
from foundation.components import TaskItem
from foundation.formatting import day


def tasks_of_my_offices(user: Any, role: str) -> Card:
    """Return the open tasks with a deadline of the offices in which the person holds the role, each on one desk."""
    others = roles_before(user, role)
    mine = set(office_ids(user, role)) - set(office_ids(user, *others) if others else ())
    rows = tasks_visible_to(user).filter(state__in=OPEN_TASKS, regular=False, assignee__in=mine)
    empty = _("No letter asks your office for anything at the moment.")
    url = reverse("directives:tasks")
    return card_of(
        _("Tasks of your office"), rows.order_by("due_sort", "pk"), task_line, url=url, more=_("All tasks"), empty=empty
    )


def reports_to_judge(user: Any, *roles: str) -> Card:
    """Return the reports that wait for the offices from which their letters came."""
    mine = office_ids(user, *roles)
    of_mine = Q(document__office__in=mine) | Q(document__drafting_office__in=mine) | Q(incoming__office__in=mine)
    rows = tasks_visible_to(user).filter(of_mine, state=TaskState.REPORTED)
    return card_of(
        _("Reports to read"),
        rows.order_by("due_sort", "pk"),
        task_line,
        url=reverse("directives:tasks"),
        more=_("All tasks"),
    )


def task_line(task: Task) -> TaskItem:
    """Return a task as a line of a card."""
    due = _("due %(day)s") % {"day": day(task.last_day)} if task.due_at else ""
    hint = words(task.assignee.name, due, training=task.training)
    tone = "late" if task.is_late else "waiting"
    return TaskItem(task.summary, reverse("directives:task", args=[task.pk]), task.get_state_display(), tone, hint)
