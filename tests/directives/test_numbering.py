"""Many leaders approve at once: every letter gets one number, no number twice, no gap. Real threads, real commits."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from activity.errors import Conflict
from directives import services
from directives.enums import DocumentAction, DocumentState
from directives.models import Document, RegisterCounter
from directives.services.numbering import allocate
from tests.factories.directives import make_document, make_house

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 6


def in_threads(work, arguments):
    """Call ``work`` with each argument in a thread of its own, all starting together; return what they raised."""
    errors, gate = [], threading.Barrier(len(arguments))

    def run(argument):
        gate.wait()
        try:
            work(argument)
        except Exception as error:  # noqa: BLE001 -- whatever a thread raises is looked at below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(argument,)) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_letters_approved_at_the_same_moment_get_numbers_without_gap_or_reuse():
    house = make_house()
    pks = [make_document(house, state=DocumentState.FORM_CHECKED).pk for _n in range(THREADS)]

    def approve(pk):
        services.act(document=Document.objects.get(pk=pk), action=DocumentAction.APPROVE, actor=house.leader)

    errors = in_threads(approve, pks)

    assert errors == []
    assert sorted(Document.objects.values_list("number", flat=True)) == list(range(1, THREADS + 1))


def test_same_letter_approved_twice_at_once_gets_one_number():
    house = make_house()
    document = make_document(house, state=DocumentState.FORM_CHECKED)

    def approve(_n):
        services.act(document=Document.objects.get(pk=document.pk), action=DocumentAction.APPROVE, actor=house.leader)

    errors = in_threads(approve, range(THREADS))

    assert [type(error) for error in errors] == [Conflict] * (THREADS - 1)
    assert RegisterCounter.objects.get().last == 1


def test_number_outside_a_transaction_is_refused():
    house = make_house()

    with pytest.raises(transaction.TransactionManagementError):
        allocate(office=house.committee, series="van_ban", year=2026)
