"""What the pages of evaluations ask of the database: never more than was promised, and the same for any number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.enums import RoundState
from tests.factories.evaluations import bring_to, entry_of, make_hall, make_round, submit_all

MOST_OF_A_RANKING = 12
MOST_OF_AN_ENTRY = 20


def cost(client, address):
    """Return the queries of a page that somebody has looked at before: published sets are kept in memory."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        response = client.get(address)
    assert response.status_code == 200
    return len(found)


@pytest.mark.django_db
def test_ranking_costs_the_same_for_one_entry_and_for_three(client):
    hall = make_hall()
    rounds = [make_round(hall, entries=entries, state=RoundState.CLOSED) for entries in (1, 3)]
    client.force_login(hall.members[0])

    one, three = (cost(client, reverse("evaluations:results", args=[found.pk])) for found in rounds)

    assert one == three
    assert three <= MOST_OF_A_RANKING


@pytest.mark.django_db
@pytest.mark.parametrize("state", [RoundState.DISCUSSION, RoundState.CLOSED])
def test_entry_with_seven_sheets_costs_what_was_promised(state, client):
    hall = make_hall(members=7)
    found = make_round(hall, entries=1, state=RoundState.SCORING)
    submit_all(hall, found)
    bring_to(hall, found, state)
    client.force_login(hall.members[0])

    page = reverse("evaluations:entry", args=[entry_of(found).pk])

    assert cost(client, page) <= MOST_OF_AN_ENTRY
