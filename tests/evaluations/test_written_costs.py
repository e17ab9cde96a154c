"""Written opinions cost the database the same for one product and for three."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.enums import RoundState
from evaluations.selectors.deadlines import opinions_waiting
from evaluations.selectors.meetings import below_quorum
from evaluations.selectors.written import open_questions
from foundation import clock
from tests.evaluations.test_written import ask, make_renewal
from tests.factories.evaluations import entry_of


def asked(hall, number):
    found = make_renewal(hall, entries=number)
    ask(hall, found, *[entry_of(found, index) for index in range(number)], until=clock.today() + timedelta(days=1))
    return found


def queries(call):
    with CaptureQueriesContext(connection) as captured:
        rows = list(call())
    return len(captured), rows


@pytest.mark.parametrize("sentences", [open_questions, below_quorum])
def test_sentences_cost_the_same_for_one_and_three(hall, sentences):
    rounds = [asked(hall, number) for number in (1, 3)]
    sentences(rounds[0])

    (one, first), (three, second) = (queries(lambda found=found: sentences(found)) for found in rounds)

    assert (len(first), len(second)) == (1, 3)
    assert three == one


def test_reminders_cost_the_same_for_one_and_three_products_of_a_round(hall):
    found = asked(hall, 1)
    list(opinions_waiting(clock.now()))
    one, first = queries(lambda: opinions_waiting(clock.now()))
    type(found).objects.filter(pk=found.pk).update(state=RoundState.DISCUSSION)
    asked(hall, 3)

    three, second = queries(lambda: opinions_waiting(clock.now()))

    assert (len(first), len(second)) == (1, 3)
    assert three == one


def test_rounds_that_no_longer_score_cost_nothing(hall):
    none, _rows = queries(lambda: opinions_waiting(clock.now()))
    found = asked(hall, 1)
    type(found).objects.filter(pk=found.pk).update(state=RoundState.DISCUSSION)

    closed, rows = queries(lambda: opinions_waiting(clock.now()))

    assert (closed, rows) == (none, [])
