"""Every list costs the same with one row and with three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations.enums import DossierState, WishState
from tests.factories.registrations import (
    make_dossier,
    make_evidence,
    make_producer,
    make_product,
    make_round,
    make_wish,
    owner_of,
)

pytestmark = pytest.mark.django_db


def count(client, url):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)


def assert_constant(client, url, grow, most):
    """Measure the page, let ``grow`` add two rows, measure again."""
    count(client, url)  # what is read once per process is not the page's
    before = count(client, url)
    grow()
    grow()
    assert count(client, url) == before
    assert before <= most


def test_wishes(place, enter):
    row = make_wish(place).round

    assert_constant(
        enter(place.round_officer),
        reverse("registrations:wishes"),
        lambda: make_wish(place, registration_round=row),
        12,
    )


def test_rounds(place, enter):
    make_round(place)

    assert_constant(enter(place.round_officer), reverse("registrations:rounds"), lambda: make_round(place), 12)


def test_selection(place, enter):
    row = make_wish(place).round
    url = reverse("registrations:selection", args=[row.pk])

    assert_constant(enter(place.round_officer), url, lambda: make_wish(place, registration_round=row), 12)


def test_commune_list(place, enter):
    row = make_wish(place, state=WishState.LISTED).round
    make_wish(place, registration_round=row)
    url = reverse("registrations:list_of_round", args=[row.pk])

    def grow():
        make_wish(place, registration_round=row, state=WishState.LISTED)
        make_wish(place, registration_round=row)

    assert_constant(enter(place.commune_officer), url, grow, 12)


def test_round_with_its_communes(place, enter):
    from accounts.services import rebuild_reach
    from tests.factories.accounts import make_unit

    row = make_dossier(place, state=DossierState.SUBMITTED).round
    url = reverse("registrations:round", args=[row.pk])

    def grow():
        row.units.add(make_unit(parent=place.area))
        rebuild_reach()
        make_dossier(place, registration_round=row)

    assert_constant(enter(place.round_officer), url, grow, 20)


@pytest.mark.parametrize(
    ("name", "who", "state"),
    [
        ("queue", "commune_officer", DossierState.RECEIVED),
        ("approvals", "commune_leader", DossierState.OPINION_WAITING),
        ("office_dossiers", "round_officer", DossierState.FORWARDED),
    ],
)
def test_working_lists(place, enter, name, who, state):
    row = make_dossier(place, state=state).round
    url = reverse(f"registrations:{name}")

    assert_constant(
        enter(getattr(place, who)), url, lambda: make_dossier(place, registration_round=row, state=state), 12
    )


def test_start_page(place, enter):
    producer = make_producer(place.commune)
    row = make_round(place)
    common = {"registration_round": row, "producer": producer}

    def grow():
        make_wish(place, **common)
        make_dossier(place, fill=False, **common)
        make_dossier(place, state=DossierState.SUBMITTED, **common)
        make_product(producer)
        make_round(place)

    grow()
    assert_constant(enter(owner_of(producer)), reverse("registrations:start"), grow, 16)


def test_producer_page(place, enter):
    producer = make_producer(place.commune)
    url = reverse("registrations:producer", args=[producer.pk])

    def grow():
        make_product(producer)
        make_evidence(producer, files=2)

    grow()
    assert_constant(enter(owner_of(producer)), url, grow, 16)


@pytest.mark.parametrize("step", ["papers", "part-a"])
def test_steps_with_papers(place, enter, step):
    dossier = make_dossier(place)
    url = reverse("registrations:dossier_step", args=[dossier.pk, step])
    item = dossier.items.order_by("criterion__order").first()

    def grow():
        paper = make_evidence(dossier.producer, files=2)
        make_evidence(dossier.producer)
        dossier.papers.add(paper)
        item.evidence.add(paper)

    grow()
    assert_constant(enter(owner_of(dossier.producer)), url, grow, 24)


def test_approvals_that_were_opened(place, enter):
    row = make_dossier(place, state=DossierState.OPINION_WAITING).round
    client = enter(place.commune_leader)

    def grow():
        dossier = make_dossier(place, registration_round=row, state=DossierState.OPINION_WAITING)
        client.get(dossier.get_absolute_url())

    grow()
    assert_constant(client, reverse("registrations:approvals"), grow, 12)


def test_dossier_page_for_the_commune(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    url = dossier.get_absolute_url()
    items = list(dossier.items.all())

    def grow():
        paper = make_evidence(dossier.producer, files=2)
        dossier.papers.add(paper)
        for item in items[:5]:
            item.evidence.add(paper)

    grow()
    assert_constant(enter(place.commune_officer), url, grow, 34)


def test_filters_narrow_and_search_needs_no_accents(place, enter):
    producer = make_producer(place.commune)
    row = make_round(place)
    common = {"registration_round": row, "producer": producer, "state": DossierState.SUBMITTED}
    wanted = make_dossier(place, product=make_product(producer, name="Măng khô Đắk Glei"), **common)
    other = make_dossier(place, product=make_product(producer, name="Cà phê bột"), **common)
    client = enter(place.commune_officer)

    def found(query):
        page = client.get(reverse("registrations:queue") + query).context["page"]
        return [dossier.pk for dossier in page.items]

    assert found("?q=mang+kho+dak") == [wanted.pk]
    assert found("") == [wanted.pk, other.pk]
    assert found("?show=producer") == []
    assert found(f"?round={row.pk}&state=submitted") == [wanted.pk, other.pk]
    assert found("?state=accepted") == []
    assert found("?round=99999&state=xx&show=yy&q=" + "x" * 500) == [wanted.pk, other.pk]
    assert found("?after=kaputt") == [wanted.pk, other.pk]


def test_queue_is_sorted_by_days_left_and_counts(place, enter):
    from datetime import date

    from foundation import clock

    row = make_round(place)
    late = make_dossier(place, registration_round=row, state=DossierState.RECEIVED)
    with clock.frozen(date(2026, 9, 14)):
        young = make_dossier(place, registration_round=row, state=DossierState.RECEIVED)
        returned = make_dossier(place, registration_round=row, state=DossierState.RETURNED)
        response = enter(place.commune_officer).get(reverse("registrations:queue"))

    numbers = response.context["numbers"]
    assert [dossier.pk for dossier in response.context["page"].items] == [late.pk, young.pk]
    assert (numbers.waiting, numbers.overdue, numbers.this_week, numbers.with_producers) == (2, 1, 0, 1)
    assert returned.state == "returned"
