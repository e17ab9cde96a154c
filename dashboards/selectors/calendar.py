"""Which deadlines come next in a person's area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.selectors import unit_ids_reached_by
from dashboards.selectors.measures import DAYS_AHEAD, MEASURES
from dashboards.selectors.scope import Scope
from dashboards.sheets import page_of
from foundation import clock
from foundation.calendar import last_day
from registrations.enums import RoundState
from registrations.selectors import rounds_visible_to

MOST_SHOWN = 10
_OF_ROUNDS = {
    "due_at": _("wishes"),
    "commune_list_due": _("communes' lists"),
    "dossier_due_at": _("dossiers"),
}


@dataclass(frozen=True)
class Upcoming:
    """A deadline: its last permitted day, what has to be done by then, who has to do it."""

    day: date
    title: str
    kind: str | Promise
    who: str
    url: str


def upcoming(scope: Scope) -> list[Upcoming]:
    """Return the next deadlines within thirty days, nearest first: of rounds, of tasks, of the communes' answers."""
    found = [*_of_rounds(scope), *_of_tasks(scope), *_of_answers(scope)]
    return sorted(found, key=lambda item: item.day)[:MOST_SHOWN]


def _of_tasks(scope: Scope) -> Iterator[Upcoming]:
    for task in MEASURES["near-tasks"].rows(scope).order_by("due_sort", "pk")[:MOST_SHOWN]:
        if task.due_at is not None:
            url = reverse("directives:task", args=[task.pk])
            yield Upcoming(last_day(task.due_at), task.summary, _("task"), task.assignee.name, url)


def _of_answers(scope: Scope) -> Iterator[Upcoming]:
    for row in MEASURES["near-answers"].rows(scope).order_by("sort_day", "pk")[:MOST_SHOWN]:
        if row.due_on is not None:
            yield Upcoming(row.due_on, row.product.name, _("commune's answer"), row.unit.name, page_of(row))


def _of_rounds(scope: Scope) -> Iterator[Upcoming]:
    now, today = clock.now(), clock.today()
    rows = rounds_visible_to(scope.user).filter(training=False, state=RoundState.OPEN, office__unit__in=scope.area)
    if scope.unit:
        rows = rows.filter(units__in=unit_ids_reached_by([scope.unit.pk])).distinct()
    for row in rows:
        for field, kind in _OF_ROUNDS.items():
            due = getattr(row, field)
            if due is not None and due > now and last_day(due) <= today + timedelta(days=DAYS_AHEAD):
                yield Upcoming(last_day(due), row.name, kind, row.office.name, row.get_absolute_url())
