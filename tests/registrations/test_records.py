"""The lists of producers and products: who sees what, search, pages, queries and rows."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from registrations import services
from registrations.enums import DossierState
from registrations.models import Producer, Product
from tests.factories.accounts import make_person
from tests.factories.registrations import make_dossier, make_place, make_producer, make_product, owner_of

pytestmark = pytest.mark.django_db
PRODUCERS, PRODUCTS = reverse("registrations:producers"), reverse("registrations:products")


def listed(client, url, query=""):
    return [row.name for row in client.get(url + query).context["page"].items]


def many(producer, count):
    """Make products beside the services, only to be counted."""
    common = {"producer": producer, "created_by": producer.created_by}
    Product.objects.bulk_create(Product(name=str(uuid4()), search=str(uuid4()), **common) for _n in range(count))


@pytest.fixture
def neighbours(place):
    """A producer of the commune, one of another commune of the area, one of another province."""
    make_product(make_producer(place.commune, name="Tổ hợp tác Hoa Ban"), name="Mật ong hoa")
    other = make_place()
    make_product(make_producer(other.commune, name="Cơ sở Phương Nam"), name="Bánh pía")


@pytest.mark.parametrize("person", ["commune_officer", "commune_leader", "round_officer", "leader"])
def test_officials_see_the_producers_and_products_of_their_area(neighbours, place, enter, person):
    client = enter(getattr(place, person))

    assert listed(client, PRODUCERS) == ["Tổ hợp tác Hoa Ban"]
    assert listed(client, PRODUCTS) == ["Mật ong hoa"]
    assert listed(client, PRODUCTS, "?q=banh pia") == []
    assert "Phương Nam" not in client.get(PRODUCERS).content.decode()


def test_producers_see_their_own_and_strangers_nothing(neighbours, enter):
    own = Producer.objects.get(name="Tổ hợp tác Hoa Ban")

    assert listed(enter(owner_of(own)), PRODUCTS) == ["Mật ong hoa"]
    assert listed(enter(make_person(Role.PRODUCER)), PRODUCTS) == []


@pytest.mark.parametrize("query", ["?q=hoa ban", "?q=NGUYEN THI HOA", "?q=%2B84 912 345 678", "?q=mat ong"])
def test_producers_are_found_by_name_representative_phone_and_product(neighbours, place, enter, query):
    assert listed(enter(place.commune_officer), PRODUCERS, query) == ["Tổ hợp tác Hoa Ban"]


@pytest.mark.parametrize("url", [PRODUCERS, PRODUCTS, reverse("registrations:wishes")])
def test_slip_number_and_code_find_what_hangs_on_the_dossier(place, enter, url):
    dossier = make_dossier(place, state=DossierState.FORWARDED)
    assert dossier.code
    make_dossier(place, state=DossierState.RECEIVED)
    client = enter(place.commune_officer)

    for number in (dossier.slip_number, dossier.slip_number.lower().replace("đ", "d"), dossier.code):
        rows = client.get(url, {"q": number}).context["page"].items
        assert [getattr(row, "producer_id", row.pk) for row in rows if getattr(row, "near", 0) < 2] == [
            dossier.producer_id
        ]


def test_number_of_a_dossier_that_is_not_theirs_tells_nobody_anything(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    client = enter(place.round_officer)

    assert listed(client, PRODUCTS) == [dossier.product.name]
    assert listed(client, PRODUCTS, f"?q={dossier.slip_number}") == []


def test_products_are_narrowed_by_commune_stars_and_producer(neighbours, place, enter):
    producer = Producer.objects.get(name="Tổ hợp tác Hoa Ban")
    Product.objects.filter(name="Mật ong hoa").update(current_stars=3, recognised_on="2026-01-01")
    make_product(make_producer(place.commune), name="Rượu ghè")
    client = enter(place.round_officer)

    assert listed(client, PRODUCTS, "?stars=3") == ["Mật ong hoa"]
    assert listed(client, PRODUCTS, "?stars=0") == ["Rượu ghè"]
    assert listed(client, PRODUCTS, f"?producer={producer.pk}") == ["Mật ong hoa"]
    assert listed(client, PRODUCTS, f"?unit={place.commune.pk}") == ["Mật ong hoa", "Rượu ghè"]
    assert len(listed(client, PRODUCTS, "?producer=99999999&stars=9&unit=x")) == 2


def measured(client, url):
    """Return how many queries a page takes, and how many rows of models it reads."""
    rows = 0
    read = Model.from_db.__func__

    def counting(cls, *args, **kwargs):
        nonlocal rows
        rows += 1
        return read(cls, *args, **kwargs)

    patch = pytest.MonkeyPatch()
    patch.setattr(Model, "from_db", classmethod(counting))
    try:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
    finally:
        patch.undo()
    return len(found), rows


@pytest.mark.parametrize("query", ["", "?q=a"])
def test_lists_read_no_more_for_three_hundred_products_than_for_sixty(place, enter, query):
    producer = make_producer(place.commune)
    many(producer, 60)
    urls = [PRODUCERS + query, PRODUCTS + query, producer.get_absolute_url()]
    client = enter(place.commune_officer)
    for url in urls:
        client.get(url)
    few = [measured(client, url) for url in urls]

    many(producer, 240)

    assert [measured(client, url) for url in urls] == few


def test_start_page_reads_no_more_for_three_hundred_products(place, enter):
    producer = make_producer(place.commune)
    many(producer, 60)
    client = enter(owner_of(producer))
    client.get(reverse("registrations:start"))
    few = measured(client, reverse("registrations:start"))

    many(producer, 240)

    assert measured(client, reverse("registrations:start")) == few
    assert f"{PRODUCTS}?producer={producer.pk}" in client.get(reverse("registrations:start")).content.decode()


def test_renamed_product_is_found_by_its_new_name(neighbours, place, enter):
    row = Product.objects.get(name="Mật ong hoa")
    services.update_product(product=row, values={"name": "Trà hoa"}, seen=None, actor=owner_of(row.producer))

    assert listed(enter(place.commune_officer), PRODUCTS, "?q=tra hoa") == ["Trà hoa"]
