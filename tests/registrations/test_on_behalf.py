"""The commune enters for people without a computer: the signed paper, the marks, the slip, taking over, afterwards."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import services as accounts
from accounts.enums import Role
from accounts.models import User
from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry, Notification
from foundation import clock
from foundation.files import CheckedUpload
from registrations import rules, selectors, services
from registrations.enums import DossierState
from registrations.models import Dossier, Producer, ProducerMember, SignedPaper, Wish
from registrations.selectors import stored_file_visible_to
from registrations.services.corrections import CorrectionDraft
from registrations.services.wishes import WishFacts
from tests.factories.accounts import PASSWORD, make_office, make_person, make_unit, make_user
from tests.factories.registrations import (
    PNG,
    make_dossier,
    make_producer,
    make_round,
    owner_of,
    producer_values,
)
from tests.factories.rubrics import best_levels

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "mat-khau-cua-toi"
PHONE = "0900000707"


def scan(name="phieu-ky.png"):
    return CheckedUpload(name=name, content_type="image/png", content=PNG)


@pytest.fixture
def officer(place):
    return place.commune_officer


@pytest.fixture
def entered(place, officer):
    """A record that the officer entered for somebody without a computer."""
    values = producer_values(place.commune, phone=PHONE, name="Hộ A Bló", representative="A Bló")
    return services.enter_producer(values=values, actor=officer)


def enter_wish(place, producer, actor, *, signed=(), registration_round=None):
    return services.register_wish(
        registration_round=registration_round or make_round(place),
        producer=producer,
        product={"name": "Măng khô", "group": ""},
        facts=WishFacts(target_year=2027, expected_stars=3, rubric=place.law.rubrics.first()),
        key=uuid4(),
        actor=actor,
        signed=signed,
    )


@pytest.fixture
def draft(place, officer, entered):
    """The dossier of a wish that was entered on behalf and selected; nobody has written in it yet."""
    wish = enter_wish(place, entered, officer, signed=[scan()])
    return services.select_wish(wish=wish, actor=place.round_officer)


def write_all(dossier, officer):
    """Type the whole dossier as the officer."""
    names = (
        "story", "materials", "technology", "quality", "markets", "plan_production", "plan_market",
        "local_origin", "local_labour", "local_idea", "local_identity",
    )  # fmt: skip
    values = dict.fromkeys(names, "Nội dung.") | {"revenue": 1_000_000}
    services.save_fields_of_dossier(dossier=dossier, values=values, seen=None, actor=officer)
    services.update_product(
        product=dossier.product, values={"description": "Măng rừng phơi khô."}, seen=None, actor=officer
    )
    for criterion, level in best_levels(dossier.rubric).items():
        services.save_item(
            dossier=dossier,
            criterion=criterion,
            answered=True,
            level=level,
            description="Có.",
            evidence=[],
            seen=None,
            actor=officer,
        )
    paper = {"kind": "business_registration", "title": "ĐKKD", "number": "1", "issuer": "UBND"}
    services.add_evidence(
        producer=dossier.producer, values=paper, uploads=[scan("dkkd.png")], actor=officer, dossier=dossier
    )
    return Dossier.objects.get(pk=dossier.pk)


def claim(producer, officer):
    """Print the code and take the account over; return the person."""
    slip = services.hand_over(producer=producer, actor=officer)
    return accounts.redeem_code(login=slip.account.username, code=slip.code, password=NEW_PASSWORD)


# -- Entering --------------------------------------------------------------------------------------------------------
def test_record_entered_on_behalf_has_no_people_and_says_who_entered_it(place, officer, entered, enter):
    entry = JournalEntry.objects.get(stream=f"registrations.producer:{entered.pk}")

    page = enter(officer).get(entered.get_absolute_url()).content.decode()

    assert (entry.actor, entry.on_behalf_of, entry.office_name) == (officer, "Hộ A Bló", place.commune_office.name)
    assert not entered.members.exists()
    assert "Do cán bộ nhập thay" in page
    assert f"{officer} – {place.commune_office.name}" in page


def test_record_is_entered_in_the_own_commune_only(place, officer):
    elsewhere = make_unit(parent=place.area)

    with pytest.raises(NotAllowed):
        services.enter_producer(values=producer_values(elsewhere), actor=officer)
    with pytest.raises(NotAllowed):
        services.enter_producer(values=producer_values(place.commune), actor=place.commune_leader)


def test_wish_on_behalf_needs_the_signed_paper_and_keeps_it(place, officer, entered):
    with pytest.raises(Refused):
        enter_wish(place, entered, officer)

    wish = enter_wish(place, entered, officer, signed=[scan(), scan("trang-2.png")])

    event = JournalEntry.objects.get(stream=wish.stream, action="register")
    assert wish.entered_by == officer
    assert (event.on_behalf_of, event.office_name) == ("Hộ A Bló", place.commune_office.name)
    assert [str(paper) for paper in wish.signed_papers.all()] == ["phieu-ky.png", "trang-2.png"]
    assert Wish.objects.count() == 1


def test_wish_of_the_producer_itself_needs_no_scan_and_bears_no_mark(place):
    producer = make_producer(place.commune)

    wish = enter_wish(place, producer, owner_of(producer))

    assert wish.entered_by is None
    assert JournalEntry.objects.get(stream=wish.stream).on_behalf_of == ""


def test_officer_writes_for_nobody_who_registered_alone(place, officer):
    producer = make_producer(place.commune)

    with pytest.raises(NotAllowed):
        enter_wish(place, producer, officer, signed=[scan()])


def test_wish_by_the_officers_screen_is_one_registration(place, officer, entered, enter):
    row = make_round(place)
    client = enter(officer)
    url = reverse("registrations:behalf_wish", args=[entered.pk]) + f"?round={row.pk}"
    assert client.get(url).status_code == 200
    data = {
        "key": str(uuid4()), "producer": entered.pk, "product_name": "Măng khô", "rubric": place.law.rubrics.first().pk,
        "kind": "first", "target_year": "2027", "expected_stars": "3",
    }  # fmt: skip

    without = client.post(url, data)
    first = client.post(url, data | {"signed": [SimpleUploadedFile("phieu.png", PNG)]})
    second = client.post(url, data | {"signed": [SimpleUploadedFile("phieu.png", PNG)]})

    wish = Wish.objects.get()
    assert "signed" in without.context["form"].errors
    assert first["Location"] == second["Location"] == wish.get_absolute_url()
    page = client.get(wish.get_absolute_url()).content.decode()
    assert "Do cán bộ nhập thay" in page
    assert reverse("registrations:file", args=[wish.signed_papers.get().stored_id]) in page


def test_dossier_that_an_officer_writes_is_marked_and_journalled_once_a_day(place, officer, draft):
    assert draft.entered_by is None

    for text in ("Một.", "Hai."):
        services.save_fields_of_dossier(dossier=draft, values={"story": text}, seen=None, actor=officer)

    entries = JournalEntry.objects.filter(stream=draft.stream, action="enter")
    assert Dossier.objects.get(pk=draft.pk).entered_by == officer
    assert [(e.actor, e.on_behalf_of) for e in entries] == [(officer, "Hộ A Bló")]


def test_colleague_in_the_commune_goes_on_with_the_draft_and_is_named_too(place, officer, draft):
    colleague = make_person(Role.COMMUNE_OFFICER, place.commune_office)
    services.save_fields_of_dossier(dossier=draft, values={"story": "Một."}, seen=None, actor=officer)

    services.save_fields_of_dossier(dossier=draft, values={"story": "Hai."}, seen=None, actor=colleague)

    writers = JournalEntry.objects.filter(stream=draft.stream, action="enter").values_list("actor", flat=True)
    assert list(writers) == [officer.pk, colleague.pk]
    assert selectors.wrote_on_behalf(colleague, Dossier.objects.get(pk=draft.pk))


def test_submitting_on_behalf_needs_the_signed_paper_each_time(place, officer, draft):
    dossier = write_all(draft, officer)
    with pytest.raises(Refused, match="ký"):
        services.submit_dossier(dossier=dossier, undertaken_by="A Bló", actor=officer)

    services.add_signed(dossier=dossier, uploads=[scan()], actor=officer)
    dossier = services.submit_dossier(dossier=dossier, undertaken_by="A Bló", actor=officer)

    assert JournalEntry.objects.get(stream=dossier.stream, action="submit").on_behalf_of == "Hộ A Bló"
    dossier = services.receive_dossier(dossier=dossier, actor=officer)
    draft_ = CorrectionDraft(place="story", reason="Viết thêm.")
    services.return_dossier(dossier=dossier, corrections=[draft_], actor=officer)
    services.answer_correction(correction=dossier.corrections.get(), answer="Đã viết thêm.", actor=officer)
    dossier.refresh_from_db()
    with pytest.raises(Refused, match="ký"):
        services.resubmit_dossier(dossier=dossier, actor=officer)

    with clock.frozen(clock.now() + timedelta(days=1)):
        services.add_signed(dossier=dossier, uploads=[scan("lan-2.png")], actor=officer)

    assert services.resubmit_dossier(dossier=dossier, actor=officer).state == DossierState.SUBMITTED
    assert SignedPaper.objects.filter(dossier=dossier).count() == 2


def test_officer_reads_on_the_page_that_he_checks_what_he_typed(place, officer, draft, enter):
    dossier = write_all(draft, officer)
    services.add_signed(dossier=dossier, uploads=[scan()], actor=officer)
    services.submit_dossier(dossier=dossier, undertaken_by="A Bló", actor=officer)
    colleague = make_person(Role.COMMUNE_OFFICER, place.commune_office)
    url = dossier.get_absolute_url()

    own, other = (enter(user).get(url).content.decode() for user in (officer, colleague))

    assert "Chính bạn đã nhập hồ sơ này." in own
    assert "Chính bạn đã nhập hồ sơ này." not in other
    assert "Do cán bộ nhập thay" in other
    assert f"{officer} (nhập thay cho Hộ A Bló)" in other


def test_receipt_says_that_the_dossier_was_entered_on_behalf(place, officer, draft):
    dossier = write_all(draft, officer)
    services.add_signed(dossier=dossier, uploads=[scan()], actor=officer)
    dossier = services.submit_dossier(dossier=dossier, undertaken_by="A Bló", actor=officer)

    received = services.receive_dossier(dossier=dossier, actor=officer)

    rows = received.files.get().context["handed_in"]
    assert any(f"do {officer} nhập thay" in str(row) for row in rows)


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


# -- Leaks -----------------------------------------------------------------------------------------------------------
def test_scans_are_seen_by_whoever_sees_the_wish_or_dossier(place, officer, draft):
    services.add_signed(dossier=draft, uploads=[scan("nhap.png")], actor=officer)
    of_wish, of_draft = SignedPaper.objects.get(wish=draft.wish), SignedPaper.objects.get(dossier=draft)
    strangers = [make_person(Role.PRODUCER), make_person(Role.COMMUNE_OFFICER, make_office()), place.clerk]

    def seen(user):
        return set(stored_file_visible_to(user).values_list("pk", flat=True))

    assert seen(officer) == {of_wish.stored_id, of_draft.stored_id}
    assert seen(place.round_officer) == {of_wish.stored_id}
    assert [seen(user) for user in strangers] == [set()] * 3


def test_pages_of_the_officer_are_no_ones_else(place, officer, entered, draft, enter):
    of_record = [reverse(f"registrations:{name}", args=[entered.pk]) for name in ("behalf_wish", "behalf_slip")]
    of_all = [reverse("registrations:behalf"), reverse("registrations:behalf_producer")]
    scans = reverse("registrations:signed_scans", args=[draft.pk])
    neighbour = make_person(Role.COMMUNE_OFFICER, make_office(unit=make_unit(parent=place.area)))

    for user in (make_person(Role.PRODUCER), place.round_officer, place.commune_leader):
        client = enter(user)
        assert {client.get(url).status_code for url in (*of_all, *of_record)} == {403}, user
        assert client.get(scans).status_code == 404
    client = enter(neighbour)
    assert {client.get(url).status_code for url in (*of_record, scans)} == {404}
    assert "Hộ A Bló" not in client.get(of_all[0]).content.decode()
    assert "Hộ A Bló" in enter(officer).get(of_all[0]).content.decode()


def test_signed_paper_of_a_producers_own_dossier_is_nobodys_business(place, officer):
    dossier = make_dossier(place)

    for user in (owner_of(dossier.producer), officer):
        with pytest.raises(NotAllowed):
            services.add_signed(dossier=dossier, uploads=[scan()], actor=user)


def test_officers_list_costs_the_same_for_one_and_three(place, officer, enter):
    def queries():
        client = enter(officer)
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("registrations:behalf")).status_code == 200
        return len(found)

    row = make_round(place)

    def one_more(number):
        values = producer_values(place.commune, name=f"Hộ {number}", phone=f"090000080{number}")
        made = services.enter_producer(values=values, actor=officer)
        wish = enter_wish(place, made, officer, signed=[scan()], registration_round=row)
        services.select_wish(wish=wish, actor=place.round_officer)

    one_more(1)
    queries()
    with_one = queries()
    one_more(2)
    one_more(3)

    assert queries() == with_one


def test_search_finds_by_representative_without_accents(place, officer, entered, enter):
    services.enter_producer(values=producer_values(place.commune, name="Hộ Khác", phone="0900000809"), actor=officer)

    page = enter(officer).get(reverse("registrations:behalf"), {"q": "a blo"}).content.decode()

    assert "Hộ A Bló" in page
    assert "Hộ Khác" not in page


def test_account_in_use_by_somebody_else_is_never_made_owner_by_its_phone(place, officer):
    bystander = make_user(phone=PHONE)
    entered = services.enter_producer(values=producer_values(place.commune, phone=PHONE), actor=officer)

    slip = services.hand_over(producer=entered, actor=officer)

    assert slip.account is None
    assert not ProducerMember.objects.filter(user=bystander).exists()
