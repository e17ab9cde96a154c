"""Which rounds a producer is offered, and how one is offered whose date has passed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from foundation import clock
from registrations import selectors
from registrations.enums import MemberRole
from registrations.models import ProducerMember
from tests.factories.accounts import make_person
from tests.factories.registrations import make_place, make_producer, make_round, member_of, owner_of

pytestmark = pytest.mark.django_db


def test_producer_is_offered_only_rounds_of_their_own_commune(place, client):
    """An open round of another district is none of theirs; whoever has no record yet is offered all."""
    mine = make_round(place)
    theirs = make_round(make_place(), name="Đợt của huyện khác")
    producer = make_producer(place.commune)
    newcomer = make_person(Role.PRODUCER)

    assert list(selectors.rounds_offered_to(owner_of(producer))) == [mine]
    assert set(selectors.rounds_offered_to(newcomer)) == {mine, theirs}
    client.force_login(owner_of(producer))
    assert theirs.name not in client.get(reverse("registrations:start")).content.decode()


def test_producer_with_a_home_elsewhere_is_offered_its_rounds_too(place, client):
    """Who writes for a producer here may set up a record at home; who only looks on elsewhere loses nothing by it."""
    there = make_place()
    mine, at_home = make_round(place), make_round(there, name="Đợt nơi ở")
    owner = owner_of(make_producer(place.commune))
    looks_on = member_of(make_producer(there.commune), MemberRole.VIEW)
    for person, home in ((owner, there.commune), (looks_on, place.commune)):
        person.home_unit = home
        person.save()

    assert set(selectors.rounds_offered_to(owner)) == {mine, at_home}
    assert mine in selectors.rounds_offered_to(looks_on)


def test_officer_with_a_producer_elsewhere_enters_and_imports_in_the_own_commune(place):
    round_, there = make_round(place), make_place()
    officer = place.commune_officer
    ProducerMember.objects.create(producer=make_producer(there.commune), user=officer, role=MemberRole.EDIT)

    assert list(selectors.open_rounds_for(officer)) == [round_]
    assert list(selectors.rounds_for_import(officer)) == [round_]


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
