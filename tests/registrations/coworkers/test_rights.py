"""Rights of coworkers: changed, ended, left; who is in charge of a dossier; the page that shows them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry, Notification
from registrations import rules, selectors, services
from registrations.models import Dossier
from tests.factories.accounts import make_person
from tests.factories.registrations import make_dossier, make_producer, member_of, owner_of
from tests.registrations.coworkers.inviting import invite, membership

pytestmark = pytest.mark.django_db


# -- Rights ----------------------------------------------------------------------------------------------------------
def test_owner_changes_a_right_and_the_person_hears_of_it(producer, owner, enter):
    coworker = member_of(producer, "view")
    url = reverse("registrations:member_role", args=[membership(coworker, producer).pk])

    enter(owner).post(url, {"role": "edit"})

    assert rules.writes_for_self(coworker, producer)
    assert Notification.objects.filter(recipient=coworker, kind="member_role").exists()
    assert JournalEntry.objects.filter(stream=f"registrations.producer:{producer.pk}", action="member_role").exists()


def test_removed_person_sees_nothing_any_more(place, enter):
    dossier = make_dossier(place)
    producer = dossier.producer
    coworker = member_of(producer, "edit")
    assert enter(coworker).get(dossier.get_absolute_url()).status_code == 200

    services.remove_member(member=membership(coworker, producer), actor=owner_of(producer))

    client = enter(coworker)
    urls_ = [
        dossier.get_absolute_url(),
        producer.get_absolute_url(),
        reverse("registrations:people", args=[producer.pk]),
    ]
    assert [client.get(url).status_code for url in urls_] == [404, 404, 404]
    assert Notification.objects.get(recipient=coworker, kind="member_removed").url == ""


def test_coworker_leaves_and_the_owner_stays(producer, owner, enter):
    coworker = member_of(producer, "edit")

    enter(coworker).post(reverse("registrations:leave", args=[producer.pk]))

    assert not rules.belongs_to(coworker, producer)
    assert Notification.objects.filter(recipient=owner, kind="member_left").exists()
    with pytest.raises(Refused):
        services.leave_producer(producer=producer, actor=owner)
    with pytest.raises(Refused):
        services.remove_member(member=membership(owner, producer), actor=owner)
    with pytest.raises(Refused):
        services.change_role(member=membership(owner, producer), role="view", actor=owner)
    assert rules.owns(owner, producer)


@pytest.mark.parametrize("role", ["view", "edit"])
def test_coworkers_manage_nobody(producer, role, enter):
    actor, other = member_of(producer, role), member_of(producer, "view")
    row = membership(other, producer)
    client = enter(actor)

    names = ("member_role", "member_remove", "member_ownership")
    assert {client.post(reverse(f"registrations:{n}", args=[row.pk]), {"role": "edit"}).status_code for n in names} == {
        403
    }
    assert client.post(reverse("registrations:help_switch", args=[producer.pk]), {"allow": "yes"}).status_code == 403
    assert membership(other, producer).role == "view"


# -- In charge of a dossier ------------------------------------------------------------------------------------------
def test_dossier_is_handed_over_and_journalled(place, enter):
    dossier = make_dossier(place)
    owner, coworker = owner_of(dossier.producer), member_of(dossier.producer, "edit")
    assert dossier.responsible == owner
    url = reverse("registrations:dossier_responsible", args=[dossier.pk])
    assert enter(owner).get(url).status_code == 200

    enter(owner).post(url, {"member": membership(coworker, dossier.producer).pk, "note": "Nhờ chị làm tiếp."})

    dossier.refresh_from_db()
    entry = JournalEntry.objects.get(stream=dossier.stream, action="responsible")
    assert dossier.responsible == coworker
    assert (entry.reason, entry.for_producer) == ("Nhờ chị làm tiếp.", True)
    assert Notification.objects.filter(recipient=coworker, kind="responsible").exists()
    assert f"<strong>{coworker}</strong>" in enter(owner).get(dossier.get_absolute_url()).content.decode()


def test_dossier_is_not_handed_to_viewers_or_strangers(place, enter):
    dossier = make_dossier(place)
    owner, viewer = owner_of(dossier.producer), member_of(dossier.producer, "view")
    stranger = make_producer(place.commune).members.get()

    for row in (membership(viewer, dossier.producer), stranger):
        with pytest.raises((Refused, NotAllowed)):
            services.hand_over_dossier(dossier=dossier, to=row, actor=owner)
    with pytest.raises(NotAllowed):
        services.hand_over_dossier(dossier=dossier, to=membership(owner, dossier.producer), actor=viewer)
    url = reverse("registrations:dossier_responsible", args=[dossier.pk])
    assert enter(viewer).get(url).status_code == 403
    assert enter(make_person(Role.PRODUCER)).get(url).status_code == 404


def test_dossiers_of_whoever_leaves_go_to_the_owner(place):
    dossier = make_dossier(place)
    owner, coworker = owner_of(dossier.producer), member_of(dossier.producer, "edit")
    services.hand_over_dossier(dossier=dossier, to=membership(coworker, dossier.producer), actor=owner)

    services.leave_producer(producer=dossier.producer, actor=coworker)

    assert Dossier.objects.get(pk=dossier.pk).responsible == owner


# -- Pages -----------------------------------------------------------------------------------------------------------
def test_people_page_is_for_the_producers_people_alone(place, producer, enter):
    url = reverse("registrations:people", args=[producer.pk])
    outside = [make_person(Role.PRODUCER), place.commune_officer, place.round_officer, place.leader]

    assert {enter(user).get(url).status_code for user in outside} == {404}
    assert enter(member_of(producer, "view")).get(url).status_code == 200


def test_people_page_costs_the_same_for_one_and_three(producer, owner, enter):
    client = enter(owner)
    url = reverse("registrations:people", args=[producer.pk])

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    member_of(producer, "view")
    invite(producer, "0900000921")
    queries()
    with_one = queries()
    for number in (2, 3):
        member_of(producer, "edit")
        invite(producer, f"090000092{number}")

    assert queries() == with_one
    assert selectors.members_visible_to(owner).count() == 4
