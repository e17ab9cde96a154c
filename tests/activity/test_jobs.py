"""Background work is rows, not messages."""

from datetime import timedelta

import pytest

from activity import jobs
from activity.enums import JobState
from activity.models import Job
from foundation import clock

pytestmark = pytest.mark.django_db
done_work: list[int] = []


@jobs.handler("test_work")
def work(job, progress):
    done_work.append(job.pk)
    progress(1, 2)
    if job.payload.get("fail"):
        raise ValueError("không đọc được tệp")


@pytest.fixture(autouse=True)
def nothing_done():
    done_work.clear()


def test_same_key_makes_one_job():
    first = jobs.enqueue("test_work", key="a")

    assert jobs.enqueue("test_work", key="a") == first


def test_job_is_done_once_however_often_it_is_nudged():
    job = jobs.enqueue("test_work", key="a")

    assert [jobs.run(job.pk), jobs.run(job.pk)] == [True, False]
    assert done_work == [job.pk]


def test_job_of_a_dead_worker_is_taken_over_when_its_lease_ends():
    job = jobs.enqueue("test_work", key="a")
    assert jobs.claim(job.pk)

    assert not jobs.run(job.pk)
    with clock.frozen(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.run(job.pk)

    assert done_work == [job.pk]


def test_failed_job_is_tried_again_and_then_says_why():
    job = jobs.enqueue("test_work", key="a", payload={"fail": True})

    moment = clock.now()
    for _n in range(job.max_attempts):
        moment += timedelta(hours=1)
        with clock.frozen(moment):
            jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "không đọc được tệp" in job.error
    assert len(done_work) == job.max_attempts


def test_asking_again_for_a_failed_job_starts_it_anew():
    job = jobs.enqueue("test_work", key="a")
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, attempts=5)

    jobs.enqueue("test_work", key="a")

    assert jobs.run(job.pk)


def test_sweep_finds_waiting_and_orphaned_jobs(monkeypatch):
    nudged = []
    monkeypatch.setattr(jobs, "nudge", nudged.append)
    waiting = jobs.enqueue("test_work", key="a")
    orphan = jobs.enqueue("test_work", key="b")
    held = jobs.enqueue("test_work", key="c")
    jobs.claim(orphan.pk)
    Job.objects.filter(pk=orphan.pk).update(lease_until=clock.now() - timedelta(seconds=1))
    jobs.claim(held.pk)

    jobs.sweep()

    assert nudged == [waiting.pk, orphan.pk]


def test_progress_is_kept_on_the_row():
    job = jobs.enqueue("test_work", key="a")

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.done, job.total, job.state) == (1, 2, JobState.DONE)


def test_worker_is_alive_only_while_it_signs():
    jobs.sign("worker-1")
    assert jobs.worker_alive()

    with clock.frozen(clock.now() + jobs.ALIVE_WITHIN + timedelta(seconds=1)):
        assert not jobs.worker_alive()
