"""Lists ask and read as much for three hundred rows as for sixty."""

from uuid import uuid4

import pytest
from django.urls import reverse

from registrations.enums import DossierState, WishState
from registrations.models import Dossier, Product, Wish
from tests.factories.registrations import make_dossier
from tests.registrations.test_paging import copies
from tests.registrations.test_records import measured

pytestmark = pytest.mark.django_db


def grow(dossier, count):
    """Copy product, wish and dossier beside the services, only to be listed."""
    copies(Product, dossier.product, ({"name": str(uuid4())} for _n in range(count)))
    copies(Wish, dossier.wish, ({"key": uuid4(), "state": WishState.WITHDRAWN} for _n in range(count)))
    own = {"wish_id": None, "code": ""}
    copies(Dossier, dossier, (own | {"slip_number": str(uuid4())} for _n in range(count)))


def queue_and_others(dossier):
    return [
        reverse("registrations:queue") + "?show=all",
        reverse("registrations:queue") + "?show=all&q=thu",
        reverse("registrations:wishes"),
        reverse("registrations:wishes") + "?q=thu",
        reverse("registrations:products"),
    ]


def lists_of_the_office(dossier):
    pages = ("selection", "support_plan", "round_progress", "round")
    return [
        reverse("registrations:office_dossiers"),
        reverse("registrations:office_dossiers") + "?q=thu",
        *(reverse(f"registrations:{page}", args=[dossier.round_id]) for page in pages),
        reverse("registrations:round_progress_rows", args=[dossier.round_id, "forwarded"]),
    ]


@pytest.mark.parametrize(
    ("person", "urls"), [("commune_officer", queue_and_others), ("round_officer", lists_of_the_office)]
)
def test_lists_cost_the_same_for_sixty_and_three_hundred(place, enter, person, urls):
    dossier = make_dossier(place, state=DossierState.FORWARDED)
    grow(dossier, 60)
    client = enter(getattr(place, person))
    pages = urls(dossier)
    for url in pages:
        client.get(url)
    few = [(url, measured(client, url)) for url in pages]

    grow(dossier, 240)

    assert [(url, measured(client, url)) for url in pages] == few
    assert max(queries for _url, (queries, _rows) in few[:1]) <= 12
