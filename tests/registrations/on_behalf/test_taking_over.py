"""The printed slip makes the person owner of what was entered; afterwards the officer only helps when asked."""

import re

import pytest
from django.urls import reverse

from accounts import services as accounts
from accounts.enums import Role
from accounts.models import User
from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry, Notification
from registrations import rules, selectors, services
from registrations.models import Dossier, Producer, ProducerMember
from tests.factories.accounts import PASSWORD, make_office, make_person, make_user
from tests.factories.registrations import producer_values
from tests.registrations.on_behalf.entering import NEW_PASSWORD, PHONE, claim, write_all

pytestmark = pytest.mark.django_db


# -- The slip and taking over ----------------------------------------------------------------------------------------
def test_printed_code_makes_the_person_owner_of_everything_that_was_entered(place, officer, entered, draft, client):
    client.force_login(officer)
    url = reverse("registrations:behalf_slip", args=[entered.pk])
    assert "Phiếu" in client.get(url).content.decode()
    page = client.post(url)
    code = re.search(r"\b([2-9A-Z]{5}-[2-9A-Z]{5})\b", page.content.decode()).group(1)
    client.logout()

    data = {"login": PHONE, "code": code, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(reverse("accounts:redeem_code"), data)

    person = User.objects.get(phone=PHONE)
    assert page["Cache-Control"] == "no-store"
    assert person.full_name == "A Bló"
    assert rules.owns(person, entered)
    assert list(selectors.dossiers_in_work(person)) == [draft]
    assert [wish.pk for wish in selectors.wishes_visible_to(person)] == [draft.wish_id]
    assert "Măng khô" in client.get(reverse("registrations:start")).content.decode()
    entered.refresh_from_db()
    assert entered.claimed_at is not None
    own = JournalEntry.objects.filter(stream=f"registrations.producer:{entered.pk}").values_list("action", flat=True)
    assert list(own) == ["create", "slip", "claim"]
    assert Notification.objects.filter(kind="record_claimed", recipient=officer).exists()


def test_new_code_ends_the_one_printed_before(place, officer, entered):
    first = services.hand_over(producer=entered, actor=officer)
    second = services.hand_over(producer=entered, actor=officer)

    assert second.account == first.account
    assert accounts.redeem_code(login=PHONE, code=first.code, password=NEW_PASSWORD) is None
    assert accounts.redeem_code(login=PHONE, code=second.code, password=NEW_PASSWORD) == first.account


def test_two_records_of_one_person_are_taken_over_together(place, officer, entered):
    other = services.enter_producer(values=producer_values(place.commune, phone=PHONE, name="Tổ Hai"), actor=officer)
    services.hand_over(producer=other, actor=officer)

    person = claim(entered, officer)

    assert set(selectors.producers_of(person)) == {entered, other}
    assert not Producer.objects.filter(claimed_at=None).exists()


def test_person_with_an_account_takes_over_with_a_link_instead_of_a_code(place, officer, client):
    person = make_person(Role.PRODUCER, phone=PHONE)
    entered = services.enter_producer(values=producer_values(place.commune, phone=PHONE), actor=officer)
    client.force_login(officer)

    page = client.post(reverse("registrations:behalf_slip", args=[entered.pk]))

    link = page.context["link"].removeprefix("http://127.0.0.1:8000")
    assert page.context["slip"].code == ""
    refused = client.post(link, {"answer": "yes"}, follow=True)
    assert "Tài khoản cán bộ không dùng" in refused.content.decode()
    client.force_login(person)
    client.post(link, {"answer": "yes"})
    entered.refresh_from_db()
    assert rules.owns(person, entered)
    assert entered.claimed_at is not None
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_slip_is_no_longer_printed_once_the_record_was_taken_over(place, officer, entered, enter):
    claim(entered, officer)

    with pytest.raises(Refused):
        services.hand_over(producer=entered, actor=officer)
    assert enter(officer).get(reverse("registrations:behalf_slip", args=[entered.pk])).status_code == 404


def test_slip_is_printed_by_officers_of_the_commune_alone(place, entered):
    strangers = [make_person(Role.COMMUNE_OFFICER, make_office()), place.commune_leader, place.round_officer]

    for user in strangers:
        with pytest.raises(NotAllowed):
            services.hand_over(producer=entered, actor=user)


def test_account_in_use_by_somebody_else_is_never_made_owner_by_its_phone(place, officer):
    bystander = make_user(phone=PHONE)
    entered = services.enter_producer(values=producer_values(place.commune, phone=PHONE), actor=officer)

    slip = services.hand_over(producer=entered, actor=officer)

    assert slip.account is None
    assert not ProducerMember.objects.filter(user=bystander).exists()


# -- Afterwards ------------------------------------------------------------------------------------------------------
def test_officer_neither_sees_nor_writes_the_draft_after_the_person_took_over(place, officer, entered, draft, enter):
    services.save_fields_of_dossier(dossier=draft, values={"story": "Của xã."}, seen=None, actor=officer)
    person = claim(entered, officer)

    fresh = Dossier.objects.select_related("producer").get(pk=draft.pk)
    with pytest.raises(NotAllowed):
        services.save_fields_of_dossier(dossier=fresh, values={"story": "Nữa."}, seen=None, actor=officer)
    assert enter(officer).get(draft.get_absolute_url()).status_code == 404
    assert enter(person).get(draft.get_absolute_url()).status_code == 200
    services.save_fields_of_dossier(dossier=fresh, values={"story": "Của tôi."}, seen=None, actor=person)
    assert Dossier.objects.get(pk=draft.pk).story == "Của tôi."


def test_person_submits_without_scan_what_the_officer_began(place, officer, entered, draft):
    dossier = write_all(draft, officer)
    person = claim(entered, officer)
    dossier = Dossier.objects.get(pk=dossier.pk)

    services.submit_dossier(dossier=dossier, undertaken_by="A Bló", actor=person)

    entry = JournalEntry.objects.get(stream=dossier.stream, action="submit")
    assert (entry.actor, entry.on_behalf_of) == (person, "")


def test_producer_lets_the_commune_write_again_and_hears_of_it(place, officer, entered, draft, enter):
    person = claim(entered, officer)
    client = enter(person)

    client.post(reverse("registrations:help_switch", args=[entered.pk]), {"allow": "yes"})

    fresh = Dossier.objects.get(pk=draft.pk)
    services.save_fields_of_dossier(dossier=fresh, values={"story": "Xã viết."}, seen=None, actor=officer)
    assert Notification.objects.filter(kind="commune_helps", recipient=officer).exists()
    assert Notification.objects.filter(kind="on_behalf", recipient=person).count() == 1
    client.post(reverse("registrations:help_switch", args=[entered.pk]), {"allow": "no"})
    fresh = Dossier.objects.get(pk=draft.pk)
    with pytest.raises(NotAllowed):
        services.save_fields_of_dossier(dossier=fresh, values={"story": "Nữa."}, seen=None, actor=officer)


def test_only_the_owner_lets_the_commune_write(place, officer, entered):
    with pytest.raises(NotAllowed):
        services.allow_help(producer=entered, allowed=True, actor=officer)
