"""How far the communes are, over one busy round made for the module: numbers that are their rows."""

from copy import deepcopy
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.services import rebuild_reach
from foundation import clock
from registrations import selectors, visibility
from registrations.enums import DossierState, MeetsEvent, WishState
from registrations.models import Dossier
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.registrations import (
    make_dossier,
    make_place,
    make_producer,
    make_round,
    make_wish,
    moment,
    owner_of,
)
from tests.registrations.conftest import TODAY

pytestmark = pytest.mark.django_db

COLUMNS = (
    "registered", "listed", "selected", "writing", "submitted", "forwarded", "missing", "late_wishes", "late_dossiers",
)  # fmt: skip


@pytest.fixture(scope="module")
def _stage(module_db):
    """A round of two communes with something in every column, and another round with rows that could leak into it."""
    with clock.frozen(TODAY):
        place = make_place()
        row = make_round(place, due_at=moment("2026-08-21"), dossier_due_at=moment("2026-08-21"))
        other = make_unit(parent=place.area)
        rebuild_reach()
        row.units.add(other)
        common = {"registration_round": row}
        make_wish(place, **common)
        make_wish(place, state=WishState.LISTED, **common)
        make_wish(place, state=WishState.DECLINED, **common)
        make_wish(place, state=WishState.WITHDRAWN, **common)
        for state in ("draft", "submitted", "received", "returned", "forwarded", "accepted", "withdrawn", "refused"):
            make_dossier(place, state=state, **common)
        with clock.frozen(moment("2026-08-21 00:00:00")):
            make_wish(place, producer=make_producer(other), **common)
            make_dossier(place, state=DossierState.SUBMITTED, producer=make_producer(place.commune), **common)
        make_dossier(place, state=DossierState.FORWARDED)
        make_dossier(make_place(), state=DossierState.FORWARDED)
    return place, row, other


@pytest.fixture
def place(db, _stage):
    return deepcopy(_stage[0])


@pytest.fixture
def busy(db, _stage):
    return deepcopy(_stage[1:])


def numbers_of(progress, unit):
    return next(entry.numbers for entry in progress.rows if entry.unit == unit)


def test_numbers_say_how_far_each_commune_is(place, busy):
    row, other = busy

    progress = selectors.progress_visible_to(place.round_officer, row)

    first = numbers_of(progress, place.commune)
    assert {key: first[key] for key in COLUMNS} == {
        "registered": 12, "listed": 10, "selected": 9, "writing": 1, "submitted": 4, "forwarded": 2, "missing": 5,
        "late_wishes": 1, "late_dossiers": 1,
    }  # fmt: skip
    second = numbers_of(progress, other)
    assert {key: number for key, number in second.items() if number} == {
        "registered": 1, "late_wishes": 1, "to_list": 1,
    }  # fmt: skip
    assert tuple(selectors.MEASURES) == COLUMNS


@pytest.mark.parametrize("event", MeetsEvent.values)
@pytest.mark.parametrize("who", ["round_officer", "leader", "commune_officer", "commune_leader"])
def test_every_number_is_the_count_of_its_rows(place, busy, who, event):
    row, _other = busy
    type(row).objects.filter(pk=row.pk).update(meets_event=event)
    row.refresh_from_db()
    user = getattr(place, who)

    progress = selectors.progress_visible_to(user, row)

    assert progress.rows
    for key in COLUMNS:
        assert selectors.progress_rows(user, row, key).count() == progress.total[key]
        for entry in progress.rows:
            assert selectors.progress_rows(user, row, key, entry.unit).count() == entry.numbers[key]


def test_commune_sees_its_own_numbers_and_rows_only(place, busy, enter):
    row, other = busy
    neighbour = make_person(Role.COMMUNE_OFFICER, make_office(unit=other))
    client = enter(neighbour)

    page = client.get(reverse("registrations:round_progress", args=[row.pk])).content.decode()
    rows = client.get(reverse("registrations:round_progress_rows", args=[row.pk, "registered"])).content.decode()
    foreign = reverse("registrations:round_progress_rows", args=[row.pk, "registered"]) + f"?unit={place.commune.pk}"

    assert place.commune.name not in page
    assert [entry.unit for entry in selectors.progress_visible_to(neighbour, row).rows] == [other]
    for wish in row.wishes.filter(unit=place.commune).select_related("product", "producer"):
        assert wish.producer.name not in rows
    assert client.get(foreign).status_code == 404


def test_producers_and_strangers_have_no_such_page(place, busy, enter):
    row, _other = busy
    owner = owner_of(row.wishes.first().producer)

    for user in (owner, make_place().round_officer, make_place().commune_officer):
        client = enter(user)
        for name, rest in (
            ("round_progress", []),
            ("round_progress_workbook", []),
            ("round_progress_rows", ["late_wishes"]),
        ):
            assert client.get(reverse(f"registrations:{name}", args=[row.pk, *rest])).status_code == 404


def test_rows_open_only_the_dossiers_that_may_be_read(place, busy, enter):
    row, _other = busy
    client = enter(place.round_officer)

    page = client.get(reverse("registrations:round_progress_rows", args=[row.pk, "submitted"])).content.decode()
    up = client.get(reverse("registrations:round_progress_rows", args=[row.pk, "forwarded"])).content.decode()

    waiting = Dossier.objects.filter(round=row, state=DossierState.RECEIVED).select_related("product").get()
    sent = Dossier.objects.filter(round=row, state=DossierState.FORWARDED).get()
    assert waiting.product.name in page
    assert waiting.get_absolute_url() not in page
    assert sent.get_absolute_url() in up


def test_denied_dossiers_are_neither_counted_nor_shown(place, busy, monkeypatch):
    from django.db.models import Q

    row, _other = busy
    hidden = Dossier.objects.filter(round=row, state=DossierState.FORWARDED).get()
    monkeypatch.setattr(visibility, "_denials", [lambda user: Q(pk=hidden.pk) if user == place.round_officer else None])

    progress = selectors.progress_visible_to(place.round_officer, row)

    assert progress.total["forwarded"] == 1
    assert hidden not in selectors.progress_rows(place.round_officer, row, "forwarded")


def test_page_asks_again_by_itself_and_each_number_leads_to_its_rows(place, busy, enter):
    row, _other = busy

    page = enter(place.round_officer).get(reverse("registrations:round_progress", args=[row.pk])).content.decode()

    assert 'hx-trigger="every 20s"' in page
    for key in COLUMNS:
        assert reverse("registrations:round_progress_rows", args=[row.pk, key]) in page


def test_workbook_holds_the_same_table_with_its_totals(place, busy, enter):
    row, _other = busy
    progress = selectors.progress_visible_to(place.round_officer, row)

    response = enter(place.round_officer).get(reverse("registrations:round_progress_workbook", args=[row.pk]))

    sheet = load_workbook(BytesIO(response.content)).active
    table = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    assert [line[1] for line in table] == [*(entry.unit.name for entry in progress.rows), "Cộng"]
    assert table[-1][2:-1] == [progress.total[key] for key in COLUMNS]
