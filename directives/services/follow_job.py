"""The job that lets everything that hangs on a document go along with its step; killed, it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import F

from accounts.models import User
from activity import jobs
from activity.enums import JobState
from activity.errors import NotAllowed
from directives import rules, selectors
from directives.enums import DocumentState
from directives.models import Document
from directives.services.following import followers_of

# Moves one follower one step, in the caller's transaction: (follower, action, actor).
Step = Callable[[Document, str, User | None], None]


def follow(*, document_id: int, action: str, actor_id: int | None, step: Step, progress: jobs.Progress) -> int:
    """Move everything that hangs on a document and has not moved yet; return how many this call moved.

    Safe to run twice and at the same time: each follower moves by compare-and-set, with the document's row held.
    """
    document = Document.objects.select_related("office__unit", "signer").get(pk=document_id)
    actor = None if actor_id is None else User.objects.get(pk=actor_id)
    total, moved = document.attached.exclude(state=DocumentState.VOIDED).count(), 0
    rows = list(followers_of(document, action).values_list("pk", flat=True))
    for place, pk in enumerate(rows):
        with transaction.atomic():
            held = Document.objects.filter(pk=document.pk).exclude(state=DocumentState.VOIDED)
            if held.update(version=F("version")) != 1:
                return moved  # voided meanwhile, and with it what hangs on it
            follower = followers_of(document, action).filter(pk=pk).first()
            if follower is not None:
                follower.attached_to = document
                step(follower, action, actor)
                moved += 1
        progress(total - len(rows) + place + 1, total)
    return moved


@transaction.atomic
def retry_following(*, document: Document, actor: User) -> None:
    """Try again after the job has given up. Raises NotAllowed for people outside of the two offices."""
    if not rules.may_retry_following(actor, document):
        raise NotAllowed
    job = selectors.following_job(document)
    if job is not None and job.state == JobState.FAILED:
        jobs.enqueue(job.kind, key=job.key, payload=job.payload, requested_by=actor)
