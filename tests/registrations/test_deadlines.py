"""Deadlines around midnight in Asia/Ho_Chi_Minh, as pure functions and through the doors that people use."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from activity.errors import Refused
from foundation import calendar, clock
from foundation.models import Holiday
from registrations import services
from registrations.deadlines import (
    Standing,
    Step,
    Window,
    in_force,
    is_checked,
    moment_that_counts,
    standing,
)
from registrations.enums import Covers, DossierState, MeetsEvent, RestDays
from registrations.models import Dossier, Wish
from registrations.services.wishes import WishFacts
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.registrations import (
    make_dossier,
    make_place,
    make_producer,
    make_product,
    make_round,
    make_wish,
    moment,
    owner_of,
    write_opinion,
)

# "trước ngày 25/9" and "đến hết ngày 24/9" are this moment; a week later nothing is accepted; leave lasts to the 10th.
SOFT, HARD, LEAVE = moment("2026-09-25"), moment("2026-10-02"), moment("2026-10-10")
SECOND = timedelta(seconds=1)

# A moment, and how it stands to the dates without and with a late entry.
AROUND_MIDNIGHT = [
    (SOFT - SECOND, Standing.ON_TIME, Standing.ON_TIME),
    (SOFT, Standing.LATE, Standing.LATE),
    (SOFT + SECOND, Standing.LATE, Standing.LATE),
    (HARD - SECOND, Standing.LATE, Standing.LATE),
    (HARD, Standing.CLOSED, Standing.BY_LEAVE),
    (HARD + SECOND, Standing.CLOSED, Standing.BY_LEAVE),
    (LEAVE - SECOND, Standing.CLOSED, Standing.BY_LEAVE),
    (LEAVE, Standing.CLOSED, Standing.CLOSED),
]


# -- Pure ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("at", "plain", "with_leave"), AROUND_MIDNIGHT)
def test_standing_around_midnight(at, plain, with_leave):
    assert standing(at, SOFT, HARD) is plain
    assert Window(SOFT, HARD).standing(at) is plain
    assert Window(SOFT, HARD, LEAVE).standing(at) is with_leave


def test_words_of_the_letter_are_one_moment():
    assert calendar.due_before(date(2026, 9, 25)) == calendar.due_until(date(2026, 9, 24)) == SOFT
    assert SOFT.isoformat() == "2026-09-25T00:00:00+07:00"
    assert calendar.describe_due(SOFT) == "đến hết ngày 24/09/2026"


def test_same_moment_in_another_zone_stands_the_same():
    utc = (HARD - SECOND).astimezone(tz=None)

    assert standing(utc, SOFT, HARD) is Standing.LATE
    assert standing(utc + SECOND, SOFT, HARD) is Standing.CLOSED


@pytest.mark.parametrize(
    ("hard", "leave", "closes"),
    [(None, None, None), (None, LEAVE, None), (HARD, None, HARD), (HARD, LEAVE, LEAVE), (HARD, SOFT, HARD)],
)
def test_window_closes_at_the_last_of_its_dates(hard, leave, closes):
    assert Window(SOFT, hard, leave).closes_at == closes


@pytest.mark.parametrize(
    ("event", "step", "stopped"),
    [
        (MeetsEvent.RECEIVED, Step.FILED, True),
        (MeetsEvent.RECEIVED, Step.SENT, False),
        (MeetsEvent.SENT, Step.FILED, True),
        (MeetsEvent.SENT, Step.SENT, True),
    ],
)
def test_event_says_which_steps_the_hard_date_stops(event, step, stopped):
    assert is_checked(event, step) is stopped


def test_event_says_which_moment_counts():
    assert moment_that_counts(MeetsEvent.RECEIVED, filed_at=SOFT, sent_at=HARD) == SOFT
    assert moment_that_counts(MeetsEvent.SENT, filed_at=SOFT, sent_at=HARD) == HARD
    assert moment_that_counts(MeetsEvent.SENT, filed_at=SOFT, sent_at=None) is None


TET = {date(2027, 2, day) for day in (4, 5, 8, 9, 10)}


@pytest.mark.parametrize(
    ("last_day", "holidays", "moved"),
    [
        (date(2026, 9, 24), set(), date(2026, 9, 24)),  # a Thursday
        (date(2026, 9, 26), set(), date(2026, 9, 28)),  # Saturday to Monday
        (date(2026, 9, 27), set(), date(2026, 9, 28)),  # Sunday to Monday
        (date(2026, 9, 2), {date(2026, 9, 2)}, date(2026, 9, 3)),  # Quốc khánh, a Wednesday
        (date(2026, 9, 26), {date(2026, 9, 28)}, date(2026, 9, 29)),  # a weekend and a holiday after it
        (date(2027, 2, 4), TET, date(2027, 2, 11)),  # Tết with the weekend inside
    ],
)
def test_date_on_a_rest_day_stays_or_moves_by_the_rule_of_the_round(last_day, holidays, moved):
    written = calendar.due_until(last_day)

    assert in_force(written, policy=RestDays.STAY, holidays=holidays) == written
    assert in_force(written, policy=RestDays.NEXT, holidays=holidays) == calendar.due_until(moved)


def test_hour_of_a_letter_moves_with_its_day():
    written = moment("2026-09-26 17:00")  # a Saturday

    assert in_force(written, policy=RestDays.NEXT, holidays=set()) == moment("2026-09-28 17:00")
    assert calendar.describe_due(written) == "trước 17:00 26/09/2026"


# -- Through the doors -----------------------------------------------------------------------------------------------
def _register(place, row, producer):
    sets = place.law.rubrics.order_by("number")
    facts = WishFacts(target_year=2027, expected_stars=3, rubric=sets.first())
    return services.register_wish(
        registration_round=row,
        producer=producer,
        product=make_product(producer),
        facts=facts,
        key=uuid4(),
        actor=owner_of(producer),
    )


def _submit(dossier):
    dossier = Dossier.objects.get(pk=dossier.pk)  # as a page reads it, with the round as it stands then
    return services.submit_dossier(dossier=dossier, undertaken_by="Nguyễn Thị Hoa", actor=owner_of(dossier.producer))


def _send_list(place, wish):
    wish = Wish.objects.get(pk=wish.pk)
    services.list_wishes_of_commune(
        registration_round=wish.round, unit=place.commune, wishes=[wish], actor=place.commune_officer
    )
    wish.refresh_from_db()
    return wish


def _forward(place, dossier):
    dossier = Dossier.objects.get(pk=dossier.pk)
    return services.forward_dossier(dossier=dossier, actor=place.commune_officer)


def _send_up(place, dossier):
    """Bring a dossier that the commune has received through opinion and approval, and send it up."""
    write_opinion(place, dossier)
    services.ask_approval(dossier=dossier, actor=place.commune_officer)
    services.approve_opinion(dossier=dossier, actor=place.commune_leader)
    return services.forward_dossier(dossier=dossier, actor=place.commune_officer)


DOORS = ("wish", "dossier", "list", "forward")


def door_of(name, place, **dates):
    """Return the act that the dates of a round govern, with everything before it done in time."""
    if name == "wish":
        row = make_round(place, due_at=SOFT, hard_due_at=HARD, **dates)
        producer = make_producer(place.commune)
        return producer, row, lambda: _register(place, row, producer)
    if name == "dossier":
        row = make_round(place, dossier_due_at=SOFT, dossier_hard_due_at=HARD, **dates)
        draft = make_dossier(place, registration_round=row)
        return draft.producer, row, lambda: _submit(draft)
    if name == "list":
        row = make_round(place, due_at=SOFT, hard_due_at=HARD, meets_event=MeetsEvent.SENT, **dates)
        wish = make_wish(place, registration_round=row)
        return wish.producer, row, lambda: _send_list(place, wish)
    row = make_round(place, dossier_due_at=SOFT, dossier_hard_due_at=HARD, meets_event=MeetsEvent.SENT, **dates)
    dossier = make_dossier(place, registration_round=row, state=DossierState.OPINION_APPROVED)
    return dossier.producer, row, lambda: _forward(place, dossier)


def outcome_of(act, at):
    """Return how the portal judged an act at a moment."""
    with clock.frozen(at):
        try:
            done = act()
        except Refused as error:
            return "refused" if "Đã hết hạn" in str(error) else str(error)
    return "late" if done.is_late else "on time"


WORDS = {Standing.ON_TIME: "on time", Standing.LATE: "late", Standing.BY_LEAVE: "late", Standing.CLOSED: "refused"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("at", [SOFT - SECOND, SOFT, HARD - SECOND, HARD])
def test_door_around_the_dates(place, name, at):
    _producer, _row, act = door_of(name, place)

    assert outcome_of(act, at) == WORDS[standing(at, SOFT, HARD)]


@pytest.mark.django_db
@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("at", [HARD, LEAVE - SECOND, LEAVE])
def test_late_entry_of_the_producer_opens_the_door_until_its_end(place, name, at):
    producer, row, act = door_of(name, place)
    grant(place, row, producer)

    assert outcome_of(act, at) == WORDS[Window(SOFT, HARD, LEAVE).standing(at)]


@pytest.mark.django_db
@pytest.mark.parametrize("name", DOORS)
def test_late_entry_of_somebody_else_opens_nothing(place, name):
    _producer, row, act = door_of(name, place)
    grant(place, row, make_producer(place.commune))

    assert outcome_of(act, HARD) == "refused"


@pytest.mark.django_db
@pytest.mark.parametrize("name", DOORS)
def test_late_entry_of_the_commune_opens_the_door_to_all_of_it(place, name):
    _producer, row, act = door_of(name, place)
    grant(place, row, place.commune)

    assert outcome_of(act, LEAVE - SECOND) == "late"


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "other"), [("wish", Covers.DOSSIERS), ("dossier", Covers.WISHES)])
def test_late_entry_opens_only_what_it_covers(place, name, other):
    producer, row, act = door_of(name, place, **(EXTRA[name]))
    grant(place, row, producer, covers=other)

    assert outcome_of(act, HARD) == "refused"


EXTRA = {
    "wish": {"dossier_due_at": SOFT, "dossier_hard_due_at": HARD},
    "dossier": {"due_at": SOFT, "hard_due_at": HARD},
}


def grant(place, row, named, *, covers=Covers.BOTH, until_at=LEAVE):
    return services.grant_late_entry(
        registration_round=row,
        named=named,
        covers=covers,
        until_at=until_at,
        reason="Lũ chia cắt thôn từ ngày 20/9.",
        actor=place.round_officer,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", DOORS)
def test_late_entry_that_was_taken_back_opens_nothing(place, name):
    producer, row, act = door_of(name, place)
    entry = grant(place, row, producer)
    services.revoke_late_entry(entry=entry, reason="Nhầm chủ thể.", actor=place.round_officer)

    assert outcome_of(act, HARD) == "refused"


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_extended_soft_date_counts_for_what_came_before_too(place):
    row = make_round(place, due_at=SOFT)
    with clock.frozen(SOFT + SECOND):
        wish = make_wish(place, registration_round=row)
    assert wish.is_late

    with clock.frozen(SOFT + timedelta(hours=1)):
        change(place, row, due_at=HARD)

    wish.round.refresh_from_db()
    assert not wish.is_late


def change(place, row, **changes):
    names = [name for name in services.RoundFacts.__dataclass_fields__ if name != "units"]
    row.refresh_from_db()
    values = {name: getattr(row, name) for name in names} | {"units": list(row.units.all())} | changes
    services.update_round(
        registration_round=row, facts=services.RoundFacts(**values), seen=None, actor=place.round_officer
    )


@pytest.mark.django_db
def test_dossier_in_time_is_received_and_sent_up_after_the_hard_date(place):
    """Received by the commune's box in the portal is received: nobody loses by an officer who opens it on Monday."""
    row = make_round(place, dossier_due_at=SOFT, dossier_hard_due_at=SOFT)
    dossier = make_dossier(place, registration_round=row)

    with clock.frozen(SOFT - SECOND):
        dossier = _submit(dossier)
    with clock.frozen(HARD):
        services.receive_dossier(dossier=dossier, actor=place.commune_officer)
        _send_up(place, dossier)

    assert (dossier.state, dossier.is_late) == (DossierState.FORWARDED, False)


@pytest.mark.django_db
def test_list_after_the_hard_date_is_sent_where_receiving_counts(place):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    wish = make_wish(place, registration_round=row)

    with clock.frozen(HARD):
        _send_list(place, wish)

    wish.refresh_from_db()
    assert (wish.state, wish.is_late) == ("listed", False)


@pytest.mark.django_db
def test_dossier_that_was_sent_up_in_time_goes_up_again_after_a_return(place):
    row = make_round(place, dossier_due_at=SOFT, dossier_hard_due_at=HARD, meets_event=MeetsEvent.SENT)
    dossier = make_dossier(place, registration_round=row, state=DossierState.FORWARDED)
    drafts = [services.CompletionDraft(lack="samples", text="Gửi đủ 05 mẫu.")]

    with clock.frozen(HARD):
        services.return_to_commune(dossier=dossier, drafts=drafts, due_on=clock.today(), actor=place.round_officer)
        request = dossier.completion_requests.get()
        services.answer_completion(request=request, answer="Đã gửi đủ.", actor=place.commune_officer)
        _send_up(place, dossier)

    assert not dossier.is_late


@pytest.mark.django_db
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

    assert outcome_of(lambda: _register(place, row, producer), moment(last_second)) == "on time"
    assert outcome_of(lambda: _register(place, row, producer), moment(refused_from)) == "refused"


@pytest.mark.django_db
def test_moved_date_is_shown_with_what_the_letter_wrote_and_keeps_it(place, enter):
    row = make_round(place, due_at=moment("2026-09-28"), rest_days=RestDays.NEXT)  # until Sunday 27/9
    client = enter(place.round_officer)

    page = client.get(row.get_absolute_url()).content.decode()
    form = client.get(reverse("registrations:round_edit", args=[row.pk])).context["form"]

    assert "đến hết ngày 28/09/2026 (văn bản ghi: đến hết ngày 27/09/2026" in page
    assert form.initial["due_at"] == moment("2026-09-28")
    change(place, row, due_at=form.initial["due_at"], rest_days=RestDays.STAY)
    assert (row.due_at, row.written) == (moment("2026-09-28"), {})


@pytest.mark.django_db
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


# -- What the page says when the time has passed while a form was open -----------------------------------------------
@pytest.mark.django_db
def test_deadline_passes_while_a_dossier_is_open(place, enter):
    dates = {"dossier_due_at": SOFT, "dossier_hard_due_at": HARD, "contact": "Chị Hoa, 0912345678"}
    row = make_round(place, **dates)
    draft = make_dossier(place, registration_round=row)
    other = make_round(place, name="Đợt sau", due_at=moment("2026-12-01"))
    client = enter(owner_of(draft.producer))
    url = reverse("registrations:dossier_submit", args=[draft.pk])
    assert client.get(url).status_code == 200

    with clock.frozen(HARD):
        page = client.post(url, {"undertaken_by": "Nguyễn Thị Hoa", "agreed": "on"}).content.decode()
        again = client.get(draft.get_absolute_url()).content.decode()

    draft.refresh_from_db()
    assert (draft.state, draft.story) == ("draft", "Nội dung story.")
    for text in (page, again):
        assert "Bản soạn của bạn vẫn được giữ" in text
        assert "Chị Hoa, 0912345678" in text
        assert other.name in text


@pytest.mark.django_db
def test_deadline_passes_while_a_wish_is_open(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD, contact="Chị Hoa, 0912345678")
    producer = make_producer(place.commune)
    client = enter(owner_of(producer))
    url = reverse("registrations:wish_create") + f"?round={row.pk}"
    data = {
        "key": str(uuid4()), "producer": producer.pk, "product_name": "Cà phê của tôi", "kind": "first",
        "rubric": place.law.rubrics.get().pk, "target_year": "2027", "expected_stars": "3", "note": "Giữ chữ này",
    }  # fmt: skip
    assert client.get(url).status_code == 200

    with clock.frozen(HARD):
        page = client.post(url, data).content.decode()

    assert producer.wishes.count() == 0
    for words in ("Đã hết hạn đăng ký nhu cầu", "Chị Hoa, 0912345678", "Cà phê của tôi", "Giữ chữ này"):
        assert words in page


@pytest.mark.django_db
def test_list_page_says_that_its_time_has_passed(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD, meets_event=MeetsEvent.SENT)
    wish = make_wish(place, registration_round=row)
    client = enter(place.commune_officer)
    url = reverse("registrations:list_of_round", args=[row.pk])

    with clock.frozen(HARD):
        shown = client.get(url).content.decode()
        told = client.post(url, {"wish": [wish.pk]}, follow=True).content.decode()

    wish.refresh_from_db()
    assert wish.state == "registered"
    assert "các đăng ký vẫn được giữ nguyên" in shown
    assert "Danh sách chưa được gửi" in told


@pytest.mark.django_db
def test_round_past_its_hard_date_is_offered_to_whom_leave_was_given(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    named, other = make_producer(place.commune), make_producer(place.commune)
    grant(place, row, named)
    url = reverse("registrations:start")

    with clock.frozen(HARD):
        offered = enter(owner_of(named)).get(url).content.decode()
        hidden = enter(owner_of(other)).get(url).content.decode()

    form = reverse("registrations:wish_create") + f"?round={row.pk}"
    assert form in offered
    assert form not in hidden


# -- Granting and taking back ----------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_late_entry_is_told_and_kept_in_the_history_of_the_office(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    producer = make_producer(place.commune)
    stranger = make_producer(place.commune)
    client = enter(place.round_officer)
    data = {
        "unit": place.commune.pk, "producer_name": producer.name.lower(), "covers": "wishes",
        "until_at_day": "2026-10-09", "until_at_words": "until", "reason": "Lũ chia cắt thôn.",
    }  # fmt: skip

    done = client.post(reverse("registrations:late_entries", args=[row.pk]), data)

    entry = row.late_entries.get()
    assert done.status_code == 302
    assert (entry.producer, entry.unit, entry.until_at) == (producer, None, LEAVE)
    for user in (owner_of(producer), place.commune_officer, place.commune_leader):
        assert user.notifications.filter(kind="late_entry").count() == 1
    assert "Lũ chia cắt thôn." in client.get(row.get_absolute_url()).content.decode()
    for user in (owner_of(stranger), make_person("commune_officer", make_office(unit=_another(place, row)))):
        page = enter(user).get(row.get_absolute_url()).content.decode()
        assert producer.name not in page
        assert "Lũ chia cắt thôn." not in page


def _another(place, row):
    """A second commune of the round, of which data could leak."""
    unit = make_unit(parent=place.area)
    row.units.add(unit)
    return unit


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"until_at": HARD}, "phải sau hạn cuối"),
        ({"until_at": SOFT}, "phải sau hạn cuối"),
        ({"covers": Covers.DOSSIERS}, "không có hạn cuối"),
    ],
)
def test_late_entry_that_opens_nothing_is_refused(place, changes, match):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)

    with pytest.raises(Refused, match=match):
        grant(place, row, place.commune, **changes)


@pytest.mark.django_db
def test_late_entry_is_granted_once_and_only_to_those_who_take_part(place):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    grant(place, row, place.commune)

    with pytest.raises(Refused, match="đã được phép"):
        grant(place, row, place.commune, until_at=LEAVE + SECOND)
    with pytest.raises(Refused):
        grant(place, row, make_place().commune)


@pytest.mark.django_db
def test_taking_back_needs_a_reason_and_is_told(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    entry = grant(place, row, place.commune)
    client = enter(place.round_officer)
    url = reverse("registrations:late_entry_revoke", args=[row.pk, entry.pk])

    client.post(url, {"reason": ""})
    entry.refresh_from_db()
    assert entry.holds
    client.post(url, {"reason": "Nhầm xã."})

    entry.refresh_from_db()
    assert (entry.holds, entry.revoked_because) == (False, "Nhầm xã.")
    assert place.commune_officer.notifications.filter(kind="late_entry_revoked").count() == 1


@pytest.mark.django_db
def test_only_the_office_of_the_round_grants_and_takes_back(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    entry = grant(place, row, place.commune)
    url = reverse("registrations:late_entries", args=[row.pk])
    revoke = reverse("registrations:late_entry_revoke", args=[row.pk, entry.pk])
    elsewhere = make_place()

    for user in (place.commune_officer, place.leader):
        client = enter(user)
        assert client.post(url, {}).status_code == 403
        assert client.post(revoke, {"reason": "Không được."}).status_code == 403
    client = enter(elsewhere.round_officer)
    assert client.get(url).status_code == client.get(revoke).status_code == 404
    entry.refresh_from_db()
    assert entry.holds
