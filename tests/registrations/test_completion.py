"""The office receives under its own number, asks a commune to complete, and accepts."""

from datetime import date

import pytest
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from registrations import services
from registrations.enums import DossierState
from registrations.models import Dossier, NumberCounter
from tests.factories.registrations import make_dossier, make_place, owner_of, write_opinion

pytestmark = pytest.mark.django_db

SAMPLES = services.CompletionDraft(lack="samples", text="Gửi đủ 05 mẫu.")


def sent_up(place, **given):
    return make_dossier(place, state=DossierState.FORWARDED, **given)


def take_in(place, dossier):
    return services.take_in_dossier(dossier=dossier, actor=place.round_officer)


def give_back(place, dossier, *drafts, due_on=date(2026, 8, 27)):
    return services.return_to_commune(
        dossier=dossier, drafts=drafts or [SAMPLES], due_on=due_on, actor=place.round_officer
    )


def test_office_numbers_run_by_office_and_year_apart_from_the_communes(place):
    first, second = sent_up(place), sent_up(place)
    take_in(place, first)
    take_in(place, second)
    with clock.frozen(date(2027, 1, 4)):
        third = sent_up(place)
        take_in(place, third)
    training = sent_up(place, registration_round=_training(place))
    take_in(place, training)

    code = place.area.code
    assert [row.office_slip_number for row in (first, second, third, training)] == [
        f"01/PĐK-{code}-SNN-2026", f"02/PĐK-{code}-SNN-2026", f"01/PĐK-{code}-SNN-2027",
        f"01/PĐK-{code}-SNN-2026 (TẬP HUẤN)",
    ]  # fmt: skip
    assert first.office_slip_number != first.slip_number
    assert NumberCounter.objects.filter(unit=place.area).count() == 3


def _training(place):
    from tests.factories.registrations import make_round

    return make_round(place, training=True)


def test_receiving_is_told_and_done_once(place):
    dossier = sent_up(place)
    stale = Dossier.objects.get(pk=dossier.pk)
    take_in(place, dossier)

    with pytest.raises(Conflict, match="đã tiếp nhận"):
        take_in(place, stale)
    for user in (place.commune_officer, owner_of(dossier.producer)):
        assert dossier.office_slip_number in user.notifications.get(kind="dossier_taken_in").title
    assert NumberCounter.objects.get(unit=place.area).last == 1


def test_accepting_receives_what_nobody_has_received(place):
    dossier = sent_up(place)

    services.accept_dossier(dossier=dossier, actor=place.round_officer)

    assert (dossier.state, bool(dossier.office_slip_number)) == (DossierState.ACCEPTED, True)


def test_commune_completes_answers_and_sends_up_again(place, enter):
    dossier = sent_up(place)
    client = enter(place.round_officer)
    url = reverse("registrations:dossier_to_commune", args=[dossier.pk])
    assert url in client.get(dossier.get_absolute_url()).content.decode()
    data = {
        "due_on": "2026-08-27", "points-TOTAL_FORMS": "3", "points-INITIAL_FORMS": "0",
        "points-0-lack": "samples", "points-0-text": "Gửi đủ 05 mẫu.",
        "points-1-lack": "opinion", "points-1-text": "Ghi rõ nguồn gốc ý tưởng.",
    }  # fmt: skip
    client.post(url, data)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.due_on, dossier.sort_day) == (
        DossierState.RECEIVED, date(2026, 8, 27), date(2026, 8, 27),
    )  # fmt: skip
    assert "Gửi đủ 05 mẫu." in place.commune_officer.notifications.get(kind="dossier_to_complete").body
    assert "bạn" in owner_of(dossier.producer).notifications.get(kind="dossier_to_complete").body.lower()

    officer = enter(place.commune_officer)
    assert "Gửi đủ 05 mẫu." in officer.get(dossier.get_absolute_url()).content.decode()
    write_opinion(place, dossier)
    services.ask_approval(dossier=dossier, actor=place.commune_officer)
    services.approve_opinion(dossier=dossier, actor=place.commune_leader)
    with pytest.raises(Refused, match="Còn 2 nội dung"):
        services.forward_dossier(dossier=dossier, actor=place.commune_officer)
    for point in dossier.completion_requests.all():
        answer = reverse("registrations:completion_answer", args=[dossier.pk, point.pk])
        officer.post(answer, {"answer": "Đã bổ sung."})
    services.forward_dossier(dossier=dossier, actor=place.commune_officer)

    page = enter(place.round_officer).get(dossier.get_absolute_url()).content.decode()
    assert dossier.state == DossierState.FORWARDED
    assert "Đã bổ sung." in page
    services.accept_dossier(dossier=dossier, actor=place.round_officer)


def test_what_the_two_offices_say_to_each_other_is_not_the_producers(place, enter):
    dossier = sent_up(place)
    give_back(place, dossier, services.CompletionDraft(lack="opinion", text="Ý kiến của xã quá sơ sài."))

    page = enter(owner_of(dossier.producer)).get(dossier.get_absolute_url()).content.decode()

    inside = enter(place.commune_officer).get(dossier.get_absolute_url()).content.decode()
    assert "Ý kiến của xã quá sơ sài." not in page
    assert "Ý kiến của xã quá sơ sài." in inside
    assert "Xã đang bổ sung hồ sơ" in page


@pytest.mark.parametrize(
    ("drafts", "day", "match"),
    [([], date(2026, 8, 27), "xã cần bổ sung"), ([SAMPLES], date(2026, 8, 19), "đã qua")],
)
def test_asking_needs_a_point_and_a_day_to_come(place, drafts, day, match):
    dossier = sent_up(place)

    with pytest.raises(Refused, match=match):
        services.return_to_commune(dossier=dossier, drafts=drafts, due_on=day, actor=place.round_officer)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.FORWARDED


def test_two_officers_decide_at_once_and_one_is_told(place):
    dossier = sent_up(place)
    stale = Dossier.objects.get(pk=dossier.pk)
    services.accept_dossier(dossier=dossier, actor=place.round_officer)

    with pytest.raises(Conflict):
        give_back(place, stale)
    assert dossier.completion_requests.count() == 0


def test_only_the_office_asks_and_only_the_commune_answers(place, enter):
    dossier = sent_up(place)
    other = make_place()
    ask = reverse("registrations:dossier_to_commune", args=[dossier.pk])

    assert enter(place.commune_officer).get(ask).status_code == 403
    assert enter(other.round_officer).get(ask).status_code == 404
    give_back(place, dossier)
    point = dossier.completion_requests.get()
    answer = reverse("registrations:completion_answer", args=[dossier.pk, point.pk])
    assert enter(place.round_officer).post(answer, {"answer": "Đã bổ sung."}).status_code == 403
    assert enter(other.commune_officer).post(answer, {"answer": "Đã bổ sung."}).status_code == 404
    with pytest.raises(NotAllowed):
        services.answer_completion(request=point, answer="Đã bổ sung.", actor=owner_of(dossier.producer))
