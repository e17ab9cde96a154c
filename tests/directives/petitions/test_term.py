"""The term for the answer: who sets it on which page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from directives.petitions import rules, selectors
from tests.directives.pages import page
from tests.factories.accounts import make_membership, make_office
from tests.factories.directives import make_house

pytestmark = pytest.mark.django_db

TERM = reverse("directives:petition_term")


def test_leader_above_sets_the_term_of_an_office_below(client):
    house = make_house()
    client.force_login(house.leader)

    offered = TERM in page(client, "petitions")
    shown = client.get(TERM)
    answer = client.post(f"{TERM}?office={house.agriculture.pk}", {"days": "12"})

    assert (offered, shown.status_code) == (True, 200)
    assert selectors.answer_days(house.agriculture) == 12
    assert answer["Location"] == reverse("directives:petitions")
    assert client.get(answer["Location"]).status_code == 200


def test_head_of_two_offices_comes_back_to_the_one_whose_term_was_set(client):
    house = make_house()
    second = make_office(unit=house.committee.unit, name="Văn phòng điều phối", runs_rounds=True)
    make_membership(user=house.head, role=Role.LEADER, office=second)
    client.force_login(house.head)

    text = client.get(f"{TERM}?office={second.pk}").content.decode()
    answer = client.post(f"{TERM}?office={second.pk}", {"days": "7"})

    assert f"?office={house.agriculture.pk}" in text
    assert (selectors.answer_days(second), selectors.answer_days(house.agriculture)) == (7, None)
    assert answer["Location"] == f"{reverse('directives:petition_groups')}?office={second.pk}"


def test_page_and_rule_name_the_same_people(client):
    house, other = make_house(), make_house()
    people = [house.officer, house.head, house.leader, house.clerk, house.commune_leader, other.head, other.leader]

    for user in people:
        client.force_login(user)
        allowed = rules.may_set_term(user, house.agriculture)
        offices = set(selectors.offices_whose_term_is_set_by(user))
        assert (house.agriculture in offices) == allowed
        assert (client.get(TERM).status_code == 200) == bool(offices)
        assert (TERM in client.get(reverse("directives:petitions")).content.decode()) == bool(offices)


def test_office_that_handles_nothing_has_no_term():
    house = make_house()

    assert selectors.offices_whose_term_is_set_by(house.commune_leader).count() == 0
    assert list(selectors.offices_whose_term_is_set_by(house.leader)) == [house.agriculture]
