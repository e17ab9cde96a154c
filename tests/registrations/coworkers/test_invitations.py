"""The owner invites with a one-time link that is stored as a digest and tells nothing about accounts."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.forms.models import model_to_dict
from django.urls import reverse

from accounts.enums import Role
from activity import jobs
from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry, Notification
from foundation import clock
from registrations import models, rules, services
from registrations.enums import InvitationState
from registrations.links import address_of, digest_of, token_of
from registrations.models import Invitation
from tests.factories.accounts import make_person
from tests.factories.registrations import member_of
from tests.registrations.coworkers.inviting import invite, page_behind

pytestmark = pytest.mark.django_db


def test_whoever_sets_up_a_record_owns_it(producer, owner):
    assert rules.owns(owner, producer)


def test_link_is_shown_to_the_owner_and_stored_as_digest_only(producer, owner, enter):
    client = enter(owner)

    response = client.post(
        reverse("registrations:invite", args=[producer.pk]), {"address": "+84 900 000 901", "role": "edit"}
    )

    row = Invitation.objects.get()
    shown = client.get(response["Location"])
    token = token_of(row.seed)
    assert (row.address, row.role, row.recipient) == ("0900000901", "edit", None)
    assert f"/dang-ky/loi-moi/{token}/" in shown.content.decode()
    assert "<svg" in shown.content.decode()
    stored = " ".join(str(value) for value in model_to_dict(row).values()) + row.seed + row.digest
    assert token not in stored
    assert row.digest == digest_of(token)


@pytest.mark.parametrize("address", ["", "abc", "12", "a@b", "0900", "an@vidu.example "])
def test_address_is_a_mail_or_a_phone(producer, owner, enter, address):
    url = reverse("registrations:invite", args=[producer.pk])

    response = enter(owner).post(url, {"address": address, "role": "view"})

    assert (response.status_code == 302) is (address == "an@vidu.example ")


def test_inviter_sees_the_same_whether_or_not_there_is_an_account(producer, owner, enter):
    known = make_person(Role.PRODUCER, phone="0900000902", full_name="Người Có Sẵn")
    client = enter(owner)

    def answer(phone):
        url = reverse("registrations:invite", args=[producer.pk])
        page = client.post(url, {"address": phone, "role": "view"}, follow=True).content.decode()
        people = client.get(reverse("registrations:people", args=[producer.pk])).content.decode()
        return [_same(text, phone) for text in (page, people)]

    unknown_first = answer("0900000903")
    Invitation.objects.update(state=InvitationState.REVOKED)
    known_after = answer("0900000902")

    assert known_after[0] == unknown_first[0]
    assert "Người Có Sẵn" not in "".join(known_after)
    assert Notification.objects.filter(recipient=known, kind="invited").count() == 1


def _same(text, phone):
    """Return a page without what differs between two invitations anyway."""
    text = re.sub(r"/loi-moi/[\w-]+/", "/loi-moi/", text)
    text = re.sub(r"<svg.*?</svg>|csrfmiddlewaretoken\" value=\"\w+|/loi-moi-da-gui/\d+/", "", text, flags=re.DOTALL)
    return text.replace(phone, "…")


def test_mail_with_the_link_goes_out_once(producer, owner):
    row = invite(producer, "moi@vidu.example")
    jobs.run_waiting()
    jobs.run_waiting()

    (letter,) = mail.outbox
    assert letter.to == ["moi@vidu.example"]
    assert address_of(row.seed) in letter.body
    job = models.Invitation.objects.get(pk=row.pk)
    assert job.mailed_at is not None


def test_job_row_does_not_hold_the_link(producer):
    from activity.models import Job

    row = invite(producer, "moi@vidu.example")

    assert all(token_of(row.seed) not in str(job.payload) + job.key for job in Job.objects.all())
    assert all(token_of(row.seed) not in note.url + note.body for note in Notification.objects.all())
    assert not JournalEntry.objects.filter(canonical__contains=token_of(row.seed)).exists()


def test_invitations_are_limited_by_day_and_by_number(producer, owner, settings):
    settings.INVITATIONS_PER_DAY = 2
    invite(producer, "0900000901")
    invite(producer, "0900000902")

    with pytest.raises(Refused):
        invite(producer, "0900000903")
    with clock.frozen(clock.now() + timedelta(days=1, seconds=1)):
        invite(producer, "0900000903")


def test_second_invitation_to_an_address_ends_the_first(producer, client):
    first, second = invite(producer), invite(producer, role="edit")

    assert client.get(page_behind(first)).status_code == 410
    assert client.get(page_behind(second)).status_code == 200


@pytest.mark.parametrize("role", ["view", "edit"])
def test_only_the_owner_invites(producer, role, enter):
    coworker = member_of(producer, role)

    with pytest.raises(NotAllowed):
        services.invite(producer=producer, address="0900000901", role="view", actor=coworker)
    assert enter(coworker).get(reverse("registrations:invite", args=[producer.pk])).status_code == 403
