"""Lists by keyset."""

import base64
from datetime import date, timedelta

import pytest
from django.test import RequestFactory

from accounts.models import Unit
from foundation.models import Holiday
from foundation.paging import keyset_page
from tests.factories.accounts import make_unit


def pages(order, per_page, **query):
    request = RequestFactory().get("/", query)
    return keyset_page(Holiday.objects.all(), request, order=order, per_page=per_page)


def walk(order, per_page, direction="next_url", start=""):
    url, seen = start, []
    while True:
        request = RequestFactory().get("/" + url)
        page = keyset_page(Holiday.objects.all(), request, order=order, per_page=per_page)
        seen.append([row.pk for row in page])
        url = getattr(page, direction)
        if not url:
            return seen, page


@pytest.fixture
def holidays(db):
    return [Holiday.objects.create(day=date(2026, 1, 1) + timedelta(days=n), name=f"nghỉ {n % 3}") for n in range(10)]


@pytest.mark.parametrize("order", [("pk",), ("-pk",), ("name", "-pk"), ("-name", "pk")])
def test_walk_shows_every_row_once_in_order(holidays, order):
    seen, _last = walk(order, 3)

    flat = [pk for page in seen for pk in page]
    assert flat == list(Holiday.objects.order_by(*order).values_list("pk", flat=True))
    assert [len(page) for page in seen] == [3, 3, 3, 1]


def test_walk_back_shows_the_same_pages(holidays):
    _seen, last = walk(("name", "-pk"), 5)

    request = RequestFactory().get("/" + last.previous_url)
    before = keyset_page(Holiday.objects.all(), request, order=("name", "-pk"), per_page=5)

    assert [row.pk for row in before] == list(Holiday.objects.order_by("name", "-pk").values_list("pk", flat=True))[:5]
    assert not before.has_previous
    assert before.has_next


def test_page_reads_the_rows_that_it_shows_and_one_more(db, django_assert_num_queries):
    for n in range(9):
        make_unit(parent=make_unit(), name=f"xã {n % 2}")
    rows = Unit.objects.filter(parent__isnull=False).select_related("parent")

    with django_assert_num_queries(2):
        page = keyset_page(rows, RequestFactory().get("/"), order=("search", "-pk"), per_page=4)
        names = [row.parent.name for row in page]

    assert [row.pk for row in page] == list(rows.order_by("search", "-pk").values_list("pk", flat=True)[:4])
    assert len(names) == 4


@pytest.mark.parametrize("token", ["x", "AAAA", "W10", "WzEsMl0", "WyJ4Il0"])
def test_bent_address_shows_the_first_page(holidays, token):
    page = pages(("pk",), 3, after=token)

    assert len(page) == 3


@pytest.mark.parametrize(
    "values", ["[Infinity]", "[1e999]", "[NaN]", '["\\ud800"]', '["\\u0000"]', "[[1]]", "[{}]", "[" * 4000]
)
@pytest.mark.parametrize("order", [("pk",), ("name",), ("day",)])
def test_address_with_odd_values_shows_the_first_page(holidays, order, values):
    page = pages(order, 3, after=base64.urlsafe_b64encode(values.encode()).decode())

    assert len(page) in (0, 3)
