"""Background work as rows: enqueued in a transaction, claimed by compare-and-set with a lease, swept by beat."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from activity.enums import JobState
from activity.models import Job, WorkerSign
from foundation import clock

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
# A worker that has said nothing for this long is taken for dead.
ALIVE_WITHIN = timedelta(seconds=45)
Progress = Callable[[int, int], None]
Handler = Callable[[Job, Progress], None]
_handlers: dict[str, Handler] = {}
_quiet: ContextVar[bool] = ContextVar("without_nudges", default=False)


class Postpone(Exception):
    """Raised by a handler that cannot work yet; the job waits and the attempt does not count as a failure."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind. It must be safe to run twice."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def enqueue(kind: str, *, key: str, payload: dict[str, Any] | None = None, requested_by: Any = None) -> Job:
    """Write the job in the caller's transaction and nudge a worker after commit.

    The key is unique: a second request for the same piece of work returns the first job; a failed one is tried again.
    """
    now = clock.now()
    facts = {"kind": kind, "payload": payload or {}, "requested_by": requested_by, "created_at": now, "not_before": now}
    # The unique key decides without a savepoint: nearly every job is new.
    Job.objects.bulk_create([Job(key=key, **facts)], ignore_conflicts=True)
    job = Job.objects.get(key=key)
    if job.state == JobState.FAILED:
        Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
            state=JobState.WAITING, attempts=0, not_before=clock.now(), error=""
        )
    transaction.on_commit(lambda: nudge(job.pk))
    return job


@contextmanager
def without_nudges() -> Iterator[None]:
    """Send no broker messages for jobs enqueued inside the block; for data whose jobs are done on the spot."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def nudge(job_id: int) -> None:
    """Send the broker message. A broker that is down is no error: the sweep finds the row within a minute."""
    from activity.tasks import run_job

    if _quiet.get():
        return
    try:
        run_job.apply_async((job_id,), retry=False)
    except Exception:  # noqa: BLE001 -- whatever the broker's client raises, the row is safe
        logger.warning("broker not reached; job %s waits for the sweep", job_id)


def claim(job_id: int) -> Job | None:
    """Take the job for this worker; ``None`` when another one has it or it is done."""
    now = clock.now()
    token = secrets.token_hex(16)
    free = Q(state=JobState.WAITING, not_before__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    job = Job.objects.filter(pk=job_id).filter(free).first()
    if job is None:
        return None
    mine = {"state": JobState.RUNNING, "claim": token, "lease_until": now + LEASE, "attempts": job.attempts + 1}
    if Job.objects.filter(pk=job_id, claim=job.claim).filter(free).update(**mine) != 1:
        return None
    for name, value in mine.items():
        setattr(job, name, value)
    return job


def run(job_id: int) -> bool:
    """Claim and do a job; return whether this call did it. Errors are kept on the row and tried again later."""
    job = claim(job_id)
    if job is None:
        return False
    mine = Job.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING)

    def progress(done: int, total: int) -> None:
        mine.update(done=done, total=total, lease_until=clock.now() + LEASE)

    try:
        _handlers[job.kind](job, progress)
    except Postpone as reason:
        later = clock.now() + timedelta(seconds=30)
        mine.update(state=JobState.WAITING, attempts=job.attempts - 1, not_before=later, error=str(reason))
        return False
    except Exception as error:  # noqa: BLE001 -- a job must never take the worker down; the row says what happened
        _keep_error(job, error)
        return False
    mine.update(state=JobState.DONE, finished_at=clock.now(), error="")
    return True


def _keep_error(job: Job, error: Exception) -> None:
    logger.error("job %s failed", job, exc_info=error)
    Job.objects.filter(pk=job.pk, claim=job.claim).update(
        state=JobState.FAILED if is_last_attempt(job) else JobState.WAITING,
        not_before=clock.now() + timedelta(seconds=min(600, 5 * 2**job.attempts)),
        error="".join(traceback.format_exception_only(error)).strip()[:2000],
    )


def has_failed(key: str) -> bool:
    """Tell whether a piece of work was given up; whoever asks for it again revives it."""
    return Job.objects.filter(key=key, state=JobState.FAILED).exists()


def is_last_attempt(job: Job) -> bool:
    """Tell whether a job that is being done fails for good if it fails now: time to say so on what it works for."""
    return job.attempts >= job.max_attempts


def sweep() -> int:
    """Nudge every job that waits or whose worker has died; return how many."""
    now = clock.now()
    due = Q(state=JobState.WAITING, not_before__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    pks = list(Job.objects.filter(due).order_by("pk").values_list("pk", flat=True)[:500])
    for pk in pks:
        nudge(pk)
    return len(pks)


def run_waiting(limit: int = 1000) -> int:
    """Do all waiting jobs in this process; for seeds and tests. Return how many were done."""
    done = 0
    for _round in range(limit):
        waiting = Job.objects.filter(state=JobState.WAITING, not_before__lte=clock.now()).order_by("pk")
        pks = list(waiting.values_list("pk", flat=True)[:100])
        if not pks:
            break
        done += sum(run(pk) for pk in pks)
    return done


def sign(name: str) -> None:
    """Note that a worker or the beat is alive."""
    WorkerSign.objects.update_or_create(name=name, defaults={"seen_at": clock.now()})


def worker_alive() -> bool:
    """Tell whether any background worker has given a sign of life lately."""
    return WorkerSign.objects.filter(name__startswith="worker", seen_at__gte=clock.now() - ALIVE_WITHIN).exists()
