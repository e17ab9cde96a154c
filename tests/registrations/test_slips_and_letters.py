"""What the office returns it returns in writing; what comes back goes up with a new letter; a closed round is told."""

from datetime import date

import pytest
from django.urls import reverse

from activity import jobs
from directives.enums import DocumentState
from directives.models import Document
from foundation import clock
from foundation.files import read
from registrations import selectors, services
from registrations.enums import DossierKind, DossierState, FileKind, WishState
from registrations.letters import PURPOSE
from registrations.models import Dossier
from registrations.services.corrections import CorrectionDraft
from tests.factories.registrations import (
    bring_wish_to,
    make_dossier,
    make_place,
    make_place_148,
    make_round,
    make_wish,
    member_of,
    owner_of,
    write_opinion,
)
from tests.registrations.test_kinds import TODAY, recognise

pytestmark = pytest.mark.django_db
SAMPLES = services.CompletionDraft(lack="samples", text="Gửi đủ 05 mẫu.")


def give_back(place, dossier):
    return services.return_to_commune(
        dossier=dossier, drafts=[SAMPLES], due_on=date(2026, 8, 27), actor=place.round_officer
    )


def ask_again(place, dossier):
    """Let the commune answer what the office asked, write its opinion anew and ask for approval."""
    for point in dossier.completion_requests.filter(answered_at=None):
        services.answer_completion(request=point, answer="Đã gửi.", actor=place.commune_officer)
    dossier.refresh_from_db()
    write_opinion(place, dossier)
    services.ask_approval(dossier=dossier, actor=place.commune_officer)


def send_up_again(place, dossier):
    ask_again(place, dossier)
    services.approve_opinion(dossier=dossier, actor=place.commune_leader)
    return services.forward_dossier(dossier=dossier, actor=place.commune_officer)


def asked_again(place):
    """Return a dossier whose letter was issued, that came back and waits for approval a second time."""
    dossier = make_dossier(place, state=DossierState.FORWARDED)
    work()
    give_back(place, dossier)
    ask_again(place, dossier)
    return dossier


def letters():
    return list(Document.objects.filter(purpose=PURPOSE).order_by("pk"))


def work():
    for _round in range(3):
        jobs.run_waiting()


# -- Slips of the office ---------------------------------------------------------------------------------------------
def test_office_returns_to_the_producer_with_a_written_slip(place, enter):
    dossier = make_dossier(place, state=DossierState.FORWARDED)
    draft = CorrectionDraft(place="story", reason="Nêu năm bắt đầu.")

    services.return_dossier(dossier=dossier, corrections=[draft], actor=place.round_officer)
    work()

    slip = dossier.files.get(kind=FileKind.COMPLETION)
    assert read(slip.stored)[:5] == b"%PDF-"
    assert slip.context["issuer"] == [place.office.name]
    assert "Nêu năm bắt đầu." in str(slip.context["body"])
    client = enter(owner_of(dossier.producer))
    assert (
        reverse("registrations:file", args=[slip.stored_id]) in client.get(dossier.get_absolute_url()).content.decode()
    )


def test_office_asks_the_commune_with_a_slip_that_is_between_the_two(place, enter):
    dossier = make_dossier(place, state=DossierState.FORWARDED)
    services.take_in_dossier(dossier=dossier, actor=place.round_officer)

    give_back(place, dossier)
    work()

    slip = dossier.files.get(kind=FileKind.TO_COMMUNE)
    assert read(slip.stored)[:5] == b"%PDF-"
    said = str(slip.context)
    dossier.refresh_from_db()
    for words in (place.office.name, "Gửi đủ 05 mẫu.", "27/08/2026", dossier.office_slip_number, dossier.slip_number):
        assert words in said
    url = reverse("registrations:file", args=[slip.stored_id])
    for user in (place.commune_officer, place.commune_leader, place.round_officer):
        client = enter(user)
        assert url in client.get(dossier.get_absolute_url()).content.decode()
        response = client.get(url)
        assert response.status_code == 200
        list(response)
    for user in (owner_of(dossier.producer), member_of(dossier.producer), place.leader, make_place().commune_officer):
        client = enter(user)
        assert client.get(url).status_code == 404
        assert url not in client.get(dossier.get_absolute_url()).content.decode()


def test_communes_slip_is_headed_by_its_committee(place):
    dossier = make_dossier(place, state=DossierState.RETURNED)

    slip = dossier.files.get(kind=FileKind.COMPLETION)

    assert [line.casefold() for line in slip.context["issuer"]] == ["ủy ban nhân dân", place.commune.name.casefold()]


# -- The letter of a dossier that comes back --------------------------------------------------------------------------
def test_dossier_that_came_back_goes_up_with_a_new_letter(place, enter):
    dossier = make_dossier(place, state=DossierState.FORWARDED)
    work()
    (first,) = letters()
    assert first.state == DocumentState.ISSUED

    give_back(place, dossier)
    send_up_again(place, dossier)
    work()

    first, second = letters()
    assert [first.state, second.state] == [DocumentState.ISSUED] * 2
    assert (first.full_number, second.full_number) == ("01/UBND", "02/UBND")
    assert f"Công văn số 01/UBND ngày {first.dated:%d/%m/%Y}" in str(second.content)
    dossier.refresh_from_db()
    assert dossier.sent_letter == second
    assert selectors.letter_of(dossier) == second
    for user in (place.commune_officer, place.round_officer):
        assert selectors.letters_visible_to(user, dossier)[1] == [first]
        page = enter(user).get(dossier.get_absolute_url()).content.decode()
        assert reverse("directives:detail", args=[first.pk]) in page
    assert selectors.letters_visible_to(owner_of(dossier.producer), dossier)[1] == []


def test_new_letter_waits_for_the_dossier_to_go_up(place):
    dossier = asked_again(place)

    services.approve_opinion(dossier=dossier, actor=place.commune_leader)
    work()

    assert [letter.state for letter in letters()] == [DocumentState.ISSUED, DocumentState.RENDERED]


def test_opening_after_a_return_counts_with_the_newest_letter(place, enter):
    """The first letter is issued and stays: what the leader must have seen is the second one."""
    dossier = asked_again(place)
    first, second = letters()
    assert first.version != second.version

    enter(place.commune_leader).get(dossier.get_absolute_url())

    dossier.refresh_from_db()
    assert selectors.opened_by(place.commune_leader, [dossier]) == {dossier.pk}
    assert services.sign_opinions(dossiers=[dossier], actor=place.commune_leader) == [(dossier, "")]


def test_letter_whose_pdf_came_after_the_return_is_issued_all_the_same(place):
    dossier = make_dossier(place, state=DossierState.FORWARDED)
    assert letters()[0].state == DocumentState.APPROVED

    give_back(place, dossier)
    send_up_again(place, dossier)
    work()

    assert [letter.state for letter in letters()] == [DocumentState.ISSUED] * 2


def test_second_letter_falls_with_a_return_by_the_commune_and_the_first_stays(place):
    dossier = asked_again(place)
    services.give_back_opinion(dossier=dossier, reason="Xem lại.", actor=place.commune_leader)
    dossier.refresh_from_db()

    draft = CorrectionDraft(place="story", reason="Nêu năm bắt đầu.")
    services.return_dossier(dossier=dossier, corrections=[draft], actor=place.commune_officer)

    assert [letter.state for letter in letters()] == [DocumentState.ISSUED, DocumentState.VOIDED]


def test_decision_without_opinions_asks_for_no_letter():
    place = make_place_148()

    make_dossier(place, state=DossierState.FORWARDED)

    assert letters() == []


# -- A round closes --------------------------------------------------------------------------------------------------
def test_closing_a_round_tells_communes_and_producers_with_something_in_it(place):
    row = make_round(place)
    drafting = make_dossier(place, registration_round=row, fill=False)
    wish = make_wish(place, registration_round=row)
    gone = make_wish(place, registration_round=row, state=WishState.WITHDRAWN)
    elsewhere = make_dossier(make_place(), fill=False)

    services.move_round(registration_round=row, action="close", actor=place.round_officer)

    told = (owner_of(drafting.producer), owner_of(wish.producer), place.commune_officer, place.commune_leader)
    for user in told:
        notice = user.notifications.get(kind="round_closed")
        assert row.name in notice.title
        assert "Không nhận thêm đăng ký nhu cầu" in notice.body
    for user in (owner_of(gone.producer), owner_of(elsewhere.producer)):
        assert not user.notifications.filter(kind="round_closed").exists()


# -- The start page --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "dossier_state", "words"),
    [
        (WishState.REGISTERED, None, "Xem đăng ký nhu cầu"),
        (WishState.SELECTED, DossierState.DRAFT, "Viết tiếp hồ sơ"),
        (WishState.SELECTED, DossierState.SUBMITTED, "Xem hồ sơ đang ở đâu"),
    ],
)
def test_start_page_goes_on_with_a_renewal_that_is_begun(place, enter, state, dossier_state, words):
    product = recognise(make_dossier(place, state=DossierState.DECIDED).product, TODAY.replace(year=2027, month=1))
    client = enter(owner_of(product.producer))
    address = reverse("registrations:start")
    assert "Đăng ký đánh giá lại" in client.get(address).content.decode()

    wish = bring_wish_to(place, make_wish(place, product=product, kind=DossierKind.AGAIN), state)
    Dossier.objects.filter(wish=wish).update(state=dossier_state or DossierState.DRAFT, submitted_at=clock.now())

    page = client.get(address).content.decode()
    assert "Đăng ký đánh giá lại" not in page
    assert words in page


def test_training_does_not_hide_the_renewal(place, enter):
    product = recognise(make_dossier(place, state=DossierState.DECIDED).product, TODAY.replace(year=2027, month=1))
    make_wish(place, product=product, kind=DossierKind.AGAIN, registration_round=make_round(place, training=True))

    page = enter(owner_of(product.producer)).get(reverse("registrations:start")).content.decode()

    assert "Đăng ký đánh giá lại" in page
