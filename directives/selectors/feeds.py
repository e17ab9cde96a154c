"""Reads of calendar feeds, and the tasks that each may show."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Office
from directives import rules
from directives.models import CalendarFeed, Task
from directives.reach import office_ids_acted_for
from directives.selectors.tasks import tasks_visible_to


def feed_named(digest: str) -> CalendarFeed | None:
    """Return the feed whose token has this digest, as long as its person may use it."""
    feed = CalendarFeed.objects.filter(digest=digest, revoked_at=None, user__is_active=True).first()
    if feed is None or not rules.handles_letters(feed.user):
        return None
    if feed.office is not None and not rules.acts_for(feed.user, feed.office, *rules.STAFF):
        return None
    return feed


def tasks_of_feed(feed: CalendarFeed) -> QuerySet[Task]:
    """Return the tasks of a feed: an office's own and those in which it cooperates, or what is left to its person.

    What another person of the office was handed is not the person's any more.
    """
    offices = [feed.office_id] if feed.office_id else office_ids_acted_for(feed.user, *rules.STAFF)
    shared = Task.cooperating.through.objects.filter(office_id__in=offices).values("task_id")
    rows = tasks_visible_to(feed.user).filter(Q(assignee__in=offices) | Q(pk__in=shared))
    return rows if feed.office_id else rows.filter(Q(handler=None) | Q(handler=feed.user))


def feeds_of(user: Any) -> list[CalendarFeed]:
    """Return the open addresses of a person."""
    return list(CalendarFeed.objects.filter(user=user, revoked_at=None).select_related("office__unit"))


def feed_offices(user: Any) -> QuerySet[Office]:
    """Return the offices for which a person may have an address and has none."""
    has = CalendarFeed.objects.filter(user=user, revoked_at=None, office__isnull=False).values("office_id")
    rows = Office.objects.filter(pk__in=office_ids_acted_for(user, *rules.STAFF)).exclude(pk__in=has)
    return rows.select_related("unit")
