"""The commune leader's signature: Mẫu 03 and the request letter, one by one and several from one list."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from activity import jobs
from activity.errors import Conflict, NotAllowed, Refused
from directives import services as directives
from directives.enums import DocumentState
from directives.models import Document
from directives.selectors import documents_visible_to, documents_waiting_for
from foundation.files import read
from registrations import selectors, services
from registrations.enums import DossierState, FileKind
from registrations.letters import PURPOSE
from registrations.models import Dossier, DossierOpening
from registrations.services.corrections import CorrectionDraft
from tests.factories.accounts import make_person
from tests.factories.registrations import make_dossier, make_place, make_place_148, make_round, owner_of

pytestmark = pytest.mark.django_db

APPROVALS = reverse("registrations:approvals")
SIGN = reverse("registrations:sign")


def waiting(place, count=1, **given):
    row = make_round(place)
    state = DossierState.OPINION_WAITING
    return [make_dossier(place, registration_round=row, state=state, **given) for _n in range(count)]


def sign_url(*dossiers):
    return SIGN + "?" + "&".join(f"dossier={dossier.pk}" for dossier in dossiers)


def letters():
    return list(Document.objects.filter(purpose=PURPOSE).order_by("pk"))


# -- The letter ------------------------------------------------------------------------------------------------------
def test_letter_is_drafted_with_the_opinion_and_signed_with_it(place):
    (dossier,) = waiting(place)
    (draft,) = letters()
    assert (draft.state, draft.number, draft.subject) == (DocumentState.DRAFT, None, dossier.stream)

    services.approve_opinion(dossier=dossier, actor=place.commune_leader)

    (letter,) = letters()
    assert (letter.state, letter.full_number) == (DocumentState.APPROVED, "01/UBND")
    assert letter.signer == place.commune_leader
    assert letter.content["signature"]["name"] == str(place.commune_leader)
    assert letter.content["addressees"] == [place.office.name]
    assert dossier.product.name in letter.abstract
    assert dossier.files.filter(kind=FileKind.OPINION).count() == 1


def test_letter_is_issued_when_dossier_and_pdf_are_there_in_either_order(place):
    first, second = waiting(place, 2)
    for dossier in (first, second):
        services.approve_opinion(dossier=dossier, actor=place.commune_leader)
    services.forward_dossier(dossier=first, actor=place.commune_officer)
    jobs.run_waiting()
    jobs.run_waiting()

    one, two = letters()
    assert (one.state, two.state) == (DocumentState.ISSUED, DocumentState.RENDERED)
    services.forward_dossier(dossier=second, actor=place.commune_officer)
    jobs.run_waiting()

    two.refresh_from_db()
    assert two.state == DocumentState.ISSUED
    assert read(two.pdf)[:5] == b"%PDF-"


def test_office_sees_the_letter_from_its_issue_on(place):
    (dossier,) = waiting(place)
    services.approve_opinion(dossier=dossier, actor=place.commune_leader)
    assert selectors.letters_visible_to(place.round_officer, dossier) == (None, [])

    services.forward_dossier(dossier=dossier, actor=place.commune_officer)
    jobs.run_waiting()
    jobs.run_waiting()

    assert selectors.letters_visible_to(place.round_officer, dossier)[0].state == DocumentState.ISSUED
    strangers = [owner_of(dossier.producer), make_place().commune_officer, make_person(Role.ROUND_OFFICER)]
    assert [selectors.letters_visible_to(user, dossier) for user in strangers] == [(None, [])] * 3


def test_signing_the_letter_signs_the_opinion_too(place, enter):
    (dossier,) = waiting(place)
    (letter,) = letters()

    enter(place.commune_leader).post(
        reverse("directives:act", args=[letter.pk, "approve"]), {"version": letter.version}
    )

    dossier.refresh_from_db()
    letter.refresh_from_db()
    assert (dossier.state, letter.state) == (DossierState.OPINION_APPROVED, DocumentState.APPROVED)
    assert dossier.files.filter(kind=FileKind.OPINION).count() == 1


def test_letter_of_a_dossier_that_was_given_back_cannot_be_signed(place):
    (dossier,) = waiting(place)
    services.give_back_opinion(dossier=dossier, reason="Viết rõ hơn.", actor=place.commune_leader)
    (letter,) = letters()

    with pytest.raises(Refused):
        directives.act(document=letter, action="approve", actor=place.commune_leader)

    dossier.refresh_from_db()
    services.ask_approval(dossier=dossier, actor=place.commune_officer)
    assert letters() == [letter]


def test_nobody_moves_the_letter_by_hand(place):
    (dossier,) = waiting(place)
    (letter,) = letters()
    clerk = make_person(Role.CLERK, place.commune_office)

    for actor in (place.commune_officer, place.commune_leader, clerk):
        for action in ("submit", "check", "form_check", "issue", "void", "return_"):
            with pytest.raises((NotAllowed, Conflict)):
                directives.act(document=letter, action=action, actor=actor, reason="Thử.")
        assert letter not in documents_waiting_for(actor)
    with pytest.raises(NotAllowed):
        directives.act(document=letter, action="approve", actor=place.commune_officer)
    assert letter in documents_visible_to(clerk)
    assert dossier.state == DossierState.OPINION_WAITING


def test_return_after_the_signature_voids_the_letter_and_keeps_its_number(place):
    (dossier,) = waiting(place)
    services.approve_opinion(dossier=dossier, actor=place.commune_leader)

    services.return_dossier(
        dossier=dossier, corrections=[CorrectionDraft("story", "Sửa.")], actor=place.commune_officer
    )

    (letter,) = letters()
    assert (letter.state, letter.number) == (DocumentState.VOIDED, 1)
    assert selectors.letter_of(dossier) is None


def test_withdrawal_voids_the_letter(place):
    (dossier,) = waiting(place)

    services.withdraw_dossier(dossier=dossier, reason="Thôi.", actor=owner_of(dossier.producer))

    assert [row.state for row in letters()] == [DocumentState.VOIDED]


def test_deputy_signs_for_the_chairman(place):
    (dossier,) = waiting(place)
    deputy = make_person(Role.COMMUNE_LEADER, place.commune_office, title="Phó Chủ tịch")

    services.approve_opinion(dossier=dossier, actor=deputy)

    (letter,) = letters()
    assert letter.content["signature"]["authority_lines"] == ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"]
    assert letter.content["signature"]["name"] == str(deputy)


def test_no_letter_where_the_commune_only_screens():
    place = make_place_148()
    make_dossier(place, state=DossierState.FORWARDED)

    assert letters() == []


def test_training_letter_says_so(place):
    dossier = make_dossier(
        place, registration_round=make_round(place, training=True), state=DossierState.OPINION_APPROVED
    )

    (letter,) = letters()
    assert letter.training is True
    assert (letter.series, letter.content["training"]) == ("TẬP HUẤN", True)
    assert dossier.training


# -- Several from one list -------------------------------------------------------------------------------------------
def test_only_what_was_opened_can_be_ticked(place, enter):
    first, second = waiting(place, 2)
    client = enter(place.commune_leader)
    client.get(first.get_absolute_url())

    page = client.get(APPROVALS).content.decode()

    assert f'name="dossier" value="{first.pk}"' in page
    assert f'value="{second.pk}"' not in page
    assert page.count("chưa mở xem") == 1


def test_several_are_signed_from_one_page_that_names_each(place, enter):
    rows = waiting(place, 3)
    client = enter(place.commune_leader)
    for dossier in rows:
        client.get(dossier.get_absolute_url())

    question = client.get(sign_url(*rows)).content.decode()
    page = client.post(sign_url(*rows), follow=True).content.decode()

    assert all(dossier.product.name in question for dossier in rows)
    assert all(f"Đã ký: {dossier.product.name}." in page for dossier in rows)
    assert set(Dossier.objects.values_list("state", flat=True)) == {"opinion_approved"}
    assert [row.number for row in letters()] == [1, 2, 3]


def test_one_that_fails_does_not_stop_the_others(place, enter):
    unopened, moved, good = waiting(place, 3)
    client = enter(place.commune_leader)
    for dossier in (moved, good):
        client.get(dossier.get_absolute_url())
    stale = list(Dossier.objects.filter(pk__in=[unopened.pk, moved.pk, good.pk]).order_by("pk"))
    services.give_back_opinion(dossier=moved, reason="Xem lại.", actor=place.commune_leader)

    problems = dict(services.sign_opinions(dossiers=stale, actor=place.commune_leader))

    assert "chưa mở xem" in problems[unopened]
    assert problems[moved]
    assert problems[good] == ""
    states = dict(Dossier.objects.values_list("pk", "state"))
    assert (states[unopened.pk], states[moved.pk], states[good.pk]) == (
        "opinion_waiting", "received", "opinion_approved",
    )  # fmt: skip
    assert [row.number for row in letters() if row.number] == [1]


def test_opening_counts_for_what_was_seen(place, enter):
    (dossier,) = waiting(place)
    client = enter(place.commune_leader)
    client.get(dossier.get_absolute_url())
    services.give_back_opinion(dossier=dossier, reason="Xem lại.", actor=place.commune_leader)
    services.ask_approval(dossier=dossier, actor=place.commune_officer)

    assert selectors.opened_by(place.commune_leader, [dossier]) == set()
    page = client.post(sign_url(dossier), follow=True).content.decode()

    dossier.refresh_from_db()
    assert "Bạn chưa mở xem bản hiện nay" in page
    assert dossier.state == DossierState.OPINION_WAITING


def test_letter_that_was_changed_must_be_opened_again(place, enter):
    (dossier,) = waiting(place)
    enter(place.commune_leader).get(dossier.get_absolute_url())
    (letter,) = letters()
    content = directives.documents.OfficialDocument.from_dict(letter.content)

    directives.update_document(
        document=letter, content=content, abstract="đề nghị đánh giá sản phẩm", actor=place.commune_officer,
        version=letter.version, law=letter.law,
    )  # fmt: skip

    assert selectors.opened_by(place.commune_leader, [dossier]) == set()


def test_only_the_leader_of_the_commune_opens_and_signs(place, enter):
    (dossier,) = waiting(place)
    other = make_place()
    waiting(other)

    enter(place.commune_officer).get(dossier.get_absolute_url())
    assert not DossierOpening.objects.exists()
    assert enter(place.commune_officer).post(sign_url(dossier)).status_code == 302
    assert enter(place.round_officer).get(sign_url(dossier)).status_code == 403
    assert enter(other.commune_leader).post(sign_url(dossier)).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == DossierState.OPINION_WAITING
    ((_dossier, problem),) = services.sign_opinions(dossiers=[dossier], actor=other.commune_leader)
    assert problem


@pytest.mark.parametrize("query", ["", "?dossier=x", "?dossier=999999", "?dossier=" + "9" * 40])
def test_nothing_ticked_is_said(place, enter, query):
    page = enter(place.commune_leader).post(SIGN + query, follow=True).content.decode()

    assert "Hãy chọn ít nhất một hồ sơ" in page
