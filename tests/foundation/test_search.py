"""Search as people type: accents, case, codes, phones, slips."""

import pytest

from foundation import search as searching
from foundation import trigrams
from foundation.search import Columns, Slips
from foundation.text import phone_digits
from registrations.models import Dossier, Producer, Product
from tests.factories.registrations import make_place, make_producer, make_product

pytestmark = pytest.mark.django_db
PRODUCTS = Columns(texts=("search", "producer__search"), phones=("producer__phone",))


def names(typed, **options):
    found = searching.search(Product.objects.all(), typed, PRODUCTS, **options)
    return [row.name for row in found.rows.order_by(*found.order("search", "pk"))]


@pytest.fixture
def products(db):
    place = make_place()
    forest = make_producer(place.commune, name="Hợp tác xã Rừng Xanh", phone="0987654321", representative="Y Blang")
    field = make_producer(place.commune, name="Hộ kinh doanh Đồng Lúa", phone="0912345678", representative="Lê An")
    for producer, name in (
        (forest, "Mật ong rừng"),
        (forest, "Cà phê Bờ Y"),
        (forest, "Rượu ghè men lá"),
        (field, "Gạo đỏ Đăk Hà"),
        (field, "Tiêu sọ"),
    ):
        make_product(producer, name=name)


@pytest.mark.parametrize("typed", ["cà phê", "CA PHE", "Cà Phê Bờ Y", "ca\u0300 phe\u0302", "  bờ   y "])
def test_accents_and_case_do_not_matter(products, typed):
    assert names(typed)[0] == "Cà phê Bờ Y"


def test_words_may_stand_in_different_columns(products):
    assert names("gạo lúa", slips=Slips.NEVER) == ["Gạo đỏ Đăk Hà"]


def test_what_stands_together_comes_before_what_is_scattered(products):
    place = make_place()
    make_product(make_producer(place.commune, name="Hợp tác xã Mật Trời"), name="Bánh ong vàng")

    assert names("mật ong", slips=Slips.NEVER) == ["Mật ong rừng", "Bánh ong vàng"]


@pytest.mark.parametrize(
    "typed", ["0912345678", "0912 345 678", "+84912345678", "84 912.345.678", "0084912345678", "5678"]
)
def test_phone_is_found_in_any_writing(products, typed):
    assert names(typed) == ["Gạo đỏ Đăk Hà", "Tiêu sọ"]


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("091-2345", "0912345"), ("+84 (0)912 345 678", "0912345678"), ("84", ""), ("07/PĐK-51", ""), ("cà phê", "")],
)
def test_only_what_can_be_a_phone_is_one(typed, digits):
    assert phone_digits(typed) == digits


@pytest.mark.parametrize("typed", ["%", "_", "mat%ong", "\\", "'"])
def test_signs_of_the_database_are_letters_like_others(products, typed):
    assert names(typed, slips=Slips.NEVER) == []


def test_nothing_typed_leaves_the_list_as_it_is(products):
    found = searching.search(Product.objects.all(), "  ", PRODUCTS)

    assert found.rows.count() == 5
    assert found.order("search", "pk") == ("search", "pk")
    assert not found.nothing_exact


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("mat omg", "Mật ong rừng"),
        ("mạt ongg rừng", "Mật ong rừng"),
        ("ca phee bo i", "Cà phê Bờ Y"),
        ("ruou ge men la", "Rượu ghè men lá"),
        ("tiue", "Tiêu sọ"),
        ("gao do dac ha", "Gạo đỏ Đăk Hà"),
        ("dong lau", "Gạo đỏ Đăk Hà"),
    ],
)
def test_typing_slips_find_the_likest_first(products, typed, name):
    found = searching.search(Product.objects.all(), typed, PRODUCTS)

    assert found.nothing_exact
    assert names(typed)[0] == name


@pytest.mark.postgres
def test_exact_hits_come_before_similar_ones(products):
    place = make_place()
    make_product(make_producer(place.commune, name="Cơ sở Hai"), name="Mật omg rừng")

    found = searching.search(Product.objects.all(), "mật ong rừng", PRODUCTS)

    assert names("mật ong rừng") == ["Mật ong rừng", "Mật omg rừng"]
    assert not found.nothing_exact
    assert [row.near > 1 for row in found.rows.order_by("near")] == [False, True]


@pytest.mark.postgres
def test_similar_ones_stay_away_behind_many_exact_ones(products, monkeypatch):
    make_product(make_producer(make_place().commune, name="Cơ sở Hai"), name="Mật omg rừng")
    monkeypatch.setattr("foundation.search.ENOUGH", 1)

    assert names("mật ong rừng") == ["Mật ong rừng"]


@pytest.mark.postgres
def test_similar_ones_stay_away_where_they_are_wanted_alone(products):
    make_product(make_producer(make_place().commune, name="Cơ sở Hai"), name="Mật omg rừng")

    assert names("mật ong rừng", slips=Slips.ALONE) == ["Mật ong rừng"]
    assert names("mật onh rừng", slips=Slips.ALONE) == ["Mật ong rừng", "Mật omg rừng"]


@pytest.mark.postgres
def test_nothing_similar_is_found_where_slips_are_not_asked_for_or_little_was_typed(products):
    assert names("mat omg", slips=Slips.NEVER) == []
    assert names("zq") == []


@pytest.mark.postgres
def test_trigram_indexes_stand_and_serve():
    from django.db import connection

    assert trigrams.missing() == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SHOW pg_trgm.word_similarity_threshold")
        assert cursor.fetchone() == ("0.4",)
    for rows, index in (
        (Product.objects.filter(search__contains="mat ong"), "registrations_product_search_trigrams"),
        (Product.objects.filter(searching._IsLike("mat omg", "search")), "registrations_product_search_trigrams"),
        (Producer.objects.filter(phone__contains="345678"), "registrations_producer_phone_trigrams"),
        (Dossier.objects.filter(code__icontains="51-21379"), "registrations_dossier_code_trigrams"),
    ):
        assert index in rows.order_by().explain()


def test_checks_are_silent_in_a_migrated_database():
    assert trigrams.trigrams_stand(databases=["default"]) == []
