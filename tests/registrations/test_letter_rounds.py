"""Rounds out of an incoming letter: prepared in the act that registers it, or not at all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directives.models import IncomingLetter
from registrations.models import RegistrationRound
from tests.directives.incoming.letters import LETTER, make_incoming, posted
from tests.factories.directives import make_house
from tests.factories.rubrics import publish_law

pytestmark = pytest.mark.django_db


def _confirm(client, letter):
    url = reverse("directives:incoming_confirm", args=[letter.pk])
    data = posted(client.get(url).context["forms"])
    for name in [name for name in data if name.endswith("-named") and "du lịch" in data[name]]:
        del data[name.replace("named", "keep")]
    return client.post(url, data)


def test_confirmed_letter_prepares_its_two_rounds(client):
    publish_law()
    house = make_house()
    letter = make_incoming(house, text=LETTER)
    client.force_login(house.officer)

    _confirm(client, letter)

    rows = RegistrationRound.objects.filter(incoming=letter).order_by("due_at")
    assert [(row.name[:5], row.state) for row in rows] == [("Đợt 1", "preparing"), ("Đợt 2", "preparing")]
    page = client.get(reverse("directives:incoming_detail", args=[letter.pk]))
    assert [one.title for one in page.context["made"]] == [row.name for row in rows]


def test_without_a_decision_in_force_nothing_is_registered(client):
    house = make_house()
    letter = make_incoming(house, text=LETTER)
    client.force_login(house.officer)

    _confirm(client, letter)

    letter = IncomingLetter.objects.get(pk=letter.pk)
    assert (letter.state, letter.number, RegistrationRound.objects.count()) == ("new", None, 0)
