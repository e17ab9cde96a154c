"""What the team brings back: photographs of the visit, and tests with their papers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import Refused
from evaluations.models import AdvisoryFile, AdvisoryTest, Entry
from evaluations.services.advice.draft import draft_of
from foundation import files


@files.nothing_left_behind()
@transaction.atomic
def add_visit_photos(*, entry: Entry, actor: User, uploads: Iterable[files.CheckedUpload], caption: str) -> None:
    """Add photographs of the visit. Errors as in ``save_advice``, and NotStored."""
    report = draft_of(entry, actor)
    for upload in uploads:
        stored = files.store_upload(upload=upload, by=actor)
        AdvisoryFile.objects.create(report=report, stored=stored, caption=caption)


@files.nothing_left_behind()
@transaction.atomic
def add_test(
    *,
    entry: Entry,
    actor: User,
    name: str,
    asked_on: date,
    received_on: date | None = None,
    result: str = "",
    upload: files.CheckedUpload | None = None,
) -> AdvisoryTest:
    """Note a test that the team asked for, with its result where it came. Errors as in ``add_visit_photos``."""
    report = draft_of(entry, actor)
    if received_on is not None and received_on < asked_on:
        raise Refused(_("A result cannot come before it was asked for."))
    test = AdvisoryTest.objects.create(
        report=report, name=name, asked_on=asked_on, received_on=received_on, result=result
    )
    if upload is not None:
        AdvisoryFile.objects.create(report=report, test=test, stored=files.store_upload(upload=upload, by=actor))
    return test


@transaction.atomic
def note_test_result(*, entry: Entry, actor: User, test: AdvisoryTest, received_on: date, result: str) -> AdvisoryTest:
    """Write down what came back of a test. Errors as in ``add_test``."""
    report = draft_of(entry, actor)
    if received_on < test.asked_on:
        raise Refused(_("A result cannot come before it was asked for."))
    AdvisoryTest.objects.filter(pk=test.pk, report=report).update(received_on=received_on, result=result)
    test.refresh_from_db()
    return test


@transaction.atomic
def remove_advice_file(*, entry: Entry, actor: User, file: AdvisoryFile) -> None:
    """Take a photograph or a test's paper away. Errors as in ``save_advice``."""
    draft_of(entry, actor)
    stored = file.stored
    file.delete()
    files.discard(stored)
