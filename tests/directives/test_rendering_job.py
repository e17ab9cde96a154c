"""The PDF: made by a job, once, whatever happens to the worker."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from activity import jobs
from activity.enums import JobState
from activity.errors import NotAllowed
from activity.models import Job, JournalEntry
from directives import services
from directives.enums import DocumentAction, DocumentState
from directives.models import Document
from directives.rendering import strict
from directives.services.rendering import note_refused_address
from foundation import clock, files
from foundation.models import StoredFile
from tests.factories.directives import make_document, make_house

S = DocumentState


def job_of(document: Document) -> Job:
    return Job.objects.get(key=f"render_document:{document.pk}")


def stored_paths() -> list[str]:
    return [str(path) for path in settings.MEDIA_ROOT.rglob("*.pdf")]


@pytest.mark.django_db
def test_job_stores_the_pdf_once_with_its_checksum_and_template_version():
    document = make_document(state=S.APPROVED)

    assert jobs.run(job_of(document).pk)
    document.refresh_from_db()

    content = files.read(document.pdf)
    assert content.startswith(b"%PDF")
    assert document.pdf_sha256 == document.pdf.sha256 == hashlib.sha256(content).hexdigest()
    assert (document.state, document.template_version != "") == (S.RENDERED, True)


@pytest.mark.django_db
def test_rendering_twice_makes_one_file():
    document = make_document(state=S.APPROVED)

    results = [services.render_document(document_id=document.pk) for _n in range(2)]

    assert results == [True, False]
    assert StoredFile.objects.count() == 1
    assert JournalEntry.objects.filter(stream=document.stream, action="render").count() == 1


@pytest.mark.django_db
def test_worker_killed_while_rendering_loses_nothing():
    document = make_document(state=S.APPROVED)
    job = jobs.claim(job_of(document).pk)  # a worker takes the job, and dies without another word

    assert not jobs.run(job.pk)
    with clock.frozen(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.run(job.pk)

    document.refresh_from_db()
    assert (document.state, document.number, StoredFile.objects.count()) == (S.RENDERED, 1, 1)


@pytest.mark.django_db
def test_document_voided_before_it_is_rendered_keeps_its_number_and_no_file():
    house = make_house()
    document = make_document(house, state=S.APPROVED)
    services.act(document=document, action=DocumentAction.VOID, actor=house.leader, reason="Sai nội dung.")
    jobs.run_waiting()

    document.refresh_from_db()
    assert (document.state, document.number, document.pdf) == (S.VOIDED, 1, None)
    assert job_of(document).state == JobState.DONE


@pytest.mark.django_db
def test_failed_render_is_tried_again_under_the_same_number():
    house = make_house()
    document = make_document(house, state=S.APPROVED)
    good = document.content
    Document.objects.filter(pk=document.pk).update(content={**good, "body": "not a list"})
    job = job_of(document)
    for attempt in range(job.max_attempts):
        with clock.frozen(clock.now() + timedelta(hours=attempt)):
            jobs.run(job.pk)

    assert job_of(document).state == JobState.FAILED
    Document.objects.filter(pk=document.pk).update(content=good)
    services.retry_rendering(document=document, actor=house.clerk)
    jobs.run_waiting()

    document.refresh_from_db()
    assert (document.state, document.full_number) == (S.RENDERED, "01/UBND")


@pytest.mark.django_db
def test_stranger_cannot_ask_for_another_try():
    house = make_house()
    document = make_document(house, state=S.APPROVED)

    with pytest.raises(NotAllowed):
        services.retry_rendering(document=document, actor=house.commune_officer)


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_document_store_one_file_and_leave_none_behind():
    document = make_document(state=S.APPROVED)
    before = set(stored_paths())
    results, gate = [], threading.Barrier(2)

    def render():
        gate.wait()
        results.append(services.render_document(document_id=document.pk))
        connection.close()

    threads = [threading.Thread(target=render) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [False, True]
    assert StoredFile.objects.count() == 1
    assert len(set(stored_paths()) - before) == 1


@pytest.fixture
def hostile_templates(settings, tmp_path):
    """Document templates that somebody has changed so that they ask for a file of the machine."""
    folder = tmp_path / "templates" / "documents"
    shutil.copytree(settings.BASE_DIR / "templates" / "documents", folder)
    page = folder / "official.html"
    page.write_text(page.read_text("utf-8").replace("<body>", '<body><img src="file:///etc/passwd" alt="x">'), "utf-8")
    settings.BASE_DIR = tmp_path
    strict.engine.cache_clear()
    yield
    strict.engine.cache_clear()


@pytest.mark.django_db
def test_refused_address_with_vietnamese_letters_stands_in_the_journal_once():
    document = make_document(state=S.APPROVED)

    for _attempt in range(2):
        note_refused_address(document, "file:///tệp/ảnh.png")

    assert JournalEntry.objects.filter(stream=document.stream, action="refuse_address").count() == 1


@pytest.mark.django_db
def test_address_outside_is_refused_and_stands_in_the_journal_once(hostile_templates, client):
    house = make_house()
    document = make_document(house, state=S.APPROVED)

    for attempt in range(2):
        with clock.frozen(clock.now() + timedelta(hours=attempt)):
            jobs.run(job_of(document).pk)

    document.refresh_from_db()
    entry = JournalEntry.objects.get(stream=document.stream, action="refuse_address")
    assert (document.state, document.pdf, document.number) == (S.APPROVED, None, 1)
    assert json.loads(entry.after) == {"address": "file:///etc/passwd"}
    client.force_login(house.officer)
    page = client.get(reverse("directives:detail", args=[document.pk])).content.decode()
    assert "Đã từ chối một địa chỉ ngoài cổng" in page
    assert "root:" not in page
