"""Reminders before a recognition ends, and the whole way of a product on one page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Unit
from directives.services.reminders import send_reminders
from evaluations.enums import RoundState
from evaluations.selectors.after_deadlines import expiry_rungs
from foundation import clock
from tests.factories.accounts import make_person, make_unit
from tests.factories.after import decide_withdrawal, make_recognised, propose_withdrawal
from tests.factories.evaluations import DAY, make_hall, make_round


@pytest.fixture
def hall(db):
    return make_hall(members=2)


@pytest.fixture
def products(hall):
    return make_recognised(hall, products=2)


def told(on):
    with clock.frozen(on):
        return [one for one in send_reminders() if one.kind in ("reminder:expiry", "reminder:renewal")]


def test_days_come_from_the_decision_and_the_setting(hall, settings):
    assert expiry_rungs(DAY) == (210, 180, 150, 120)

    settings.EXPIRY_REMINDER_DAYS = (240,)

    assert expiry_rungs(DAY) == (240, 180, 120)


def test_everybody_is_told_once_on_each_day(hall, products):
    ends = products[0].expires_on
    owners = {product.created_by.username for product in products}
    near = {hall.officer.username, hall.commune_officer.username}

    assert told(ends - timedelta(days=211)) == []
    for days in (210, 180, 150, 120):
        sent = told(ends - timedelta(days=days))
        people = [one.recipient for one in sent]
        assert set(people) == owners | near, days
        # Two products end together: commune and office are told once about both.
        assert all(people.count(name) == 1 for name in people), days
        assert told(ends - timedelta(days=days - 1)) == [], days


def test_withdrawn_product_is_not_reminded_of(hall, products):
    ends = products[0].expires_on
    decide_withdrawal(hall, propose_withdrawal(hall, products[0]))

    sent = told(ends - timedelta(days=210))

    assert products[0].created_by.username not in {one.recipient for one in sent}


def test_way_of_a_product_through_rounds_and_an_abolished_unit(hall, products, client):
    product = products[0]
    new = make_unit(parent=hall.unit, name="xã Mới")
    Unit.objects.filter(pk=hall.commune.pk).update(valid_to=DAY, name="xã Cũ")
    hall.commune.successors.add(new)
    decide_withdrawal(hall, propose_withdrawal(hall, product))
    client.force_login(product.created_by)

    with clock.frozen(DAY + timedelta(days=1)):
        page = client.get(reverse("evaluations:history", args=[product.pk])).content.decode()

    assert "xã Cũ" in page
    assert "xã Mới" in page
    assert "26/2026/QĐ-TTg" in page
    assert "Ngừng sản xuất" in page
    assert "Công nhận" in page


def test_training_rounds_are_no_part_of_it(db, client):
    hall = make_hall(training=True, members=2)
    found = make_round(hall, state=RoundState.PUBLISHED)
    product = found.entries.get().dossier.product
    client.force_login(hall.officer)

    assert client.get(reverse("evaluations:history", args=[product.pk])).status_code == 404


def test_list_of_recognised_products(hall, products, client):
    client.force_login(hall.officer)
    address = reverse("evaluations:recognised")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address)
        return len(captured), page.content.decode()

    few, page = queries()
    make_recognised(hall, products=3)
    many, _page = queries()

    assert products[0].name in page
    assert many == few
    assert products[0].name not in client.get(address, {"stars": 5}).content.decode()
    assert (
        products[0].name
        in client.get(address, {"q": products[0].name, "until": products[0].expires_on}).content.decode()
    )
    client.force_login(make_person("producer"))
    assert products[0].name not in client.get(address).content.decode()
