"""Whoever is invited accepts or declines once, with or without an account, while the link holds."""

import re

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from activity.errors import Refused
from activity.models import Notification
from foundation import clock
from registrations import rules, services
from registrations.enums import InvitationState
from registrations.models import Invitation
from tests.factories.accounts import PASSWORD, make_person, make_user
from tests.factories.registrations import member_of
from tests.registrations.coworkers.inviting import invite, membership, page_behind

pytestmark = pytest.mark.django_db


def test_person_with_an_account_accepts_once(producer, owner, client):
    row, person, other = invite(producer, role="edit"), make_person(Role.PRODUCER), make_person(Role.PRODUCER)
    client.force_login(person)

    response = client.post(page_behind(row), {"answer": "yes"})

    assert response["Location"] == producer.get_absolute_url()
    assert rules.writes_for_self(person, producer)
    assert not rules.owns(person, producer)
    assert Notification.objects.filter(recipient=owner, kind="invitation_accepted").exists()
    client.force_login(other)
    assert client.post(page_behind(row), {"answer": "yes"}).status_code == 410
    assert not rules.belongs_to(other, producer)


def test_person_without_an_account_signs_up_and_comes_back(producer, client):
    row = invite(producer)
    page = client.get(page_behind(row)).content.decode()
    assert producer.name in page
    signup = re.search(r'href="(/accounts/signup/\?next=[^"]+)"', page).group(1)
    assert client.get(signup).status_code == 200
    data = {
        "full_name": "Y Mới",
        "phone": "0900000905",
        "password1": "mot-mat-khau-dai",
        "password2": "mot-mat-khau-dai",
    }

    back = client.post(signup, data | {"next": page_behind(row)})
    client.post(back["Location"], {"answer": "yes"})

    assert back["Location"] == page_behind(row)
    person = User.objects.get(phone="0900000905")
    assert membership(person, producer).role == "view"


def test_login_leads_back_to_the_invitation(producer, client):
    row, person = invite(producer), make_person(Role.PRODUCER)
    login = re.search(r'href="(/accounts/login/\?next=[^"]+)"', client.get(page_behind(row)).content.decode()).group(1)

    response = client.post(login, {"login": person.username, "password": PASSWORD, "next": page_behind(row)})

    assert response["Location"] == page_behind(row)


def test_accepting_without_login_does_nothing(producer, client):
    row = invite(producer)

    client.post(page_behind(row), {"answer": "yes"})

    assert Invitation.objects.get().state == InvitationState.WAITING


def test_decline_needs_no_account(producer, owner, client):
    row = invite(producer)

    client.post(page_behind(row), {"answer": "no"})

    assert Invitation.objects.get().state == InvitationState.DECLINED
    assert Notification.objects.filter(recipient=owner, kind="invitation_declined").exists()
    assert client.get(page_behind(row)).status_code == 410


def test_account_gets_the_producers_role_with_the_first_invitation(producer):
    person = make_user()

    services.accept_invitation(invitation=invite(producer), actor=person)

    assert Role.PRODUCER in User.objects.get(pk=person.pk).roles


def test_official_cannot_join_with_the_office_account(place, producer):
    with pytest.raises(Refused):
        services.accept_invitation(invitation=invite(producer), actor=place.commune_officer)


def test_member_cannot_join_twice(producer):
    person = member_of(producer, "view")

    with pytest.raises(Refused):
        services.accept_invitation(invitation=invite(producer, role="edit"), actor=person)
    assert membership(person, producer).role == "view"


def test_invitation_expires(producer, client):
    row = invite(producer)
    person = make_person(Role.PRODUCER)

    with clock.frozen(row.expires_at):
        with pytest.raises(Refused):
            services.accept_invitation(invitation=row, actor=person)
        assert client.get(page_behind(row)).status_code == 410
    assert not rules.belongs_to(person, producer)


def test_page_that_no_longer_holds_says_nothing_about_the_producer(producer, owner, client):
    row = invite(producer)
    services.revoke_invitation(invitation=row, actor=owner)

    page = client.get(page_behind(row))

    assert page.status_code == 410
    assert producer.name not in page.content.decode()


def test_guessed_link_is_404_and_guessing_ends_soon(producer, client, monkeypatch):
    from registrations.views import invitations

    monkeypatch.setattr(invitations, "WRONG_LINKS_PER_HOUR", 3)
    row = invite(producer)
    wrong = reverse("registrations:invitation", args=["A" * 43])

    statuses = [client.get(wrong).status_code for _n in range(3)]

    assert statuses == [404] * 3
    assert client.get(page_behind(row)).status_code == 404


def test_named_person_answers_in_the_portal_and_nobody_else_sees_it(producer, owner, enter):
    person = make_person(Role.PRODUCER, phone="0900000901")
    row = invite(producer)
    url = reverse("registrations:invitation_mine", args=[row.pk])

    strangers = [enter(user).get(url).status_code for user in (make_person(Role.PRODUCER), owner)]
    assert "Bạn được mời" in enter(person).get(reverse("registrations:start")).content.decode()
    enter(person).post(url, {"answer": "yes"})

    assert strangers == [404, 404]
    assert rules.belongs_to(person, producer)


def test_waiting_invitations_are_shown_to_the_owner_alone(producer, owner, enter):
    row = invite(producer)
    sent = reverse("registrations:invitation_sent", args=[row.pk])
    people = reverse("registrations:people", args=[producer.pk])

    viewer = enter(member_of(producer, "view"))
    assert viewer.get(sent).status_code == 404
    assert viewer.post(reverse("registrations:invitation_revoke", args=[row.pk])).status_code == 404
    assert row.address not in viewer.get(people).content.decode()
    assert row.address in enter(owner).get(people).content.decode()
