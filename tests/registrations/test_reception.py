"""Receiving: what lies on the counter, and the ways on: receive, ask for completion, refuse in writing."""

from datetime import date

import pytest
from django.urls import reverse

from activity import jobs
from activity.errors import Conflict, NotAllowed
from foundation.files import CheckedUpload, read
from registrations import selectors, services
from registrations.enums import DossierState, FileKind, LegalForm
from registrations.models import Dossier, Reception
from registrations.services.corrections import CorrectionDraft
from tests.factories.registrations import PNG, make_dossier, make_evidence, make_place, make_producer, owner_of

pytestmark = pytest.mark.django_db

COUNTER = {
    "registration_checked": "on",
    "registration_no": "41K8001234",
    "paper": "on",
    "paper_on": "2026-08-19",
    "has_samples": "on",
    "samples": "5",
    "samples_on": "2026-08-20",
}


def url_of(dossier):
    return reverse("registrations:dossier_receive", args=[dossier.pk])


def test_counter_is_noted_with_the_receipt(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    paper = dossier.papers.get()

    response = enter(place.commune_officer).post(url_of(dossier), COUNTER | {"compared": [paper.pk]})

    dossier.refresh_from_db()
    noted = dossier.reception
    assert response["Location"] == dossier.get_absolute_url()
    assert dossier.state == DossierState.RECEIVED
    assert (noted.paper_on, noted.samples, noted.samples_on) == (date(2026, 8, 19), 5, date(2026, 8, 20))
    assert noted.registration_no == "41K8001234"
    assert noted.registration_checked_at is not None
    assert [row.evidence for row in dossier.paper_checks.all()] == [paper]
    things = [thing["name"] for thing in dossier.files.get(kind=FileKind.RECEIPT).context["handed_in"]]
    assert {"Hồ sơ giấy", "Mẫu sản phẩm"} <= set(things)


def test_no_receiving_without_the_business_registration(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    client = enter(place.commune_officer)

    unchecked = client.post(url_of(dossier), {"registration_no": "1"}).content.decode()
    unnumbered = client.post(url_of(dossier), {"registration_checked": "on"}).content.decode()

    assert "Hãy kiểm tra đăng ký kinh doanh" in unchecked
    assert "Hãy ghi số đăng ký kinh doanh" in unnumbered
    dossier.refresh_from_db()
    assert (dossier.state, dossier.slip_number) == (DossierState.SUBMITTED, "")


def test_cooperative_group_has_no_business_registration(place, enter):
    producer = make_producer(place.commune, legal_form=LegalForm.GROUP)
    dossier = make_dossier(place, producer=producer, state=DossierState.SUBMITTED)

    enter(place.commune_officer).post(url_of(dossier), {"registration_no": ""})

    dossier.refresh_from_db()
    assert dossier.state == DossierState.RECEIVED


@pytest.mark.parametrize(
    ("bent", "message"),
    [
        ({"paper_on": ""}, "đã đánh dấu ở trên"),
        ({"samples": ""}, "đã đánh dấu ở trên"),
        ({"samples_on": "2026-08-21"}, "Ngày này chưa đến"),
        ({"paper_on": "32/13/2026"}, "ngày"),
        ({"samples": "-3"}, "1"),
        ({"compared": ["999999"]}, "999999"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_received(place, enter, bent, message):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)

    page = enter(place.commune_officer).post(url_of(dossier), COUNTER | bent).content.decode()

    assert message in page
    assert 'class="error-summary' in page
    dossier.refresh_from_db()
    assert dossier.state == DossierState.SUBMITTED
    assert not Reception.objects.exists()


def test_paper_of_another_producer_cannot_be_compared(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    foreign = make_evidence(make_producer(place.commune))

    services.compare_papers(dossier=dossier, compared=[foreign], actor=place.commune_officer)

    assert not dossier.paper_checks.exists()


def test_samples_that_come_later_are_noted_while_checking(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    client = enter(place.commune_officer)
    slip = dossier.slip_number

    client.post(url_of(dossier), COUNTER)
    page = client.get(dossier.get_absolute_url()).content.decode()

    dossier.refresh_from_db()
    assert (dossier.state, dossier.slip_number, dossier.reception.samples) == (DossierState.RECEIVED, slip, 5)
    assert "5 mẫu, nhận ngày 20/08/2026" in page


def test_tick_is_about_the_version_that_was_compared(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    paper, owner = dossier.papers.get(), owner_of(dossier.producer)
    services.compare_papers(dossier=dossier, compared=[paper], actor=place.commune_officer)
    assert set(selectors.compared_papers(dossier, dossier.papers.all())) == {paper.pk}

    asked = [CorrectionDraft("papers", "Chụp lại.")]
    services.return_dossier(dossier=dossier, corrections=asked, actor=place.commune_officer)
    values = {name: getattr(paper, name) for name in ("kind", "title", "number", "issuer", "issued_on", "expires_on")}
    scan = CheckedUpload(name="moi.png", content_type="image/png", content=PNG)
    services.replace_evidence(evidence=paper, values=values, uploads=[scan], keep=[], actor=owner)

    assert dossier.papers.get() != paper
    assert selectors.compared_papers(dossier, dossier.papers.all()) == {}


def test_reception_is_for_officers_of_the_commune(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    make_dossier(make_place(), state=DossierState.SUBMITTED)

    assert enter(place.commune_leader).get(url_of(dossier)).status_code == 403
    assert enter(owner_of(dossier.producer)).get(url_of(dossier)).status_code == 403
    assert enter(place.round_officer).get(url_of(dossier)).status_code == 404
    assert enter(make_place().commune_officer).get(url_of(dossier)).status_code == 404
    with pytest.raises(NotAllowed):
        services.note_reception(dossier=dossier, facts=services.ReceptionFacts(), actor=place.commune_leader)


def test_nothing_is_noted_after_the_check(place):
    dossier = make_dossier(place, state=DossierState.FORWARDED)

    with pytest.raises(Conflict):
        services.note_reception(dossier=dossier, facts=services.ReceptionFacts(), actor=place.commune_officer)


# -- The other two ways ----------------------------------------------------------------------------------------------
def test_refusal_in_writing_reaches_the_producer(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    url = reverse("registrations:dossier_act", args=[dossier.pk, "refuse"])

    enter(place.commune_officer).post(url, {"reason": "Hộ chưa có đăng ký kinh doanh."})
    jobs.run_waiting()

    dossier.refresh_from_db()
    slip = dossier.files.get(kind=FileKind.REFUSAL)
    assert dossier.state == DossierState.REFUSED
    assert "Hộ chưa có đăng ký kinh doanh." in str(slip.context["body"])
    assert slip.context["signature"]["name"] == str(place.commune_officer)
    assert read(slip.stored)[:5] == b"%PDF-"
    client = enter(owner_of(dossier.producer))
    assert "Phiếu từ chối tiếp nhận" in client.get(dossier.get_absolute_url()).content.decode()
    stranger = make_place().commune_officer
    assert set(selectors.stored_file_visible_to(owner_of(dossier.producer))) >= {slip.stored}
    assert slip.stored not in selectors.stored_file_visible_to(stranger)


def test_completion_is_asked_with_reasons_from_the_list(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    rows = {
        "rows-TOTAL_FORMS": 3, "rows-INITIAL_FORMS": 0,
        "rows-0-place": "papers", "rows-0-common": "expired",
        "rows-1-place": "story", "rows-1-common": "vague", "rows-1-reason": "Nêu năm bắt đầu.",
    }  # fmt: skip

    enter(place.commune_officer).post(reverse("registrations:dossier_return", args=[dossier.pk]), rows)
    jobs.run_waiting()

    reasons = dict(dossier.corrections.values_list("place", "reason"))
    assert reasons["papers"] == "Giấy tờ đã hết hạn; đề nghị nộp bản còn hiệu lực."
    assert reasons["story"].endswith("\nNêu năm bắt đầu.")
    slip = dossier.files.get(kind=FileKind.COMPLETION)
    assert "Giấy tờ đã hết hạn" in str(slip.context["body"])
    assert read(slip.stored)[:5] == b"%PDF-"
    assert Dossier.objects.get().state == DossierState.RETURNED


# -- The product code ------------------------------------------------------------------------------------------------
def test_coming_code_is_shown_and_the_running_number_can_be_given(place, enter):
    dossier = make_dossier(place, state=DossierState.OPINION_APPROVED)
    waiting = make_dossier(place, registration_round=dossier.round, state=DossierState.SUBMITTED)
    client = enter(place.commune_officer)
    start = f"{place.area.code}-{place.commune.code}"
    url = reverse("registrations:dossier_act", args=[dossier.pk, "forward"])

    assert f"{start}-01-2026" in client.get(url_of(waiting)).content.decode()
    assert 'value="1"' in client.get(url).content.decode()
    client.post(url, {"number": "12", "offered": "1"})

    dossier.refresh_from_db()
    assert dossier.code == f"{start}-12-2026"
    assert f"{start}-13-2026" in client.get(url_of(waiting)).content.decode()


def test_taken_running_number_is_refused_with_a_sentence(place, enter):
    first = make_dossier(place, state=DossierState.FORWARDED)
    dossier = make_dossier(place, registration_round=first.round, state=DossierState.OPINION_APPROVED)
    url = reverse("registrations:dossier_act", args=[dossier.pk, "forward"])

    page = enter(place.commune_officer).post(url, {"number": "1", "offered": "2"}, follow=True).content.decode()

    dossier.refresh_from_db()
    assert f"Mã sản phẩm {first.code} đã cấp cho hồ sơ khác" in page
    assert (dossier.state, dossier.code) == (DossierState.OPINION_APPROVED, "")


def test_offered_number_that_somebody_took_meanwhile_becomes_the_next_one(place, enter):
    first = make_dossier(place, state=DossierState.FORWARDED)
    dossier = make_dossier(place, registration_round=first.round, state=DossierState.OPINION_APPROVED)
    url = reverse("registrations:dossier_act", args=[dossier.pk, "forward"])

    enter(place.commune_officer).post(url, {"number": "1", "offered": "1"})

    dossier.refresh_from_db()
    assert dossier.code.split("-")[2] == "02"
