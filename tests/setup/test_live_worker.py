"""A real Celery worker takes the work that a web request leaves behind, also after one has died."""

import pytest
from django.db import transaction

from activity import jobs
from activity.enums import JobState
from activity.models import Job
from activity.notifications import Notice, notify
from tests.factories.accounts import make_user


def tell_somebody():
    with transaction.atomic():
        notify("test:1", Notice(kind="test", recipients=[make_user()], title="Có việc mới"), occasion="1")
    return Job.objects.get(kind="deliver_notifications")


def is_done(job):
    return Job.objects.get(pk=job.pk).state == JobState.DONE


def test_worker_does_the_job_of_a_commit(live_worker):
    job = tell_somebody()

    live_worker.wait_until(lambda: is_done(job))


def test_job_waits_for_a_worker_that_comes_back(live_worker):
    live_worker.kill()
    job = tell_somebody()
    assert not is_done(job)

    live_worker.start()

    live_worker.wait_until(lambda: is_done(job))


@pytest.mark.parametrize("nudges", [1, 5])
def test_job_without_its_message_is_found_by_the_sweep(live_worker, nudges):
    live_worker.kill()
    job = tell_somebody()
    live_worker.forget_messages()
    live_worker.start()

    for _n in range(nudges):
        jobs.sweep()

    live_worker.wait_until(lambda: is_done(job))
    assert Job.objects.get(pk=job.pk).attempts == 1
