"""Which rounds a producer is offered, and how one is offered whose date has passed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from foundation import clock
from registrations import selectors
from tests.factories.accounts import make_person
from tests.factories.registrations import make_place, make_producer, make_round, owner_of

pytestmark = pytest.mark.django_db


def test_producer_is_offered_only_rounds_of_their_own_commune(place, client):
    """An open round of another district is none of theirs; whoever has no record yet is offered all."""
    mine = make_round(place)
    theirs = make_round(make_place(), name="Đợt của huyện khác")
    producer = make_producer(place.commune)
    newcomer = make_person(Role.PRODUCER)

    assert list(selectors.open_rounds_for(owner_of(producer))) == [mine]
    assert set(selectors.open_rounds_for(newcomer)) == {mine, theirs}
    client.force_login(owner_of(producer))
    assert theirs.name not in client.get(reverse("registrations:start")).content.decode()


def test_round_past_its_date_is_offered_as_late(place, client):
    round_ = make_round(place)
    client.force_login(owner_of(make_producer(place.commune)))
    page = reverse("registrations:start")

    in_time = client.get(page).content.decode()
    with clock.frozen(round_.due_at + timedelta(days=1)):
        late = client.get(page).content.decode()

    words = "Đã quá hạn; bạn vẫn đăng ký được và đăng ký được ghi là muộn."
    assert words not in in_time
    assert words in late
