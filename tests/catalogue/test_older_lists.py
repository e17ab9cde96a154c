"""Recognitions of an imported register: seen by everybody, marked as such, and ended like all others."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue import selectors
from foundation import clock
from registrations.enums import ImportKind
from registrations.models import Product
from registrations.selectors import renewal_of_product
from registrations.services import end_recognition
from tests.factories.evaluations import make_accepted_dossier
from tests.factories.faces import make_certificate, make_shelf
from tests.factories.imports import accepted, undone
from tests.factories.registrations import make_place
from tests.registrations import workbooks

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 15)
LIST = "/san-pham/"


@pytest.fixture(autouse=True)
def _day():
    with clock.frozen(DAY):
        yield


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def imported(place):
    """The register of the tests: two of its rows are taken over, “Sâm dây khô” (3 stars) and “Trà sâm” (4 stars)."""
    content = workbooks.register(place.commune.name)
    return accepted(content, office=place.office, actor=place.round_officer, kind=ImportKind.REGISTER)


def names(client, query=""):
    return [row.product.name for row in client.get(LIST + query).context["rows"]]


def test_imported_recognitions_stand_on_the_public_list(client, place, imported):
    make_certificate(name="Cà phê bột", stars=5)

    page = client.get(LIST)

    assert [(row.product.name, row.stars) for row in page.context["rows"]] == [
        ("Cà phê bột", 5), ("Trà sâm", 4), ("Sâm dây khô", 3),
    ]  # fmt: skip
    assert page.content.decode().count("theo danh sách cũ") == 2
    assert names(client, "?q=thao duoc kho") == ["Sâm dây khô"]
    assert names(client, "?stars=4") == ["Trà sâm"]
    assert names(client, f"?unit={place.commune.pk}") == ["Trà sâm", "Sâm dây khô"]
    assert names(client, "?group=Thảo dược") == ["Sâm dây khô"]
    assert [(tally.key, tally.count) for tally in selectors.tallies_by_stars()] == [(5, 1), (4, 1), (3, 1)]


def test_page_of_an_imported_recognition_names_decision_issuer_and_days(client, imported):
    product = Product.objects.get(name="Trà sâm")

    text = client.get(f"{LIST}{product.pk}/").content.decode()

    for words in ("9/QĐ", "UBND tỉnh", "05/11/2025", "05/11/2028", "danh sách cũ", product.producer.name):
        assert words in text
    for private in (product.producer.phone, product.producer.representative, product.producer.address):
        assert private
        assert private not in text


def test_imported_recognition_is_told_as_such_in_the_public_data(client, imported):
    items = {row["product"]: row for row in client.get("/san-pham.json").json()["items"]}

    row = items["Trà sâm"]
    assert (row["source"], row["stars"], row["state"], row["valid_until"]) == ("list", 4, "valid", "2028-11-05")
    assert (row["certificate"], row["certificate_url"]) == (None, None)


def test_imported_recognition_ends_after_its_last_day(client, imported):
    product = Product.objects.get(name="Sâm dây khô")

    with clock.frozen(date(2028, 6, 30)):
        assert "Sâm dây khô" in names(client)
    with clock.frozen(date(2028, 7, 1)):
        assert "Sâm dây khô" not in names(client)
        assert "Sâm dây khô" in names(client, "?ended=on")
        assert "Đã hết" in client.get(f"{LIST}{product.pk}/").content.decode()


def test_imported_recognition_opens_the_window_of_re_evaluation(place, imported):
    product = Product.objects.get(name="Sâm dây khô")
    last = product.expires_on

    found = renewal_of_product(product)

    assert found is not None
    assert (found.window.opens_on, found.window.closes_on) == (last - timedelta(days=180), last - timedelta(days=120))


def test_newer_recognition_of_the_portal_takes_its_place(client, imported):
    product = Product.objects.get(name="Trà sâm")
    shelf = make_shelf(on=date(2026, 9, 1))
    dossier = make_accepted_dossier(shelf.hall, producer=product.producer, name="khác")
    dossier.product = product
    dossier.save()
    certificate = make_certificate(shelf, dossier=dossier, stars=5, issued_on=date(2026, 9, 1))

    rows = {row.product.name: row for row in client.get(LIST).context["rows"]}

    assert rows["Trà sâm"].certificate == certificate
    assert rows["Trà sâm"].stars == 5


def test_undone_import_takes_its_recognitions_off_the_list(client, place, imported):
    undone(imported, place.round_officer)

    assert names(client, "?ended=on") == []


def test_withdrawn_imported_recognition_leaves_the_list(client, place, imported):
    product = Product.objects.get(name="Trà sâm")

    end_recognition(product=product, decision_number="9/QĐ", actor=place.round_officer, reason="Vi phạm")

    assert names(client) == ["Sâm dây khô"]
    assert client.get(f"{LIST}{product.pk}/").status_code == 404


def test_stars_below_three_are_not_public(client, imported):
    Product.objects.filter(name="Trà sâm").update(current_stars=2)

    assert names(client) == ["Sâm dây khô"]


def test_list_takes_the_same_queries_with_imported_products(client, imported):
    make_certificate(name="Cà phê bột")
    client.get(LIST)
    with CaptureQueriesContext(connection) as two:
        client.get(LIST)
    Product.objects.filter(name="Trà sâm").update(current_stars=None)

    with CaptureQueriesContext(connection) as one:
        client.get(LIST)

    assert len(one) == len(two)
