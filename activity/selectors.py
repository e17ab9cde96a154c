"""Reads about what happened and who was told."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import QuerySet

from activity.enums import JobState
from activity.journal import stream_of
from activity.models import Job, JournalEntry, Notification, WorkerSign


def notifications_visible_to(user: Any) -> QuerySet[Notification]:
    """Return the person's own notifications, newest first."""
    return Notification.objects.filter(recipient=user)


def history(subject: models.Model, *, producer_part: bool = False) -> QuerySet[JournalEntry]:
    """Return what happened to an object, oldest first; for producers only the part that is meant for them.

    The caller has already checked that the object itself may be seen.
    """
    entries = JournalEntry.objects.filter(stream=stream_of(subject)).order_by("seq")
    return entries.filter(for_producer=True) if producer_part else entries


def undelivered() -> QuerySet[Notification]:
    """Return the outbox: what has not been sent yet, oldest first."""
    return Notification.objects.filter(delivered_at=None).select_related("recipient").order_by("pk")


def troubled_jobs() -> QuerySet[Job]:
    """Return jobs that failed for good or wait with an error."""
    return Job.objects.exclude(state=JobState.DONE).exclude(error="").order_by("-pk")


def worker_signs() -> QuerySet[WorkerSign]:
    """Return the last signs of life, newest first."""
    return WorkerSign.objects.order_by("-seen_at")
