"""Terms in working days, deadlines in words, and what the reminder engine hears."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation import calendar, clock
from foundation.models import Holiday
from registrations import reminders, services
from registrations.deadlines import Standing, answer_due, answer_due_again, standing
from registrations.enums import AfterReturn, DossierState
from tests.factories.registrations import make_dossier, make_round, make_wish, moment

pytestmark = pytest.mark.django_db

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
ZONE = clock.start_of(date(2026, 1, 1)).tzinfo
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(received=DAYS, days=st.integers(1, 60))
def test_answer_day_is_a_working_day_with_exactly_the_term_before_it(received, days):
    due = answer_due(received, days)

    assert calendar.is_working_day(due, set())
    between = [received + timedelta(days=n) for n in range(1, (due - received).days + 1)]
    assert sum(calendar.is_working_day(day, set()) for day in between) == days


@QUIET
@given(received=DAYS, days=st.integers(1, 30), offsets=st.sets(st.integers(1, 40), max_size=8))
def test_answer_day_skips_the_rest_days_of_the_table(received, days, offsets):
    Holiday.objects.all().delete()
    rest = {received + timedelta(days=n) for n in offsets}
    Holiday.objects.bulk_create(Holiday(day=day, name="Nghỉ") for day in rest)

    due = answer_due(received, days)

    assert due not in rest
    assert due >= received + timedelta(days=days)
    between = [received + timedelta(days=n) for n in range(1, (due - received).days + 1)]
    assert sum(calendar.is_working_day(day, rest) for day in between) == days


@QUIET
@given(received=DAYS, days=st.integers(1, 30), held=st.integers(0, 40), away=st.integers(0, 40))
def test_answer_day_after_a_return_never_lies_before_the_dossier_is_back(received, days, held, away):
    due = answer_due(received, days)
    returned = received + timedelta(days=held)
    back = returned + timedelta(days=away)
    facts = {"due_on": due, "returned_on": returned, "back_on": back, "days": days}

    restart, pause, run_on = (answer_due_again(policy=policy, **facts) for policy in AfterReturn.values)

    assert run_on == max(due, back)
    assert restart == answer_due(back, days)
    assert back <= run_on
    assert back < pause <= restart


@QUIET
@given(
    received=DAYS,
    days=st.integers(1, 30),
    trips=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 20)), min_size=1, max_size=4),
    rest=st.sets(st.integers(0, 150), max_size=10),
)
def test_three_policies_over_several_returns(received, days, trips, rest):
    """Each trip is: so many days with the commune, then so many with the producer."""
    Holiday.objects.all().delete()
    holidays = {received + timedelta(days=n) for n in rest}
    Holiday.objects.bulk_create(Holiday(day=day, name="Nghỉ") for day in holidays)

    def working(first, last):
        span = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(calendar.is_working_day(day, holidays) for day in span)

    due = dict.fromkeys(AfterReturn.values, answer_due(received, days))
    first_due, back, used = due["pause"], received, 0
    for held, away in trips:
        returned, used = back + timedelta(days=held), min(used + working(back, back + timedelta(days=held)), days - 1)
        back = returned + timedelta(days=away)
        facts = {"returned_on": returned, "back_on": back, "days": days}
        due = {policy: answer_due_again(policy=policy, due_on=due[policy], **facts) for policy in due}

    # Run on: nothing but the calendar. Restart: the whole term anew. Pause: what the commune had not used.
    assert due["run_on"] == max(first_due, back)
    assert working(back, due["restart"]) == days
    assert working(back, due["pause"]) == days - used
    assert all(calendar.is_working_day(due[policy], holidays) for policy in ("restart", "pause"))


@QUIET
@given(
    at=st.datetimes(
        datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(clock.start_of(date(2026, 1, 1)).tzinfo)
    ),
    soft=DAYS,
    grace=st.integers(0, 30),
)
def test_standing_is_on_time_then_late_then_closed(at, soft, grace):
    due, hard = calendar.due_before(soft), calendar.due_before(soft + timedelta(days=grace))

    found = standing(at, due, hard)

    assert (found is Standing.CLOSED) is (at >= hard)
    assert (found is Standing.ON_TIME) is (at < due)
    assert standing(at, None, None) is Standing.ON_TIME


def test_answer_is_due_to_the_officer_and_then_to_the_leader(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)

    with clock.frozen(moment("2026-09-08")):
        (waiting,) = reminders.deadlines(clock.now())
        first = list(waiting.recipients)
        from tests.factories.registrations import write_opinion

        write_opinion(place, dossier)
        services.ask_approval(dossier=dossier, actor=place.commune_officer)
        (waiting,) = reminders.deadlines(clock.now())

    assert waiting.last_day == dossier.due_on
    assert (first, list(waiting.recipients)) == ([place.commune_officer], [place.commune_leader])


def test_drafts_and_lists_are_due_until_they_are_sent(place):
    row = make_round(place, dossier_due_at=moment("2026-08-25"), commune_list_due=moment("2026-08-25"))
    draft = make_dossier(place, registration_round=row)
    other = make_wish(place, registration_round=row)
    kinds = sorted(deadline.kind for deadline in reminders.deadlines(clock.now()))

    from tests.factories.registrations import owner_of

    services.submit_dossier(dossier=draft, undertaken_by="A", actor=owner_of(draft.producer))

    # The commune has sent a list for the first product; what came later is its own second list.
    assert kinds == ["dossier_draft"]
    assert [deadline.kind for deadline in reminders.deadlines(clock.now())] == []
    assert other.state == "registered"


def test_commune_without_any_list_is_reminded(place):
    row = make_round(place, commune_list_due=moment("2026-08-25"))
    make_wish(place, registration_round=row)

    (found,) = reminders.deadlines(clock.now())

    assert found.kind == "commune_list"
    assert list(found.recipients) == [place.commune_officer]
    assert found.last_day == date(2026, 8, 24)


def test_far_deadlines_are_left_alone(place):
    make_dossier(place, registration_round=make_round(place, dossier_due_at=moment("2027-04-30")))

    assert list(reminders.deadlines(clock.now())) == []


# -- The working-day clock against a plain count of days -------------------------------------------------------------
TABLES = st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=25)
RECEIVED = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def set_table(rest):
    Holiday.objects.all().delete()
    Holiday.objects.bulk_create(Holiday(day=day, name="Nghỉ") for day in rest)


def count_on(start, days, rest):
    """Walk day by day: the day of receipt does not count, weekends and rest days do not count."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in rest
    return day


@QUIET
@given(received=RECEIVED, rest=TABLES)
def test_fifteen_working_days_are_those_of_a_plain_count(received, rest):
    set_table(rest)

    assert answer_due(received, 15) == count_on(received, 15, rest)


@QUIET
@given(received=RECEIVED, later=st.integers(0, 20), days=st.integers(1, 30), more=st.integers(0, 10), rest=TABLES)
def test_clock_is_monotone_in_receipt_term_and_table(received, later, days, more, rest):
    set_table(rest)

    due = answer_due(received, days)

    assert answer_due(received + timedelta(days=later), days) >= due
    assert answer_due(received, days + more) >= due
    # A rest day more never shortens a term, and one on the last day itself lengthens it.
    Holiday.objects.get_or_create(day=due, defaults={"name": "Nghỉ"})
    assert answer_due(received, days) > due


@QUIET
@given(start=RECEIVED, days=st.integers(1, 30), rest=TABLES)
def test_days_left_count_down_to_the_answer_day(start, days, rest):
    set_table(rest)

    due = answer_due(start, days)

    assert calendar.working_days_left(start, due) == days
    assert calendar.working_days_left(due, due) == 0
    assert calendar.working_days_left(due + timedelta(days=1), due) <= 0


@pytest.mark.parametrize("policy", AfterReturn.values)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    held=st.integers(0, 20),
    away=st.integers(1, 25),
    rest=st.sets(st.dates(date(2026, 8, 21), date(2026, 10, 30)), max_size=6),
)
def test_clock_after_a_return_through_the_doors(place, policy, held, away, rest):
    """Received, returned after some days, answered and received again on one day: by each policy of the round."""
    from registrations.services.corrections import CorrectionDraft
    from tests.factories.registrations import owner_of

    set_table(rest)
    start = date(2026, 8, 20)
    with clock.frozen(start):
        row = make_round(place, after_return=policy, due_at=moment("2027-06-01"))
        dossier = make_dossier(place, registration_round=row, state=DossierState.RECEIVED)
    due, returned, back = dossier.due_on, start + timedelta(days=held), start + timedelta(days=held + away)
    with clock.frozen(returned):
        drafts = [CorrectionDraft(place="story", reason="Bổ sung câu chuyện.")]
        services.return_dossier(dossier=dossier, corrections=drafts, actor=place.commune_officer)
    with clock.frozen(back):
        owner = owner_of(dossier.producer)
        services.answer_correction(correction=dossier.corrections.get(), answer="Đã bổ sung.", actor=owner)
        services.resubmit_dossier(dossier=dossier, actor=owner)
        services.receive_dossier(dossier=dossier, actor=place.commune_officer)

    left = sum((returned + timedelta(days=n)).weekday() < 5 and returned + timedelta(days=n) not in rest
               for n in range(1, (due - returned).days + 1))  # fmt: skip
    expected = {
        "restart": count_on(back, 15, rest),
        "pause": count_on(back, max(1, left), rest),
        "run_on": max(due, back),
    }
    assert due == count_on(start, 15, rest)
    assert dossier.due_on == dossier.sort_day == expected[policy]
