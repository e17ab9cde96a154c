"""Celery's side of the jobs: tasks take ids, call a function, and are safe to run twice."""

from __future__ import annotations

import os
import threading
from typing import Any

from celery import shared_task
from celery.signals import worker_ready, worker_shutdown
from django.db import Error, close_old_connections

from activity import jobs, journal

_stop = threading.Event()
_SIGN_EVERY_SECONDS = 10


@shared_task
def run_job(job_id: int) -> None:
    """Do one job; a message that comes twice finds the row already claimed."""
    jobs.run(job_id)


@shared_task
def sweep_jobs() -> int:
    """Find the jobs whose message was lost or whose worker died. Beat calls it every minute."""
    jobs.sign("beat")
    return jobs.sweep()


@shared_task
def seal_journal() -> None:
    """Seal the journal. Beat calls it every minute."""
    journal.seal()


@worker_ready.connect
def start_signing(**_kwargs: Any) -> None:
    """Give signs of life from a thread of the worker's main process, however long its jobs take."""
    _stop.clear()
    threading.Thread(target=_sign_until_stopped, name="sign-of-life", daemon=True).start()


@worker_shutdown.connect
def stop_signing(**_kwargs: Any) -> None:
    """Stop the thread when the worker ends."""
    _stop.set()


def _sign_until_stopped() -> None:
    while not _stop.is_set():
        try:
            close_old_connections()
            jobs.sign(f"worker-{os.getpid()}")
        except Error:
            pass  # the database is away for a moment; the next sign follows in ten seconds
        _stop.wait(_SIGN_EVERY_SECONDS)
