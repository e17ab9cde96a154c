"""Walking all pages of a list shows every row exactly once and in order, also with ties; and back again."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.paging import keyset_page
from registrations import selectors
from registrations.enums import DossierState, WishState
from registrations.models import Dossier, LateEntry, Producer, Product, Wish
from registrations.selectors.search import search_dossiers
from tests.factories.accounts import make_unit
from tests.factories.registrations import make_dossier, make_producer, make_product, make_round

pytestmark = pytest.mark.django_db
# Few different values, so that many rows are equal in everything but their number.
FEW = st.lists(st.integers(0, 2), min_size=0, max_size=9)
AGAIN = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MOMENT = datetime(2026, 8, 20, 9, tzinfo=UTC)


def walk(rows, order, per_page, way="next_url", start=""):
    url, pages = start, []
    while True:
        page = keyset_page(rows, RequestFactory().get("/" + url), order=order, per_page=per_page)
        pages.append([row.pk for row in page])
        url = getattr(page, way)
        if not url:
            return pages, page


def assert_complete(rows, order, per_page=2):
    pages, last = walk(rows, order, per_page)
    seen = [pk for page in pages for pk in page]
    assert seen == list(rows.order_by(*order).values_list("pk", flat=True))
    assert len(seen) == len(set(seen))
    assert all(len(page) == per_page for page in pages[:-1])
    back, _first = walk(rows, order, per_page, "previous_url", last.previous_url or "?")
    assert [pk for page in reversed(back) for pk in page] == seen[: len(seen) - len(pages[-1])] or len(pages) == 1


def copies(model, first, values):
    """Make copies of a row beside the services, one for each set of values."""
    common = {
        field.attname: getattr(first, field.attname) for field in model._meta.concrete_fields if not field.primary_key
    }
    model.objects.bulk_create(model(**(common | given)) for given in values)


@pytest.fixture
def dossier(place):
    return make_dossier(place, state=DossierState.FORWARDED)


@AGAIN
@given(days=FEW)
def test_queue_and_office_list(place, dossier, days):
    Dossier.objects.exclude(pk=dossier.pk).delete()
    copies(
        Dossier,
        dossier,
        (
            {
                "wish_id": None,
                "code": "",
                "slip_number": str(uuid4()),
                "sort_day": date(2026, 9, 1 + day),
                "forwarded_at": MOMENT + timedelta(days=day),
                "saved_at": MOMENT + timedelta(hours=day),
            }
            for day in days
        ),
    )

    assert_complete(selectors.queue_of(place.commune_officer), ("sort_day", "pk"))
    assert_complete(selectors.office_dossiers(place.round_officer), ("forwarded_at", "pk"))
    assert_complete(Dossier.objects.all(), ("-saved_at", "-pk"))
    found = search_dossiers(selectors.queue_of(place.commune_officer), dossier.product.name)
    assert_complete(found.rows, found.order("sort_day", "pk"))


@AGAIN
@given(numbers=FEW)
def test_producers_and_products(place, numbers):
    Product.objects.all().delete()
    Producer.objects.all().delete()
    first = make_producer(place.commune)
    copies(Producer, first, ({"search": f"ca phe {n}"} for n in numbers))
    product = make_product(first)
    copies(Product, product, ({"search": f"ca phe {n}", "name": str(uuid4())} for n in numbers))
    user = place.commune_officer

    assert_complete(selectors.producers_with_counts(user), ("search", "pk"))
    assert_complete(selectors.products_visible_to(user), ("search", "pk"))
    for seek, rows in (
        (selectors.search_producers, selectors.producers_visible_to(user)),
        (selectors.search_products, selectors.products_visible_to(user)),
    ):
        for typed in ("ca phe", "1 ca phe", "ca fhe 1"):
            found = seek(user, rows, typed)
            assert_complete(found.rows, found.order("search", "pk"))


@AGAIN
@given(communes=FEW)
def test_wishes_of_a_round_and_progress(place, dossier, communes):
    Wish.objects.exclude(pk=dossier.wish_id).delete()
    units = [dossier.unit, *(make_unit(name="xã Trùng Tên", parent=place.area) for _n in range(2))]
    dossier.round.units.set(units)
    copies(
        Wish,
        dossier.wish,
        ({"key": uuid4(), "state": WishState.WITHDRAWN, "unit_id": units[n].pk} for n in communes),
    )
    user = place.round_officer

    rows = selectors.wishes_visible_to(user).filter(round=dossier.round)
    assert_complete(rows, ("-pk",))
    assert_complete(rows, ("unit__search", "pk"))
    assert_complete(selectors.units_of_progress(selectors.progress_visible_to(user, dossier.round)), ("search", "pk"))
    found = selectors.search_wishes(user, rows, dossier.product.name)
    assert_complete(found.rows, found.order("unit__search", "pk"))


@AGAIN
@given(hours=FEW)
def test_late_entries(place, dossier, hours):
    LateEntry.objects.all().delete()
    common = {
        "round": dossier.round, "unit": dossier.unit, "reason": "Mưa lũ", "granted_by": place.round_officer,
        "until_at": MOMENT + timedelta(days=30),
        "revoked_at": MOMENT, "revoked_by": place.round_officer, "revoked_because": "Nhầm",
    }  # fmt: skip
    LateEntry.objects.bulk_create(LateEntry(granted_at=MOMENT + timedelta(hours=n), **common) for n in hours)

    rows = selectors.late_entries_visible_to(place.round_officer, dossier.round)
    assert_complete(rows, ("-granted_at", "-pk"))


def test_pages_of_the_screens_are_walked_by_their_links(place, enter, monkeypatch):
    row = make_round(place)
    row.units.add(*(make_unit(name=f"xã Số {n % 2}", parent=place.area) for n in range(4)))
    monkeypatch.setattr("registrations.views.progress.keyset_page", partial(keyset_page, per_page=2))
    client, url, seen = enter(place.round_officer), reverse("registrations:round_progress", args=[row.pk]), []
    query = ""
    while True:
        page = client.get(url + query)
        seen += [entry.unit.search for entry, _numbers in page.context["rows"]]
        query = page.context["page"].next_url
        if not query:
            break
        assert query.replace("&", "&amp;") in page.content.decode()

    assert len(seen) == 5
    assert all(first <= second for first, second in pairwise(seen))
