"""The public list of recognised products: what it shows, and what it must never show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import UnitLevel
from catalogue import selectors
from evaluations.enums import CertificateState
from foundation import clock
from registrations.services import update_producer
from tests.factories.accounts import make_unit
from tests.factories.evaluations import make_accepted_dossier, make_hall, make_producer_row
from tests.factories.faces import make_certificate, make_shelf

pytestmark = pytest.mark.django_db
LIST = "/san-pham/"
DAY = date(2026, 9, 15)


@pytest.fixture(autouse=True)
def _day():
    with clock.frozen(DAY):
        yield


def shown(client, query: str = "") -> list[str]:
    """The names of the products on the page, in order."""
    return [row.product.name for row in client.get(f"{LIST}{query}").context["rows"]]


def test_list_shows_recognised_products_highest_stars_first(client):
    shelf = make_shelf()
    make_certificate(shelf, name="Măng khô", stars=3)
    make_certificate(shelf, name="Cà phê bột", stars=4)
    make_certificate(shelf, name="Bột cà phê", stars=4)

    assert shown(client) == ["Bột cà phê", "Cà phê bột", "Măng khô"]


def test_list_leaves_out_what_is_not_public(client):
    hall = make_hall(members=1)
    shelf = make_shelf(hall)
    make_certificate(shelf, name="Công khai")
    make_certificate(shelf, name="Bản thảo", state=CertificateState.DRAFTED)
    make_accepted_dossier(hall, name="Chưa chấm")
    make_certificate(make_shelf(make_hall(law=hall.law, members=1, training=True)), name="Tập huấn")

    assert shown(client) == ["Công khai"]
    assert shown(client, "?ended=on") == ["Công khai"]


@pytest.mark.parametrize("state", [CertificateState.WITHDRAWN, CertificateState.REPLACED])
def test_list_shows_ended_products_only_when_asked(client, state):
    make_certificate(name="Mật ong rừng", state=state)

    assert shown(client) == []
    assert shown(client, "?ended=on") == ["Mật ong rừng"]


def test_list_follows_the_last_day(client):
    make_certificate(name="Mật ong rừng", issued_on=date(2023, 9, 15), expires_on=DAY)

    with clock.frozen(DAY):
        assert shown(client) == ["Mật ong rừng"]
    with clock.frozen(DAY + timedelta(days=1)):
        assert shown(client) == []


def test_prolonged_product_stays_on_the_list(client):
    ended, longer = DAY - timedelta(days=1), DAY + timedelta(days=90)
    make_certificate(
        name="Trà sâm",
        issued_on=date(2023, 9, 14),
        expires_on=ended,
        state=CertificateState.PROLONGED,
        prolonged_until=longer,
    )

    assert shown(client) == ["Trà sâm"]


def test_product_recognised_twice_stands_once_with_the_newest(client):
    hall = make_hall(members=1)
    producer = make_producer_row(hall)
    first = make_certificate(
        make_shelf(hall, on=date(2025, 1, 2)), name="Cà phê", producer=producer, stars=3,
        issued_on=date(2025, 1, 2), state=CertificateState.REPLACED,
    )  # fmt: skip
    again = make_accepted_dossier(hall, producer=producer, name="khác")
    again.product = first.entry.dossier.product
    again.save()
    make_certificate(make_shelf(hall), dossier=again, stars=4)

    rows = client.get(f"{LIST}?ended=on").context["rows"]

    assert [(row.product.name, row.stars) for row in rows] == [("Cà phê", 4)]


def test_search_finds_without_accents_in_product_producer_and_commune(client):
    commune = make_unit(name="xã Bờ Y", parent=make_unit(level=UnitLevel.PROVINCE))
    shelf = make_shelf()
    make_certificate(shelf, name="Cà phê bột", commune=commune)
    make_certificate(shelf, name="Măng khô")

    for words in ("ca phe", "CÀ PHÊ", "phê cà", "  ca   bo y ", "hop tac xa ca"):
        assert shown(client, f"?q={words}") == ["Cà phê bột"], words


def test_search_does_not_know_the_people_behind_a_producer(client):
    certificate = make_certificate(name="Cà phê bột")
    assert certificate.entry.dossier.producer.representative == "Nguyễn Thị Hoa"

    assert shown(client, "?q=nguyen thi hoa") == []
    assert shown(client, "?q=0912345678") == []


@pytest.mark.postgres
def test_search_with_a_slip_shows_what_is_similar_and_says_so(client):
    make_certificate(name="Cà phê bột")
    make_certificate(name="Măng khô")

    page = client.get(f"{LIST}?q=ca fhe bott")

    assert [row.product.name for row in page.context["rows"]] == ["Cà phê bột"]
    assert "Không có kết quả đúng với “ca fhe bott”" in page.content.decode()
    assert client.get("/san-pham.json?q=ca fhe bott").json()["items"] == []


@pytest.mark.postgres
def test_search_hides_similar_products_behind_exact_ones(client):
    make_certificate(name="Cà phê bột")
    make_certificate(name="Cà phế bộtt")

    page = client.get(f"{LIST}?q=cà phê bộtt")

    assert ([row.product.name for row in page.context["rows"]], page.context["total"]) == (["Cà phế bộtt"], 1)
    assert "Không có kết quả đúng" not in page.content.decode()


HOSTILE = ("%", "_", "' OR 1=1 --", "<script>alert(1)</script>", "\\", "((((", "a" * 100)


def test_search_follows_a_producer_that_was_renamed(client):
    producer = make_certificate(name="Cà phê bột").entry.dossier.producer

    update_producer(producer=producer, values={"name": "Hợp tác xã Đăk Răng"}, seen=None, actor=producer.created_by)

    assert shown(client, "?q=dak rang") == ["Cà phê bột"]


def test_search_takes_hostile_words_as_words(client):
    make_certificate(name="Cà phê bột")

    for words in HOSTILE:
        response = client.get(LIST, {"q": words})

        assert (response.status_code, list(response.context["rows"])) == (200, []), words
        assert b"<script>alert" not in response.content


def test_filters_that_mean_nothing_filter_nothing(client):
    make_certificate(name="Cà phê bột")
    nonsense = ("?stars=9", "?stars=x", "?unit=999999", "?unit=-1", "?group=không có", "?after=bent", "?after=W10")

    for query in (*nonsense, "?q=\u202e", f"?q={'x' * 101}", "?ended=maybe"):
        assert shown(client, query) == ["Cà phê bột"], query


def test_filters_by_stars_group_and_unit(client):
    province = make_unit(level=UnitLevel.PROVINCE)
    commune, other = make_unit(parent=province), make_unit(parent=province)
    shelf = make_shelf()
    make_certificate(shelf, name="A", stars=3, commune=commune)
    make_certificate(shelf, name="B", stars=4, commune=other)
    group = shelf.hall.rubric.industry

    assert shown(client, "?stars=3") == ["A"]
    assert shown(client, f"?group={group}") == ["B", "A"]
    assert shown(client, f"?unit={commune.pk}") == ["A"]
    assert shown(client, f"?unit={province.pk}") == ["B", "A"]


def test_unit_filter_finds_products_of_merged_communes(client):
    new_province = make_unit(level=UnitLevel.PROVINCE, name="tỉnh Mới")
    merged = make_unit(parent=new_province)
    old_province = make_unit(
        level=UnitLevel.PROVINCE, name="tỉnh Cũ", valid_to=date(2025, 6, 30), successors=(new_province,)
    )
    old = make_unit(parent=old_province, valid_to=date(2025, 6, 30), successors=(merged,))
    make_certificate(name="Của xã cũ", commune=old)

    assert shown(client, f"?unit={merged.pk}") == ["Của xã cũ"]
    assert shown(client, f"?unit={new_province.pk}") == ["Của xã cũ"]
    assert [tally.label for tally in selectors.tallies_by_province()] == ["tỉnh Mới"]


def test_list_pages_by_keyset_without_losing_rows(client, monkeypatch):
    monkeypatch.setattr("catalogue.views.PER_PAGE", 3)
    shelf = make_shelf()
    for name in "DBAC":
        make_certificate(shelf, name=name)

    first = client.get(LIST).context
    second = client.get(LIST + first["page"].next_url).context

    assert [row.product.name for row in first["rows"]] == ["A", "B", "C"]
    assert [row.product.name for row in second["rows"]] == ["D"]
    assert (first["total"], second["total"]) == (4, 4)


@pytest.mark.parametrize("path", ["/", LIST, "/san-pham.json"])
def test_public_lists_take_the_same_queries_for_one_and_three_rows(client, path):
    shelf = make_shelf()
    make_certificate(shelf, name="Một")
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    make_certificate(shelf, name="Hai")
    make_certificate(shelf, name="Ba")

    with CaptureQueriesContext(connection) as three:
        client.get(path)

    assert len(one) == len(three)


def test_front_page_counts_what_the_list_shows(client):
    province = make_unit(level=UnitLevel.PROVINCE)
    shelf = make_shelf()
    make_certificate(shelf, stars=3, commune=make_unit(parent=province))
    make_certificate(shelf, stars=4, commune=make_unit(parent=province))
    make_certificate(shelf, stars=4, state=CertificateState.WITHDRAWN)

    context = client.get("/").context

    assert [(tally.key, tally.count) for tally in context["by_stars"]] == [(5, 0), (4, 1), (3, 1)]
    assert [tally.count for tally in context["by_province"]] == [2]
    for tally in context["by_stars"]:
        assert len(shown(client, f"?stars={tally.key}")) == tally.count
    for tally in context["by_province"]:
        assert len(shown(client, f"?unit={tally.key}")) == tally.count


def test_front_page_without_products_says_so(client):
    response = client.get("/")

    assert response.status_code == 200
    assert response.context["total"] == 0


def test_product_page_shows_recognitions_and_no_personal_data(client):
    certificate = make_certificate(name="Cà phê bột")
    producer = certificate.entry.dossier.producer

    response = client.get(reverse("catalogue:product", args=[certificate.recognition.product_id]))
    text = response.content.decode()

    assert "Cà phê bột" in text
    assert producer.name in text
    assert certificate.number in text
    for private in (producer.phone, producer.representative, producer.address):
        assert private
        assert private not in text


def test_product_page_of_a_product_that_was_never_recognised_is_not_found(client):
    hall = make_hall(members=1)
    dossier = make_accepted_dossier(hall)
    training = make_certificate(make_shelf(make_hall(law=hall.law, members=1, training=True)))

    for product_id in (dossier.product_id, training.entry.dossier.product_id, 10**6):
        assert client.get(f"/san-pham/{product_id}/").status_code == 404
