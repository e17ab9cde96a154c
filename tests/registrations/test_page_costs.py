"""What the pages of registrations ask of the database: never more than was promised, and the same for any number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations.enums import DossierState
from tests.factories.registrations import make_dossier, make_round, owner_of

MOST_OF_A_LIST = 12
MOST_OF_A_DOSSIER = 20


def cost(client, address):
    """Return the queries of a page that somebody has looked at before: published sets are kept in memory."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        response = client.get(address)
    assert response.status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("name", "person", "state"),
    [
        ("queue", "commune_officer", DossierState.RECEIVED),
        ("wishes", "round_officer", DossierState.RECEIVED),
        ("office_dossiers", "round_officer", DossierState.FORWARDED),
    ],
)
def test_list_costs_the_same_for_one_row_and_for_three(name, person, state, place, enter):
    client, address = enter(getattr(place, person)), reverse(f"registrations:{name}")
    row = make_round(place)
    make_dossier(place, registration_round=row, state=state)
    one = cost(client, address)

    for _more in range(2):
        make_dossier(place, registration_round=row, state=state)
    three = cost(client, address)

    assert len(client.get(address).context["page"].items) == 3
    assert three == one
    assert three <= MOST_OF_A_LIST


@pytest.mark.parametrize("person", ["commune_officer", "round_officer"])
def test_rounds_cost_the_same_for_one_and_three(person, place, enter):
    client, address = enter(getattr(place, person)), reverse("registrations:rounds")
    make_round(place)
    one = cost(client, address)

    make_round(place)
    make_round(place)

    assert cost(client, address) == one <= MOST_OF_A_LIST


@pytest.mark.parametrize(
    ("state", "person"),
    [
        (DossierState.DRAFT, "owner"),
        (DossierState.SUBMITTED, "commune_officer"),
        (DossierState.RECEIVED, "commune_officer"),
        (DossierState.RETURNED, "owner"),
        (DossierState.FORWARDED, "round_officer"),
    ],
)
def test_dossier_costs_at_most_what_was_promised(state, person, place, enter):
    dossier = make_dossier(place, state=state)
    user = owner_of(dossier.producer) if person == "owner" else getattr(place, person)

    found = cost(enter(user), dossier.get_absolute_url())

    assert found <= MOST_OF_A_DOSSIER
