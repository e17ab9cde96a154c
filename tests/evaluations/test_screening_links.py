"""The page of a dossier leads to the commune's screening in one click, and shows what came of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from evaluations import services
from evaluations.enums import Outcome, RoundState
from foundation import clock
from tests.evaluations.test_below import screened
from tests.factories.accounts import make_membership, make_person
from tests.factories.evaluations import entry_of, make_accepted_dossier, make_hall, make_round
from tests.factories.registrations import make_dossier, make_place
from tests.factories.rubrics import CODE_2019, publish_law


@pytest.fixture(autouse=True)
def _in_2021(db):
    with clock.frozen(date(2021, 9, 6)):
        yield


def page_of(client, user, dossier):
    client.force_login(user)
    response = client.get(dossier.get_absolute_url())
    assert response.status_code == 200
    return response


def hall_with_round(state):
    hall = make_hall(law=publish_law(CODE_2019), level="commune", members=3)
    found = make_round(hall, year=2021, state=state)
    return hall, entry_of(found)


def test_member_is_led_to_the_sheet_and_the_officer_of_the_round_to_the_entry(client):
    hall, entry = hall_with_round(RoundState.SCORING)

    sheet = reverse("evaluations:sheet", args=[entry.pk])
    assert sheet in page_of(client, hall.members[0], entry.dossier).content.decode()
    inside = page_of(client, hall.officer, entry.dossier).content.decode()
    assert reverse("evaluations:entry", args=[entry.pk]) in inside
    assert sheet not in inside


def test_officer_who_checks_is_told_of_a_round_that_is_not_open_to_them(client):
    hall, entry = hall_with_round(RoundState.SCORING)

    response = page_of(client, hall.commune_officer, entry.dossier)

    (found,) = response.context["screenings"]
    assert (found.title, found.url, found.outcome, found.mean) == (entry.round.name, "", ("", ""), "")


def test_dossier_shows_what_came_of_the_screening_once_it_is_published(client):
    hall, found = screened((60, 61, 62))
    entry = entry_of(found)

    response = page_of(client, hall.commune_officer, entry.dossier)

    (shown,) = response.context["screenings"]
    assert (shown.outcome[0], shown.mean) == (Outcome.LISTED, entry.mean)
    assert client.get(shown.url).status_code == 200
    assert shown.outcome[1] in response.content.decode()


def test_result_that_is_not_published_is_not_told_outside(client):
    hall, found = screened((60, 61, 62), publish=False)

    (shown,) = page_of(client, hall.commune_officer, entry_of(found).dossier).context["screenings"]

    assert (shown.outcome, shown.mean) == (("", ""), "")


def test_recused_member_finds_nothing(client):
    hall, entry = hall_with_round(RoundState.SCORING)
    services.declare_recusal(entry=entry, reason="Người nhà.", actor=hall.members[0])

    client.force_login(hall.members[0])

    assert client.get(entry.dossier.get_absolute_url()).status_code == 404


def test_officer_of_the_commune_round_is_led_to_the_round_that_takes_dossiers_in(client):
    hall = make_hall(law=publish_law(CODE_2019), level="commune", members=3)
    dossier = make_accepted_dossier(hall)
    (first,) = page_of(client, hall.officer, dossier).context["screenings"]
    assert first.url == reverse("evaluations:round_create")

    found = make_round(hall, entries=0, state=RoundState.PREPARING, year=2021)

    (shown,) = page_of(client, hall.officer, dossier).context["screenings"]
    assert shown.url == reverse("evaluations:round_dossiers", args=[found.pk])
    client.force_login(hall.officer)
    assert client.get(shown.url).status_code == 200


def test_screening_is_linked_from_the_page_of_the_commune_s_remark(client):
    place = make_place(law=publish_law(CODE_2019), level="district")
    dossier = make_dossier(place, state="received")
    officer = make_person(Role.COMMUNE_OFFICER, place.commune_office)
    make_membership(user=officer, office=place.commune_office, role=Role.ROUND_OFFICER)
    client.force_login(officer)

    page = client.get(reverse("registrations:dossier_opinion", args=[dossier.pk]))

    assert reverse("evaluations:round_create") in page.content.decode()


def test_nothing_is_said_where_the_commune_does_not_screen(client):
    with clock.frozen(date(2026, 8, 20)):
        place = make_place()
        dossier = make_dossier(place, state="received")

        response = page_of(client, place.commune_officer, dossier)

    assert response.context["screenings"] is None
