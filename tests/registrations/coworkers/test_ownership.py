"""A producer has one owner at every moment; ownership moves when the new owner accepts."""

import pytest
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Notification
from registrations import services
from registrations.enums import InvitationState
from registrations.models import Invitation, ProducerMember
from tests.factories.registrations import member_of
from tests.registrations.coworkers.inviting import membership, page_behind

pytestmark = pytest.mark.django_db


def owners(producer):
    return list(ProducerMember.objects.filter(producer=producer, is_owner=True).values_list("user", flat=True))


def test_ownership_moves_when_the_new_owner_accepts(producer, owner, enter):
    coworker = member_of(producer, "view")
    enter(owner).post(reverse("registrations:member_ownership", args=[membership(coworker, producer).pk]))
    assert owners(producer) == [owner.pk]
    row = Invitation.objects.get(kind="owner")

    enter(coworker).post(reverse("registrations:invitation_mine", args=[row.pk]), {"answer": "yes"})

    assert owners(producer) == [coworker.pk]
    assert membership(owner, producer).role == "edit"
    assert membership(coworker, producer).role == "edit"
    assert Notification.objects.filter(recipient=owner, kind="owner_changed").exists()


def test_declined_ownership_leaves_everything(producer, owner, enter):
    coworker = member_of(producer, "edit")
    row = services.offer_ownership(member=membership(coworker, producer), actor=owner)

    enter(coworker).post(reverse("registrations:invitation_mine", args=[row.pk]), {"answer": "no"})

    assert owners(producer) == [owner.pk]
    assert Invitation.objects.get().state == InvitationState.DECLINED


def test_ownership_is_offered_to_one_at_a_time_and_taken_by_no_one_else(producer, owner, client):
    one, two = member_of(producer, "edit"), member_of(producer, "edit")
    row = services.offer_ownership(member=membership(one, producer), actor=owner)

    with pytest.raises(Refused):
        services.offer_ownership(member=membership(two, producer), actor=owner)
    with pytest.raises(NotAllowed):
        services.accept_invitation(invitation=row, actor=two)
    client.force_login(one)
    assert client.get(page_behind(row)).status_code == 404
    assert owners(producer) == [owner.pk]


def test_person_who_left_cannot_become_owner(producer, owner):
    coworker = member_of(producer, "edit")
    row = services.offer_ownership(member=membership(coworker, producer), actor=owner)

    services.leave_producer(producer=producer, actor=coworker)

    with pytest.raises((Refused, Conflict)):
        services.accept_invitation(invitation=row, actor=coworker)
    assert owners(producer) == [owner.pk]
