"""Withdrawing a dossier: who is told, what is asked, who may not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from activity.models import Notification
from registrations.enums import DossierState
from tests.factories.registrations import (
    make_dossier,
    make_place,
    make_producer,
    owner_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (DossierState.DRAFT, set()),
        (DossierState.SUBMITTED, {"commune"}),
        (DossierState.OPINION_WAITING, {"commune"}),
        (DossierState.ACCEPTED, {"commune", "office"}),
    ],
)
def test_withdrawal_tells_whoever_has_the_dossier_and_says_so_before(place, enter, state, told):
    dossier = make_dossier(place, state=state)
    owner = owner_of(dossier.producer)
    address = reverse("registrations:dossier_act", args=[dossier.pk, "withdraw"])

    page = enter(owner).get(address)
    enter(owner).post(address, {"reason": "Gia đình chưa sẵn sàng."})

    dossier.refresh_from_db()
    people = Notification.objects.filter(kind="dossier_withdrawn").values_list("recipient", flat=True)
    names = {"commune": place.commune_officer.pk, "office": place.round_officer.pk}
    assert dossier.state == DossierState.WITHDRAWN
    assert set(people) == {names[who] for who in told}
    assert len(page.context["confirm"].tells) == len(told)


def test_withdrawal_needs_a_reason(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)

    enter(owner_of(dossier.producer)).post(
        reverse("registrations:dossier_act", args=[dossier.pk, "withdraw"]), {"reason": ""}
    )

    dossier.refresh_from_db()
    assert dossier.state == DossierState.SUBMITTED


def test_stranger_withdraws_nothing(enter):
    dossier = make_dossier(state=DossierState.SUBMITTED)
    stranger = make_producer(make_place().commune)

    answer = enter(owner_of(stranger)).post(
        reverse("registrations:dossier_act", args=[dossier.pk, "withdraw"]), {"reason": "Không phải của tôi."}
    )

    assert answer.status_code == 404
