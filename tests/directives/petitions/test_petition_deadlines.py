"""What the reminder engine reads of petitions."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.deadlines import Deadline
from directives.petitions import services
from directives.petitions.deadlines import open_petition_deadlines
from directives.petitions.enums import PetitionState
from foundation import clock
from tests.factories.directives import House, make_house
from tests.factories.petitions import make_petition

pytestmark = pytest.mark.django_db


def make_house_with_term() -> House:
    house = make_house()
    services.set_term(office=house.agriculture, days=5, actor=house.head)
    return house


def read() -> tuple[list[Deadline], int]:
    with CaptureQueriesContext(connection) as asked:
        found = list(open_petition_deadlines(clock.now()))
    return found, len(asked)


def test_three_petitions_of_an_office_ask_the_database_as_often_as_one():
    house = make_house_with_term()
    make_petition(house)
    one, asked_for_one = read()

    make_petition(house)
    make_petition(house)
    three, asked_for_three = read()

    assert (len(one), len(three)) == (1, 3)
    assert asked_for_three == asked_for_one


@pytest.mark.parametrize(("state", "told"), [(PetitionState.SENT, "officer"), (PetitionState.PROPOSED, "leader")])
def test_deadline_names_the_petition_and_who_has_the_next_step(state, told):
    house = make_house_with_term()
    petition = make_petition(house, state=state)

    (deadline,), _asked = read()

    assert deadline.subject == petition.stream
    assert deadline.url == reverse("directives:petition", args=[petition.pk])
    assert (deadline.due_at, deadline.since) == (petition.due_at, petition.sent_at)
    assert petition.title in deadline.title
    assert list(deadline.recipients) == [getattr(house, told)]
    assert (list(deadline.heads), list(deadline.leaders)) == ([house.head], [house.leader])
