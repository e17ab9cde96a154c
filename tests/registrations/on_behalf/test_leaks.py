"""Scans and the officer's pages are seen by those whom they concern; the officer's list finds and costs little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from activity.errors import NotAllowed
from registrations import services
from registrations.models import SignedPaper
from registrations.selectors import stored_file_visible_to
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.registrations import make_dossier, make_round, owner_of, producer_values
from tests.registrations.on_behalf.entering import enter_wish, scan

pytestmark = pytest.mark.django_db


def test_scans_are_seen_by_whoever_sees_the_wish_or_dossier(place, officer, draft):
    services.add_signed(dossier=draft, uploads=[scan("nhap.png")], actor=officer)
    of_wish, of_draft = SignedPaper.objects.get(wish=draft.wish), SignedPaper.objects.get(dossier=draft)
    strangers = [make_person(Role.PRODUCER), make_person(Role.COMMUNE_OFFICER, make_office()), place.clerk]

    def seen(user):
        return set(stored_file_visible_to(user).values_list("pk", flat=True))

    assert seen(officer) == {of_wish.stored_id, of_draft.stored_id}
    assert seen(place.round_officer) == {of_wish.stored_id}
    assert [seen(user) for user in strangers] == [set()] * 3


def test_pages_of_the_officer_are_no_ones_else(place, officer, entered, draft, enter):
    of_record = [reverse(f"registrations:{name}", args=[entered.pk]) for name in ("behalf_wish", "behalf_slip")]
    of_all = [reverse("registrations:behalf"), reverse("registrations:behalf_producer")]
    scans = reverse("registrations:signed_scans", args=[draft.pk])
    neighbour = make_person(Role.COMMUNE_OFFICER, make_office(unit=make_unit(parent=place.area)))

    for user in (make_person(Role.PRODUCER), place.round_officer, place.commune_leader):
        client = enter(user)
        assert {client.get(url).status_code for url in (*of_all, *of_record)} == {403}, user
        assert client.get(scans).status_code == 404
    client = enter(neighbour)
    assert {client.get(url).status_code for url in (*of_record, scans)} == {404}
    assert "Hộ A Bló" not in client.get(of_all[0]).content.decode()
    assert "Hộ A Bló" in enter(officer).get(of_all[0]).content.decode()


def test_signed_paper_of_a_producers_own_dossier_is_nobodys_business(place, officer):
    dossier = make_dossier(place)

    for user in (owner_of(dossier.producer), officer):
        with pytest.raises(NotAllowed):
            services.add_signed(dossier=dossier, uploads=[scan()], actor=user)


def test_officers_list_costs_the_same_for_one_and_three(place, officer, enter):
    def queries():
        client = enter(officer)
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("registrations:behalf")).status_code == 200
        return len(found)

    row = make_round(place)

    def one_more(number):
        values = producer_values(place.commune, name=f"Hộ {number}", phone=f"090000080{number}")
        made = services.enter_producer(values=values, actor=officer)
        wish = enter_wish(place, made, officer, signed=[scan()], registration_round=row)
        services.select_wish(wish=wish, actor=place.round_officer)

    one_more(1)
    queries()
    with_one = queries()
    one_more(2)
    one_more(3)

    assert queries() == with_one


def test_search_finds_by_representative_without_accents(place, officer, entered, enter):
    services.enter_producer(values=producer_values(place.commune, name="Hộ Khác", phone="0900000809"), actor=officer)

    page = enter(officer).get(reverse("registrations:behalf"), {"q": "a blo"}).content.decode()

    assert "Hộ A Bló" in page
    assert "Hộ Khác" not in page
