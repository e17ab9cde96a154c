"""Changing a round after its opening: told with old and new value, kept in its history, refused where it cuts off."""

from datetime import date

import pytest
from django.urls import reverse

from activity.errors import Refused
from foundation import clock
from foundation.models import Holiday
from registrations import services
from registrations.enums import DossierKind, MeetsEvent, RestDays
from tests.factories.accounts import make_unit
from tests.factories.registrations import (
    make_dossier,
    make_place,
    make_producer,
    make_round,
    make_wish,
    moment,
    owner_of,
)

pytestmark = pytest.mark.django_db


def change(house, row, *, reason="", **changes):
    names = [name for name in services.RoundFacts.__dataclass_fields__ if name != "units"]
    row.refresh_from_db()
    values = {name: getattr(row, name) for name in names} | {"units": list(row.units.all())} | changes
    return services.update_round(
        registration_round=row, facts=services.RoundFacts(**values), seen=None, actor=house.round_officer, reason=reason
    )


def test_all_who_are_concerned_read_old_and_new_value_and_reason(place):
    row = make_round(place, due_at=moment("2026-09-25"))
    wish = make_wish(place, registration_round=row)
    drafting = make_dossier(place, registration_round=row, fill=False)
    withdrawn = make_wish(place, registration_round=row, state="withdrawn")
    elsewhere = make_wish(make_place())

    change(place, row, due_at=moment("2026-10-01"), place="Số 5 đường Hoa", reason="Theo Công văn 99.")

    for user in (
        place.commune_officer, place.commune_leader, place.leader, owner_of(wish.producer), owner_of(drafting.producer),
    ):  # fmt: skip
        body = user.notifications.get(kind="round_changed").body
        assert "đến hết ngày 24/09/2026 → đến hết ngày 30/09/2026" in body
        assert "(để trống) → Số 5 đường Hoa" in body
        assert "Theo Công văn 99." in body
    for user in (owner_of(withdrawn.producer), owner_of(elsewhere.producer)):
        assert user.notifications.filter(kind="round_changed").count() == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dossier_due_at": moment("2026-12-01")}, "(để trống) → đến hết ngày 30/11/2026"),
        ({"meets_event": MeetsEvent.SENT}, "→ xã đã chuyển lên"),
        ({"answer_days": 20}, "15 → 20"),
        ({"contact": "Chị Hoa"}, "(để trống) → Chị Hoa"),
        ({"kinds": ["first", "upgrade"]}, "lần đầu"),
        ({"rest_days": RestDays.NEXT}, "giữ nguyên ngày ghi trong văn bản → chuyển sang hết ngày làm việc kế tiếp"),
    ],
)
def test_each_condition_is_told_and_stands_in_the_history_of_the_round(place, enter, changes, words):
    row = make_round(place)

    change(place, row, **changes)

    assert words in place.commune_officer.notifications.get(kind="round_changed").body
    assert words in enter(place.commune_officer).get(row.get_absolute_url()).content.decode()


def test_round_in_preparation_changes_without_a_word(place, enter):
    row = make_round(place, state="preparing")

    change(place, row, due_at=moment("2026-12-01"))

    assert place.commune_officer.notifications.count() == 0


def test_saving_without_a_change_tells_nobody(place):
    row = make_round(place)

    change(place, row)

    assert place.commune_officer.notifications.filter(kind="round_changed").count() == 0


def test_history_before_the_opening_and_lists_of_others_stay_with_the_office(place, enter):
    row = make_round(place, state="preparing")
    change(place, row, contact="Số nháp 0900")
    services.move_round(registration_round=row, action="open", actor=place.round_officer)
    make_wish(place, registration_round=row, state="listed")

    outside = enter(owner_of(make_producer(place.commune))).get(row.get_absolute_url()).context["history"]
    inside = enter(place.round_officer).get(row.get_absolute_url()).context["history"]

    assert len(outside) == 1
    assert len(inside) == 4


def test_commune_that_was_taken_out_is_told_too(place):
    row = make_round(place)

    change(place, row, units=[make_unit(parent=place.area)])

    assert f"{place.commune.name} →" in place.commune_officer.notifications.get(kind="round_changed").body


# -- What would cut off something that was filed ---------------------------------------------------------------------
def test_kind_with_registrations_cannot_be_taken_out(place):
    row = make_wish(place).round

    with pytest.raises(Refused, match="Đã có 1 đăng ký"):
        change(place, row, kinds=[DossierKind.UPGRADE])
    change(place, row, kinds=[DossierKind.FIRST])


def test_withdrawn_registrations_hold_nothing(place):
    row = make_wish(place, state="withdrawn").round

    change(place, row, kinds=[DossierKind.UPGRADE], units=[make_unit(parent=place.area)])

    assert row.kinds == [DossierKind.UPGRADE]


def test_date_cannot_be_moved_before_what_came_in_time(place):
    row = make_round(place, due_at=moment("2026-09-25"))
    with clock.frozen(moment("2026-09-24 23:59:59")):
        make_wish(place, registration_round=row)
        with pytest.raises(Refused, match="gửi đúng hạn"):
            change(place, row, due_at=moment("2026-09-24"))
        with pytest.raises(Refused, match="về thời điểm đã qua"):
            change(place, row, due_at=moment("2026-09-20"), hard_due_at=moment("2026-09-20"))


def test_event_cannot_change_where_it_makes_things_late(place):
    row = make_round(place, due_at=moment("2026-09-25"))
    wish = make_wish(place, registration_round=row)
    with clock.frozen(moment("2026-09-25")):
        services.list_wishes_of_commune(
            registration_round=row, unit=place.commune, wishes=[wish], actor=place.commune_officer
        )

        with pytest.raises(Refused, match="gửi đúng hạn"):
            change(place, row, meets_event=MeetsEvent.SENT)


def test_submitted_dossiers_hold_their_date(place):
    row = make_round(place, dossier_due_at=moment("2026-12-01"))
    make_dossier(place, registration_round=row, state="submitted")

    with pytest.raises(Refused, match="gửi đúng hạn"):
        change(place, row, dossier_due_at=moment("2026-08-20"))
    change(place, row, dossier_due_at=moment("2026-10-01"))


def test_hard_date_of_an_open_round_cannot_lie_in_the_past(place):
    row = make_round(place, due_at=moment("2026-08-15"), opens_on=date(2026, 8, 1))

    with pytest.raises(Refused, match="về thời điểm đã qua"):
        change(place, row, hard_due_at=moment("2026-08-20"))
    change(place, row, hard_due_at=moment("2026-08-21"))


def test_round_that_has_begun_does_not_begin_later(place):
    row = make_wish(place).round

    with pytest.raises(Refused, match="ngày mở"):
        change(place, row, opens_on=date(2026, 8, 25))


def test_refusal_stands_on_the_form_with_what_was_typed(place, enter):
    row = make_wish(place).round
    client = enter(place.round_officer)
    url = reverse("registrations:round_edit", args=[row.pk])
    data = {
        "name": row.name, "law": row.law_id, "year": "2026", "units": [place.commune.pk], "kinds": ["upgrade"],
        "opens_on": "2026-08-20", "due_at_day": "2026-09-19", "due_at_words": "before", "due_at_hour": "17:00",
        "meets_event": "received", "rest_days": "next", "after_return": "restart", "answer_days": "15",
        "reason": "Giữ lý do này", "seen": client.get(url).context["form"].initial["seen"],
    }  # fmt: skip

    page = client.post(url, data).content.decode()

    assert "Không bỏ được loại hồ sơ này" in page
    assert "Giữ lý do này" in page
    done = client.post(url, data | {"kinds": ["first"]})
    row.refresh_from_db()
    assert (done.status_code, row.rest_days) == (302, RestDays.NEXT)
    # 17:00 on Saturday 19/9 moves with its hour to Monday 21/9; the form shows again what was written.
    assert row.due_at == moment("2026-09-21 17:00")
    assert client.get(url).context["form"].initial["due_at"] == moment("2026-09-19 17:00")
    assert 'value="17:00"' in client.get(url).content.decode()


def test_moved_dates_know_the_holiday_table(place):
    Holiday.objects.create(day=date(2026, 9, 21), name="Ngày nghỉ thử")

    row = make_round(place, due_at=moment("2026-09-20"), rest_days=RestDays.NEXT)  # until Saturday 19/9

    assert row.due_at == moment("2026-09-23")
