"""Deadlines around midnight in Asia/Ho_Chi_Minh, through the doors that people use."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from foundation import calendar, clock
from foundation.models import Holiday
from registrations import services
from registrations.deadlines import standing
from registrations.enums import DossierState, MeetsEvent, RestDays
from tests.factories.registrations import make_dossier, make_producer, make_round, make_wish, moment
from tests.registrations.deadlines.dates import HARD, LEAVE, SECOND, SOFT
from tests.registrations.deadlines.doors import (
    DOORS,
    WORDS,
    change,
    door_of,
    outcome_of,
    register,
    send_list,
    send_up,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("at", [SOFT - SECOND, SOFT, HARD - SECOND, HARD])
def test_door_around_the_dates(place, name, at):
    _producer, _row, act = door_of(name, place)

    assert outcome_of(act, at) == WORDS[standing(at, SOFT, HARD)]


@pytest.mark.parametrize("name", DOORS)
def test_extended_date_opens_the_door_again(place, name):
    _producer, row, act = door_of(name, place)
    soft, hard = ("due_at", "hard_due_at") if name in ("wish", "list") else ("dossier_due_at", "dossier_hard_due_at")
    extended = {soft: HARD, hard: LEAVE}

    assert outcome_of(act, HARD) == "refused"
    with clock.frozen(HARD):
        change(place, row, **extended)

    assert outcome_of(act, LEAVE) == "refused"
    assert outcome_of(act, HARD) == "late"


def test_extended_soft_date_counts_for_what_came_before_too(place):
    row = make_round(place, due_at=SOFT)
    with clock.frozen(SOFT + SECOND):
        wish = make_wish(place, registration_round=row)
    assert wish.is_late

    with clock.frozen(SOFT + timedelta(hours=1)):
        change(place, row, due_at=HARD)

    wish.round.refresh_from_db()
    assert not wish.is_late


def test_dossier_in_time_is_received_and_sent_up_after_the_hard_date(place):
    """Received by the commune's box in the portal is received: nobody loses by an officer who opens it on Monday."""
    row = make_round(place, dossier_due_at=SOFT, dossier_hard_due_at=SOFT)
    dossier = make_dossier(place, registration_round=row)

    with clock.frozen(SOFT - SECOND):
        dossier = submit(dossier)
    with clock.frozen(HARD):
        services.receive_dossier(dossier=dossier, actor=place.commune_officer)
        send_up(place, dossier)

    assert (dossier.state, dossier.is_late) == (DossierState.FORWARDED, False)


def test_list_after_the_hard_date_is_sent_where_receiving_counts(place):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    wish = make_wish(place, registration_round=row)

    with clock.frozen(HARD):
        send_list(place, wish)

    wish.refresh_from_db()
    assert (wish.state, wish.is_late) == ("listed", False)


def test_dossier_that_was_sent_up_in_time_goes_up_again_after_a_return(place):
    row = make_round(place, dossier_due_at=SOFT, dossier_hard_due_at=HARD, meets_event=MeetsEvent.SENT)
    dossier = make_dossier(place, registration_round=row, state=DossierState.FORWARDED)
    drafts = [services.CompletionDraft(lack="samples", text="Gửi đủ 05 mẫu.")]

    with clock.frozen(HARD):
        services.return_to_commune(dossier=dossier, drafts=drafts, due_on=clock.today(), actor=place.round_officer)
        request = dossier.completion_requests.get()
        services.answer_completion(request=request, answer="Đã gửi đủ.", actor=place.commune_officer)
        send_up(place, dossier)

    assert not dossier.is_late


@pytest.mark.parametrize(
    ("policy", "last_second", "refused_from"),
    [
        (RestDays.STAY, "2026-09-26 23:59:59", "2026-09-27 00:00:00"),
        (RestDays.NEXT, "2026-09-29 23:59:59", "2026-09-30 00:00:00"),
    ],
)
def test_rest_days_move_the_last_moment_of_a_round(place, policy, last_second, refused_from):
    Holiday.objects.create(day=date(2026, 9, 28), name="Ngày nghỉ bù thử")
    written = calendar.due_until(date(2026, 9, 26))  # a Saturday
    row = make_round(place, due_at=written, hard_due_at=written, rest_days=policy)
    producer = make_producer(place.commune)

    assert outcome_of(lambda: register(place, row, producer), moment(last_second)) == "on time"
    assert outcome_of(lambda: register(place, row, producer), moment(refused_from)) == "refused"


def test_moved_date_is_shown_with_what_the_letter_wrote_and_keeps_it(place, enter):
    row = make_round(place, due_at=moment("2026-09-28"), rest_days=RestDays.NEXT)  # until Sunday 27/9
    client = enter(place.round_officer)

    page = client.get(row.get_absolute_url()).content.decode()
    form = client.get(reverse("registrations:round_edit", args=[row.pk])).context["form"]

    assert "đến hết ngày 28/09/2026 (văn bản ghi: đến hết ngày 27/09/2026" in page
    assert form.initial["due_at"] == moment("2026-09-28")
    change(place, row, due_at=form.initial["due_at"], rest_days=RestDays.STAY)
    assert (row.due_at, row.written) == (moment("2026-09-28"), {})


def test_table_that_changed_later_is_pointed_out_and_moves_nothing_by_itself(place, enter):
    row = make_round(place, due_at=moment("2026-09-25"), rest_days=RestDays.NEXT)
    Holiday.objects.create(day=date(2026, 9, 24), name="Ngày nghỉ thử")

    page = enter(place.round_officer).get(row.get_absolute_url()).content.decode()
    others = enter(place.commune_officer).get(row.get_absolute_url()).content.decode()

    row.refresh_from_db()
    assert row.due_at == moment("2026-09-25")
    assert "Bảng ngày nghỉ đã thay đổi" in page
    assert "đến hết ngày 25/09/2026" in page
    assert "Bảng ngày nghỉ đã thay đổi" not in others
