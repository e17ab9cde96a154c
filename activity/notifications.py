"""Telling people: an outbox row per person and occasion, delivered by a job."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import models
from django.utils.module_loading import import_string

from activity import jobs
from activity.journal import stream_of
from activity.models import Job, Notification
from foundation import clock


@dataclass(frozen=True)
class Notice:
    """What to tell whom. ``url`` is a path of the portal."""

    kind: str
    recipients: Iterable[Any]
    title: str
    body: str = ""
    url: str = ""


def notify(subject: models.Model | str, notice: Notice, *, occasion: str) -> list[Notification]:
    """Write the outbox rows of a notice, in the caller's transaction, and queue their delivery.

    The same kind, subject, recipient and occasion never makes a second row; inactive people are left out.
    """
    name = subject if isinstance(subject, str) else stream_of(subject)
    people = {person.pk: person for person in notice.recipients if person.is_active}
    told = Notification.objects.filter(kind=notice.kind, subject=name, occasion=occasion, recipient__in=people)
    already = set(told.values_list("recipient_id", flat=True))
    rows = [
        Notification(
            kind=notice.kind,
            subject=name,
            occasion=occasion,
            recipient=person,
            title=str(notice.title)[:300],
            body=str(notice.body),
            url=notice.url,
            created_at=clock.now(),
        )
        for person in people.values()
        if person.pk not in already
    ]
    if rows:
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        jobs.enqueue(
            "deliver_notifications",
            key=f"deliver:{notice.kind}:{name}:{occasion}"[:200],
            payload={
                "kind": notice.kind,
                "subject": name,
                "occasion": occasion,
            },
        )
    return rows


def notify_first(subject: str, notice: Notice, occasion: str) -> Notification:
    """Write a notice to one person that must be the first of its occasion; its delivery is queued with it.

    Raises:
        IntegrityError: the person was told on this occasion already; the caller's transaction fails as a whole.
    """
    [person] = notice.recipients
    row = Notification.objects.create(
        kind=notice.kind, subject=subject, occasion=occasion, recipient=person, title=str(notice.title)[:300],
        body=str(notice.body), url=notice.url,
    )  # fmt: skip
    payload = {"kind": notice.kind, "subject": subject, "occasion": occasion}
    jobs.enqueue("deliver_notifications", key=f"deliver:{notice.kind}:{subject}:{occasion}"[:200], payload=payload)
    return row


@jobs.handler("deliver_notifications")
def deliver(job: Job, progress: jobs.Progress) -> None:
    """Send the rows of one occasion by e-mail and by the gateway to phones; each row once."""
    rows = Notification.objects.filter(delivered_at=None, **job.payload).select_related("recipient")
    for row in rows:
        # Claim before sending: a worker that dies in between has told at most once, never twice.
        if Notification.objects.filter(pk=row.pk, delivered_at=None).update(delivered_at=clock.now()) == 1:
            _send(row)
    progress(1, 1)


def _send(row: Notification) -> None:
    person = row.recipient
    text = "\n\n".join(part for part in (row.body, f"{settings.PUBLIC_BASE_URL}{row.url}" if row.url else "") if part)
    try:
        if person.email:
            send_mail(row.title, text, None, [person.email])
        elif getattr(person, "phone", None):
            import_string(settings.SMS_GATEWAY)().send(phone=person.phone, text=row.title)
    except OSError as error:
        # The row stays in the outbox page with its error, and the job is tried again.
        Notification.objects.filter(pk=row.pk).update(delivered_at=None, delivery_error=str(error))
        raise


def mark_read(*, user: Any, pk: int) -> Notification | None:
    """Mark one of the person's own notifications as read and return it; ``None`` when it is not theirs."""
    row = Notification.objects.filter(recipient=user, pk=pk).first()
    if row and row.read_at is None:
        Notification.objects.filter(pk=row.pk, read_at=None).update(read_at=clock.now())
    return row


def mark_all_read(*, user: Any) -> int:
    """Mark all of the person's notifications as read and return how many there were."""
    return Notification.objects.filter(recipient=user, read_at=None).update(read_at=clock.now())


def unread_count(user: Any) -> int:
    """Return how many notifications the person has not opened."""
    return Notification.objects.filter(recipient=user, read_at=None).count()


def count_past_as_delivered(*, read_before: datetime) -> int:
    """Count waiting notices as sent at their own time, and those before a moment as read; for data that tells the past.

    Return how many were waiting.
    """
    old = Notification.objects.filter(read_at=None, created_at__lt=read_before)
    old.update(read_at=models.F("created_at"))
    return Notification.objects.filter(delivered_at=None).update(delivered_at=models.F("created_at"))
