"""The commune receives, returns, gives its opinion, sends up; the office accepts or returns."""

import re
from datetime import date

import pytest
from django.urls import reverse

from activity import jobs
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from foundation.files import read
from foundation.models import Holiday
from registrations import selectors, services
from registrations.enums import AfterReturn, DossierState, FileKind
from registrations.models import Dossier, NumberCounter
from registrations.services.corrections import CorrectionDraft
from tests.factories.registrations import (
    make_dossier,
    make_place_148,
    make_round,
    owner_of,
    write_opinion,
)

pytestmark = pytest.mark.django_db


def return_(dossier, actor, *places):
    drafts = [CorrectionDraft(place=place, reason=f"Sửa {place}.") for place in places or ("story",)]
    return services.return_dossier(dossier=dossier, corrections=drafts, actor=actor)


def answer_all(dossier):
    actor = owner_of(dossier.producer)
    for correction in dossier.corrections.filter(answered_at=None):
        services.answer_correction(correction=correction, answer="Đã sửa.", actor=actor)
    return services.resubmit_dossier(dossier=dossier, actor=actor)


# -- Receiving -------------------------------------------------------------------------------------------------------
def test_receiving_gives_slip_number_answer_day_and_receipt(place):
    Holiday.objects.create(day=date(2026, 9, 2), name="Quốc khánh")
    dossier = make_dossier(place, state=DossierState.RECEIVED)

    number = f"01/PĐK-{place.area.code}-{place.commune.code}-2026"
    assert dossier.slip_number == number
    # Thursday 20/8; 15 working days from Friday on, without two Saturdays-and-Sundays each week and without 2/9.
    assert dossier.due_on == date(2026, 9, 11)
    jobs.run_waiting()
    file = dossier.files.get(kind=FileKind.RECEIPT)
    assert read(file.stored)[:5] == b"%PDF-"
    assert file.context["slip_number"] == number


def test_slip_numbers_run_by_commune_and_year_and_training_takes_none(place):
    first = make_dossier(place, state=DossierState.RECEIVED)
    second = make_dossier(place, registration_round=first.round, state=DossierState.RECEIVED)
    training = make_dossier(place, registration_round=make_round(place, training=True), state=DossierState.RECEIVED)

    with clock.frozen(date(2027, 1, 4)):
        later = make_dossier(place, registration_round=first.round, state=DossierState.RECEIVED)

    assert [row.slip_number[:6] for row in (first, second, later)] == ["01/PĐK", "02/PĐK", "01/PĐK"]
    assert later.slip_number.endswith("-2027")
    assert training.slip_number.startswith("01/PĐK")
    assert "TẬP HUẤN" in training.slip_number
    assert NumberCounter.objects.get(series="slip", year=2026, training=False).last == 2


def test_receiving_at_once_gives_one_number(place):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    stale = Dossier.objects.get(pk=dossier.pk)
    services.receive_dossier(dossier=dossier, actor=place.commune_officer)

    with pytest.raises(Conflict):
        services.receive_dossier(dossier=stale, actor=place.commune_officer)

    assert NumberCounter.objects.get(series="slip").last == 1


def test_receiving_by_the_screen(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    client = enter(place.commune_officer)
    url = reverse("registrations:dossier_receive", args=[dossier.pk])

    assert "15" in client.get(url).content.decode()
    checked = {"registration_checked": "on", "registration_no": "41K8001234"}
    page = client.post(url, checked, follow=True).content.decode()

    dossier.refresh_from_db()
    assert dossier.slip_number in page
    assert 'meta http-equiv="refresh"' in page
    jobs.run_waiting()
    assert re.search(r"/dang-ky/tep/\d+/", client.get(dossier.get_absolute_url()).content.decode())


# -- Returning and answering -----------------------------------------------------------------------------------------
def test_return_shows_exactly_the_points_and_asks_an_answer_to_each(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    officer, producer = enter, owner_of(dossier.producer)
    rows = {"rows-TOTAL_FORMS": 3, "rows-INITIAL_FORMS": 0}
    filled = rows | {
        "rows-0-place": "story", "rows-0-reason": "Câu chuyện quá ngắn.",
        "rows-1-place": "item:1.1", "rows-1-reason": "Thiếu hợp đồng nguyên liệu.",
    }  # fmt: skip
    officer(place.commune_officer).post(reverse("registrations:dossier_return", args=[dossier.pk]), filled)

    client = enter(producer)
    page = client.get(dossier.get_absolute_url()).content.decode()
    assert "Câu chuyện quá ngắn." in page
    assert "Thiếu hợp đồng nguyên liệu." in page
    with pytest.raises(Refused, match="2 nội dung chưa trả lời"):
        services.resubmit_dossier(dossier=Dossier.objects.get(), actor=producer)

    for correction in dossier.corrections.all():
        client.post(reverse("registrations:correction_answer", args=[correction.pk]), {"answer": "Đã bổ sung."})
    data = {"undertaken_by": "Nguyễn Thị Hoa", "confirmed": "on"}
    client.post(reverse("registrations:dossier_submit", args=[dossier.pk]), data)

    dossier.refresh_from_db()
    assert dossier.state == DossierState.SUBMITTED
    assert dossier.submissions.count() == 2


def test_return_without_a_point_is_refused_and_more_rows_keep_what_is_typed(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    client = enter(place.commune_officer)
    url = reverse("registrations:dossier_return", args=[dossier.pk])
    rows = {"rows-TOTAL_FORMS": 3, "rows-INITIAL_FORMS": 0}

    empty = client.post(url, rows)
    half = client.post(url, rows | {"rows-0-place": "story"})
    more = client.post(url, rows | {"rows-0-reason": "Đang viết", "more": "1"})

    assert "Hãy ghi nội dung cần bổ sung và lý do." in empty.content.decode()
    assert "Hãy ghi lý do để chủ thể biết cần làm gì." in half.content.decode()
    assert "Đang viết" in more.content.decode()
    assert more.content.decode().count("-place") >= 6
    dossier.refresh_from_db()
    assert dossier.state == DossierState.RECEIVED


def test_no_forwarding_while_a_correction_is_open(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    return_(dossier, place.commune_officer)
    answer_all(dossier)
    services.receive_dossier(dossier=dossier, actor=place.commune_officer)
    write_opinion(place, dossier)

    with pytest.raises(Refused, match="chưa xác nhận xong"):
        services.ask_approval(dossier=dossier, actor=place.commune_officer)

    services.settle_correction(correction=dossier.corrections.get(), actor=place.commune_officer)
    dossier.refresh_from_db()
    services.ask_approval(dossier=dossier, actor=place.commune_officer)
    assert dossier.state == DossierState.OPINION_WAITING


def test_two_officers_return_and_forward_at_once_and_one_is_told(place, enter):
    dossier = make_dossier(place, state=DossierState.OPINION_APPROVED)
    stale = Dossier.objects.get(pk=dossier.pk)
    return_(dossier, place.commune_officer)

    with pytest.raises((Conflict, Refused)):
        services.forward_dossier(dossier=stale, actor=place.commune_officer)
    url = reverse("registrations:dossier_act", args=[dossier.pk, "forward"])
    page = enter(place.commune_officer).post(url, follow=True).content.decode()

    dossier.refresh_from_db()
    assert dossier.state == DossierState.RETURNED
    assert dossier.opinion.approved_at is None
    assert "Còn nội dung bổ sung" in page or "vừa" in page


def test_returning_what_was_just_forwarded_is_a_conflict(place):
    dossier = make_dossier(place, state=DossierState.OPINION_APPROVED)
    stale = Dossier.objects.get(pk=dossier.pk)
    services.forward_dossier(dossier=dossier, actor=place.commune_officer)

    with pytest.raises(Conflict):
        return_(stale, place.commune_officer)

    assert dossier.corrections.count() == 0


@pytest.mark.parametrize(
    ("policy", "due"),
    [
        (AfterReturn.RESTART, date(2026, 9, 17)),
        (AfterReturn.PAUSE, date(2026, 9, 15)),
        (AfterReturn.RUN_ON, date(2026, 9, 10)),
    ],
)
def test_answer_day_after_a_return_follows_the_round(place, policy, due):
    dossier = make_dossier(
        place, registration_round=make_round(place, after_return=policy), state=DossierState.RECEIVED
    )
    slip = dossier.slip_number
    with clock.frozen(date(2026, 8, 24)):  # Monday, two working days later
        return_(dossier, place.commune_officer)
    with clock.frozen(date(2026, 8, 27)):  # Thursday, three working days later
        answer_all(dossier)
        services.receive_dossier(dossier=dossier, actor=place.commune_officer)

    assert (dossier.due_on, dossier.sort_day, dossier.slip_number) == (due, due, slip)


def test_correction_is_settled_only_where_it_was_asked(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    return_(dossier, place.commune_officer)
    answer_all(dossier)
    correction = dossier.corrections.get()

    with pytest.raises(Refused):
        services.settle_correction(correction=correction, actor=place.commune_officer)
    services.receive_dossier(dossier=dossier, actor=place.commune_officer)
    correction.refresh_from_db()
    with pytest.raises(NotAllowed):
        services.settle_correction(correction=correction, actor=place.round_officer)
    services.settle_correction(correction=correction, actor=place.commune_officer)
    assert list(selectors.open_corrections(dossier)) == []


# -- The opinion -----------------------------------------------------------------------------------------------------
def test_opinion_needs_the_four_contents_where_the_decision_asks_them(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    services.save_opinion(dossier=dossier, values={"proposal": "Đề nghị."}, seen=None, actor=place.commune_officer)

    with pytest.raises(Refused):
        services.ask_approval(dossier=dossier, actor=place.commune_officer)


def test_opinion_is_a_proposal_where_the_decision_asks_no_opinions(enter):
    place = make_place_148()
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    client = enter(place.commune_officer)
    url = reverse("registrations:dossier_opinion", args=[dossier.pk])
    form = client.get(url).context["form"]

    client.post(url, {"proposal": "Đề nghị cấp huyện xem xét.", "seen": form.initial["seen"], "next": "ask"})

    dossier.refresh_from_db()
    assert set(form.fields) == {"proposal", "seen"}
    assert dossier.state == DossierState.OPINION_WAITING
    services.approve_opinion(dossier=dossier, actor=place.commune_leader)
    assert dossier.files.filter(kind=FileKind.OPINION).count() == 0


def test_opinion_screen_has_the_producers_words_beside(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)

    page = (
        enter(place.commune_officer).get(reverse("registrations:dossier_opinion", args=[dossier.pk])).content.decode()
    )

    for name in ("local_origin", "local_labour", "local_idea", "local_identity"):
        assert f"Nội dung {name}." in page


def test_leader_sees_what_waits_approves_and_the_form_is_stored(place, enter):
    dossier = make_dossier(place, state=DossierState.OPINION_WAITING)
    client = enter(place.commune_leader)

    assert dossier.product.name in client.get(reverse("registrations:approvals")).content.decode()
    client.post(reverse("registrations:dossier_act", args=[dossier.pk, "approve"]))
    jobs.run_waiting()

    dossier.refresh_from_db()
    file = dossier.files.get(kind=FileKind.OPINION)
    assert dossier.state == DossierState.OPINION_APPROVED
    assert dossier.opinion.approved_by == place.commune_leader
    assert read(file.stored)[:5] == b"%PDF-"
    assert file.context["signature"]["name"] == str(place.commune_leader)


def test_form_is_made_once_however_often_the_job_runs(place):
    from activity.models import Job

    dossier = make_dossier(place, state=DossierState.RECEIVED)
    jobs.run_waiting()
    stored = dossier.files.get().stored_id
    job = Job.objects.get(kind="registrations.make_form")
    Job.objects.filter(pk=job.pk).update(state="waiting")

    jobs.run(job.pk)

    assert dossier.files.get().stored_id == stored


def test_forwarding_gives_the_product_code_once(place):
    dossier = make_dossier(place, state=DossierState.FORWARDED)
    code = dossier.code
    return_(dossier, place.round_officer, "plan")
    answer_all(dossier)

    assert code == f"{place.area.code}-{place.commune.code}-01-2026"
    assert (dossier.state, dossier.code) == (DossierState.FORWARDED, code)


# -- The office ------------------------------------------------------------------------------------------------------
def test_office_accepts_only_when_its_corrections_are_settled(place):
    dossier = make_dossier(place, state=DossierState.FORWARDED)
    return_(dossier, place.round_officer, "plan")
    answer_all(dossier)

    with pytest.raises(Refused):
        services.accept_dossier(dossier=dossier, actor=place.round_officer)
    services.settle_correction(correction=dossier.corrections.get(), actor=place.round_officer)
    dossier.refresh_from_db()
    services.accept_dossier(dossier=dossier, actor=place.round_officer)

    ready = selectors.dossiers_ready_for_scoring(place.office, place.law, False)
    assert list(ready) == [dossier]
    assert list(selectors.dossiers_ready_for_scoring(place.office, place.law, True)) == []


def test_results_are_pushed_down_and_told(place):
    dossier = make_dossier(place, state=DossierState.FIXED)

    services.record_outcome(dossier=dossier, stars=4, outcome="recognised", actor=None)
    services.record_recognition(
        product=dossier.product,
        dossier=dossier,
        stars=4,
        recognised_on=date(2026, 8, 20),
        expires_on=date(2029, 8, 20),
        decision_number="215/QĐ-UBND",
        issuer="UBND tỉnh",
    )

    assert (dossier.state, dossier.outcome_stars) == (DossierState.DECIDED, 4)
    assert dossier.product.current_stars == 4
    assert owner_of(dossier.producer).notifications.filter(kind="dossier_decided").count() == 1
    assert place.commune_officer.notifications.filter(kind="dossier_decided").count() == 1


def test_training_and_older_recognitions_change_no_product(place):
    training = make_dossier(place, registration_round=make_round(place, training=True))
    real = make_dossier(place)
    facts = {"expires_on": date(2029, 1, 1), "decision_number": "1/QĐ", "issuer": "UBND"}

    for dossier, stars, day in (
        (training, 5, date(2026, 8, 1)),
        (real, 4, date(2026, 8, 1)),
        (real, 3, date(2025, 8, 1)),
    ):
        services.record_recognition(product=dossier.product, dossier=dossier, stars=stars, recognised_on=day, **facts)

    assert training.product.current_stars is None
    assert real.product.current_stars == 4


def test_fixed_dossier_is_withdrawn_by_nobody_and_released_again(place):
    dossier = make_dossier(place, state=DossierState.FIXED)

    with pytest.raises(Conflict):
        services.withdraw_dossier(dossier=dossier, reason="Đổi ý.", actor=owner_of(dossier.producer))
    services.release_from_scoring(dossier=dossier, actor=place.round_officer, reason="Rút khỏi đợt.")

    assert dossier.state == DossierState.ACCEPTED


@pytest.mark.parametrize("state", DossierState.values)
def test_whereabouts_say_in_plain_words_where_it_is(place, state):
    dossier = make_dossier(place, state=state)

    found = selectors.whereabouts_of(dossier)

    assert all((found.where, found.who, found.next))
    assert found.yours is (state in ("draft", "returned"))
    assert found.until == (dossier.due_on if state in ("received", "opinion_waiting", "opinion_approved") else None)
