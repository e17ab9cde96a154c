"""Who sees what, with data that could leak."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.enums import Role
from registrations import selectors
from registrations.enums import DossierState, RoundState
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.registrations import (
    make_dossier,
    make_evidence,
    make_place,
    make_producer,
    make_round,
    make_wish,
    owner_of,
)

pytestmark = pytest.mark.django_db


def seen(user):
    return set(selectors.dossiers_visible_to(user).values_list("state", flat=True))


def test_draft_that_was_withdrawn_stays_with_its_producer(place):
    from registrations import services

    dossier = make_dossier(place)
    services.withdraw_dossier(dossier=dossier, reason="Thôi không làm.", actor=owner_of(dossier.producer))

    assert seen(place.commune_officer) == set()


def test_successor_commune_goes_on_with_the_dossiers(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    from accounts import services as accounts

    new = make_unit(parent=place.area)
    accounts.name_successors(unit=place.commune, successors=[new])
    accounts.rebuild_reach()
    officer = make_person(Role.COMMUNE_OFFICER, make_office(unit=new))

    assert list(selectors.queue_of(officer)) == [dossier]


def test_wishes_are_seen_at_once_by_commune_and_office_only(place):
    wish = make_wish(place)
    make_wish(make_place())
    allowed = [owner_of(wish.producer), place.commune_officer, place.commune_leader, place.round_officer, place.leader]
    forbidden = [make_person(Role.PRODUCER), make_person(Role.COMMUNE_OFFICER), place.clerk, AnonymousUser()]

    assert [list(selectors.wishes_visible_to(user)) for user in allowed] == [[wish]] * 5
    assert [list(selectors.wishes_visible_to(user)) for user in forbidden] == [[]] * 4


def test_rounds_open_to_others_when_they_are_opened(place):
    rounds = {state: make_round(place, state=state) for state in RoundState.values}
    make_round(make_place(), state="preparing")
    producer = make_producer(place.commune)

    def states(user):
        found = selectors.rounds_visible_to(user)
        return {state for state, row in rounds.items() if found.filter(pk=row.pk).exists()}

    assert states(place.round_officer) == {"preparing", "open", "closed"}
    assert states(place.leader) == {"preparing", "open", "closed"}
    assert states(place.commune_officer) == {"open", "closed"}
    assert states(owner_of(producer)) == {"open"}
    assert states(make_person(Role.COMMUNE_OFFICER)) == set()
    assert states(place.clerk) == set()


def test_producers_and_products_stay_in_their_area(place):
    own, foreign = make_producer(place.commune), make_producer(make_unit())

    assert list(selectors.producers_visible_to(place.commune_officer)) == [own]
    assert list(selectors.producers_visible_to(place.round_officer)) == [own]
    assert list(selectors.producers_visible_to(owner_of(foreign))) == [foreign]
    assert list(selectors.producers_visible_to(make_person(Role.PRODUCER))) == []


def test_evidence_goes_with_the_dossiers_that_use_it(place):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    private = make_evidence(dossier.producer)
    shown = dossier.papers.get()

    assert set(selectors.evidence_visible_to(owner_of(dossier.producer))) == {private, shown}
    assert set(selectors.evidence_visible_to(place.commune_officer)) == {shown}
    assert set(selectors.evidence_visible_to(place.round_officer)) == set()


def _pages(dossier):
    paper = dossier.papers.get()
    return [
        reverse("registrations:dossier", args=[dossier.pk]),
        reverse("registrations:dossier_sent", args=[dossier.pk]),
        reverse("registrations:dossier_check", args=[dossier.pk]),
        reverse("registrations:dossier_submit", args=[dossier.pk]),
        reverse("registrations:dossier_step", args=[dossier.pk, "story"]),
        reverse("registrations:dossier_item", args=[dossier.pk, "1.1"]),
        reverse("registrations:dossier_return", args=[dossier.pk]),
        reverse("registrations:dossier_opinion", args=[dossier.pk]),
        reverse("registrations:dossier_receive", args=[dossier.pk]),
        reverse("registrations:dossier_review", args=[dossier.pk]),
        reverse("registrations:dossier_changes", args=[dossier.pk]),
        reverse("registrations:dossier_act", args=[dossier.pk, "refuse"]),
        reverse("registrations:wish", args=[dossier.wish_id]),
        reverse("registrations:wish_act", args=[dossier.wish_id, "decline"]),
        reverse("registrations:producer", args=[dossier.producer_id]),
        reverse("registrations:producer_edit", args=[dossier.producer_id]),
        reverse("registrations:product_edit", args=[dossier.product_id]),
        reverse("registrations:evidence", args=[paper.pk]),
        reverse("registrations:evidence_create", args=[dossier.producer_id]),
        reverse("registrations:file", args=[paper.files.get().stored_id]),
    ]


def test_strangers_get_404_everywhere(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    client = enter(make_person(Role.PRODUCER))

    assert {url: client.get(url).status_code for url in _pages(dossier)} == dict.fromkeys(_pages(dossier), 404)


def test_pages_ask_for_a_login(place, client):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)

    assert {client.get(url).status_code for url in _pages(dossier)} == {302}


def test_file_is_served_as_attachment_in_a_sandbox(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    url = reverse("registrations:file", args=[dossier.papers.get().files.get().stored_id])

    response = enter(place.commune_officer).get(url)

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_timeline_shows_producers_their_part_and_officials_all(place):
    dossier = make_dossier(place, state=DossierState.OPINION_WAITING, written=False)

    own = {entry.action for entry in selectors.timeline_of(dossier, owner_of(dossier.producer))}
    inside = {entry.action for entry in selectors.timeline_of(dossier, place.commune_officer)}

    assert own == {"register", "list", "select", "create", "submit", "receive"}
    assert inside - own == {"opinion", "ask_approval"}


def test_opinion_is_hidden_from_the_producer_until_it_is_approved(place, enter):
    dossier = make_dossier(place, state=DossierState.OPINION_WAITING)
    url = dossier.get_absolute_url()

    before = enter(owner_of(dossier.producer)).get(url).content.decode()
    inside = enter(place.commune_leader).get(url).content.decode()

    assert "Nhận xét proposal." not in before
    assert "Nhận xét proposal." in inside


def test_numbers_of_a_round_open_no_dossier(place):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)

    (row,) = selectors.progress_visible_to(place.round_officer, dossier.round).rows

    assert [row.numbers[key] for key in ("registered", "selected", "submitted", "forwarded")] == [1, 1, 1, 0]
    assert selectors.dossiers_visible_to(place.round_officer).count() == 0
    assert selectors.progress_visible_to(owner_of(dossier.producer), dossier.round).rows == []
