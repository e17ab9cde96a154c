"""Trade promotion: who takes part, what it brought, what the public sees of it."""

from __future__ import annotations

import dataclasses
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry
from evaluations import services
from evaluations.models import PromotedProduct, Promotion
from evaluations.services import PromotionFacts
from foundation import clock
from tests.factories.after import make_recognised
from tests.factories.evaluations import DAY, make_hall

FAIR = PromotionFacts(kind="fair", name="Hội chợ OCOP miền Trung", partner="Sở Công Thương", starts_on=DAY)


@pytest.fixture(scope="module")
def _made(module_db):
    with clock.frozen(DAY):
        hall = make_hall(members=2)
        return hall, make_recognised(hall, products=2)


@pytest.fixture
def hall(made):
    return made[0]


@pytest.fixture
def products(made):
    return made[1]


@pytest.fixture
def fair(hall):
    return services.create_promotion(office=hall.office, facts=FAIR, actor=hall.officer)


def promote(hall, fair, product, contracts=2, revenue=15_000_000):
    return services.promote_product(
        promotion=fair, product=product, contracts=contracts, revenue=revenue, actor=hall.officer
    )


def test_figures_of_a_product_are_kept_once_and_journalled(hall, fair, products):
    promote(hall, fair, products[0])
    promote(hall, fair, products[0], contracts=3, revenue=20_000_000)

    row = PromotedProduct.objects.get()
    assert (row.stars, row.contracts, row.revenue) == (4, 3, 20_000_000)
    assert JournalEntry.objects.filter(action="figures").count() == 2


def test_only_products_with_stars_today_and_only_by_the_office(hall, fair, products):
    other = make_hall(members=2)

    with pytest.raises(NotAllowed):
        services.promote_product(promotion=fair, product=products[0], contracts=None, revenue=None, actor=other.officer)
    with pytest.raises(NotAllowed):
        services.create_promotion(office=hall.office, facts=FAIR, actor=hall.commune_officer)
    with pytest.raises(Refused):
        promote(hall, fair, make_recognised(other)[0])
    with clock.frozen(products[0].expires_on + timedelta(days=1)), pytest.raises(Refused):
        promote(hall, fair, products[0])
    facts = dataclasses.replace(FAIR, ends_on=DAY - timedelta(days=1))
    with pytest.raises(Refused):
        services.update_promotion(promotion=fair, facts=facts, actor=hall.officer)


def test_pages_totals_and_workbook(hall, products, client):
    client.force_login(hall.officer)
    facts = {"office": hall.office.pk, "kind": "online", "name": "Sàn buudien.vn", "partner": "Bưu điện tỉnh"}
    client.post(reverse("evaluations:promotion_create"), facts | {"starts_on": DAY.isoformat(), "public": "on"})
    made = Promotion.objects.get()
    for product in products:
        address = reverse("evaluations:promotion_add", args=[made.pk])
        assert client.get(address).status_code == 200
        client.post(address, {"product": product.pk, "contracts": 1, "revenue": "12.500.000"})

    page = client.get(reverse("evaluations:promotion", args=[made.pk])).content.decode()
    listed = client.get(reverse("evaluations:promotions")).content.decode()
    book = load_workbook(io.BytesIO(client.get(reverse("evaluations:promotions_export")).content))

    row = made.products.first()
    figures = reverse("evaluations:promotion_figures", args=[made.pk, row.pk])
    assert "25.000.000" in page
    assert "25.000.000" in listed
    assert [cell.value for cell in list(book.active.columns)[-1]][1:] == [12_500_000, 12_500_000]
    assert client.get(figures).status_code == 200
    assert client.get(reverse("evaluations:promotion_edit", args=[made.pk])).status_code == 200
    client.post(reverse("evaluations:promotion_drop", args=[made.pk, row.pk]))
    assert made.products.count() == 1
    client.force_login(products[0].created_by)
    assert client.get(reverse("evaluations:promotion", args=[made.pk])).status_code == 404
    assert "25.000.000" not in client.get(reverse("evaluations:promotions")).content.decode()


def test_public_page_names_the_promotion_without_figures(hall, fair, products, client):
    hidden = services.create_promotion(
        office=hall.office,
        facts=PromotionFacts(**(FAIR.__dict__ | {"name": "Kín", "public": False})),
        actor=hall.officer,
    )
    promote(hall, fair, products[0])
    promote(hall, hidden, products[0])

    page = client.get(reverse("catalogue:product", args=[products[0].pk])).content.decode()

    assert "Hội chợ OCOP miền Trung" in page
    assert "Kín" not in page
    assert "15.000.000" not in page


def test_list_has_constant_queries(hall, products, client):
    client.force_login(hall.officer)
    address = reverse("evaluations:promotions")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def add():
        promote(hall, services.create_promotion(office=hall.office, facts=FAIR, actor=hall.officer), products[0])

    add()
    one = queries()
    add()
    add()

    assert queries() == one
