"""What an administrator finds: whether the machinery runs, and the accounts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.rest_days.selectors import year_without_rest_days
from accounts.selectors import accounts_visible_to
from activity import jobs
from activity.models import Job, Notification
from activity.selectors import troubled_jobs, undelivered
from dashboards.work.cards import Card, Desk, card_of, words
from foundation.components import TaskItem
from foundation.formatting import moment


def desk(user: Any) -> Desk:
    """Return the desk of an administrator; the machinery's page is open to superusers only."""
    page = reverse("activity:machinery") if user.is_superuser else ""
    about = {"url": page, "more": _("Machinery") if page else ""}
    failed = _("No piece of background work is in trouble.")
    sent = _("Every message has been sent.")
    return Desk(
        role=Role.ADMINISTRATOR.label,
        cards=[
            _worker(page),
            card_of(_("Background work in trouble"), troubled_jobs(), _job, late=True, empty=failed, **about),
            card_of(_("Messages not sent yet"), undelivered(), _message, empty=sent, **about),
            rest_days(),
            _accounts(user),
        ],
    )


def _worker(page: str) -> Card:
    """Something lies on this card only when nobody does the background work."""
    title, empty = _("Background worker"), _("A background worker is at work.")
    if jobs.worker_alive():
        return Card(title, 0, [], empty=empty)
    hint = _("Documents and messages wait in the database; nothing is lost. Start the worker.")
    return Card(title, 1, [TaskItem(_("No background worker is alive"), page, hint=hint)], late=True)


def rest_days() -> Card:
    """Something lies on this card when a year is near whose rest days nobody has brought."""
    title, empty = _("Rest days"), _("The rest days are in the table.")
    year = year_without_rest_days()
    if year is None:
        return Card(title, 0, [], empty=empty)
    page = f"{reverse('accounts:rest_days')}?year={year}"
    hint = _("Terms that reach into that year would be counted too short.")
    line = TaskItem(_("No rest days of %(year)s are in the table") % {"year": year}, page, hint=hint)
    return Card(title, 1, [line], late=True)


def _accounts(user: Any) -> Card:
    rows = accounts_visible_to(user).filter(is_active=True).order_by("-date_joined", "-pk")
    return card_of(_("Accounts"), rows, _account, url=reverse("accounts:people"), more=_("All accounts"))


def _job(job: Job) -> TaskItem:
    return TaskItem(
        job.kind, status=job.get_state_display(), tone="late", hint=words(job.error[:120], moment(job.created_at))
    )


def _message(row: Notification) -> TaskItem:
    return TaskItem(row.title, hint=words(str(row.recipient), moment(row.created_at)))


def _account(account: User) -> TaskItem:
    return TaskItem(str(account), hint=words(account.username, moment(account.date_joined)))
