"""The commune enters for people without a computer: the signed paper, the marks, the journal."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from activity import jobs
from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry
from foundation import clock, files
from registrations import selectors, services
from registrations.enums import DossierState
from registrations.models import Dossier, SignedPaper, Wish
from registrations.services.corrections import CorrectionDraft
from tests.factories.accounts import make_person, make_unit
from tests.factories.registrations import PNG, make_producer, make_round, owner_of, producer_values
from tests.registrations.on_behalf.entering import enter_wish, scan, write_all
from tests.registrations.writing.test_digital_signature import signed, upload

pytestmark = pytest.mark.django_db


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


def test_digital_signature_of_the_producer_is_what_was_signed(place, officer, draft):
    write_all(draft, officer)
    row = services.ask_for_forms_to_sign(dossier=draft, actor=officer)
    jobs.run_waiting()
    row.refresh_from_db()
    assert services.lacks_signed(draft)

    services.add_signed_forms(dossier=draft, upload=upload(signed(files.read(row.stored))), actor=officer)

    assert not services.lacks_signed(draft)


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
