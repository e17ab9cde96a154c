"""How far the communes are: numbers that are their rows, for those who may know; reminders; the workbook."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.services import rebuild_reach
from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry, Notification
from foundation import clock
from registrations import selectors, services
from registrations.enums import DossierState
from registrations.models import CommuneReminder
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
from tests.registrations.test_lists import assert_constant

pytestmark = pytest.mark.django_db


def test_progress_page_costs_the_same_with_more_communes(place, enter):
    row = make_dossier(place, state=DossierState.SUBMITTED).round

    def grow():
        unit = make_unit(parent=place.area)
        row.units.add(unit)
        rebuild_reach()
        make_wish(place, registration_round=row, producer=make_producer(unit))

    assert_constant(enter(place.round_officer), reverse("registrations:round_progress", args=[row.pk]), grow, 14)


@pytest.mark.parametrize("key", ["registered", "submitted", "missing"])
def test_rows_cost_the_same_with_more_rows(place, enter, key):
    row = make_dossier(place, state=DossierState.SUBMITTED).round
    url = reverse("registrations:round_progress_rows", args=[row.pk, key])

    def grow():
        make_dossier(place, registration_round=row, state=DossierState.SUBMITTED)

    assert_constant(enter(place.round_officer), url, grow, 16)


def test_late_entries_cost_the_same_with_more_of_them(place, enter):
    row = make_round(place, due_at=moment("2026-09-25"), hard_due_at=moment("2026-10-02"))

    def grow():
        services.grant_late_entry(
            registration_round=row, named=make_producer(place.commune), covers="both", until_at=moment("2026-10-10"),
            reason="Lũ chia cắt thôn.", actor=place.round_officer,
        )  # fmt: skip

    grow()
    assert_constant(enter(place.round_officer), reverse("registrations:late_entries", args=[row.pk]), grow, 14)


# -- Reminders -------------------------------------------------------------------------------------------------------
def remind(place, row, unit=None):
    return services.remind_commune(registration_round=row, unit=unit or place.commune, actor=place.round_officer)


def test_commune_is_reminded_once_a_day_with_what_is_missing(place, enter):
    row = make_wish(place).round
    make_dossier(place, registration_round=row)
    url = reverse("registrations:round_remind", args=[row.pk, place.commune.pk])
    client = enter(place.round_officer)

    client.post(url)
    again = client.post(url, follow=True).content.decode()

    told = place.commune_officer.notifications.get(kind="commune_urged")
    assert "1 đăng ký chưa có trong danh sách nào." in told.body
    assert "1 sản phẩm được lựa chọn chưa chuyển hồ sơ lên." in told.body
    assert "Hôm nay đã đôn đốc" in again
    assert CommuneReminder.objects.count() == 1
    assert JournalEntry.objects.filter(stream=row.stream, action="remind").count() == 1
    with clock.frozen(date(2026, 8, 21)):
        remind(place, row)
    assert place.commune_officer.notifications.filter(kind="commune_urged").count() == 2
    assert place.commune_leader.notifications.filter(kind="commune_urged").count() == 2


def test_commune_that_owes_nothing_is_left_alone(place):
    row = make_dossier(place, state=DossierState.FORWARDED).round

    with pytest.raises(Refused, match="không còn thiếu gì"):
        remind(place, row)
    assert Notification.objects.filter(kind="commune_urged").count() == 0


def test_commune_without_people_is_named_instead_of_reminded(place):
    row = make_round(place)
    lonely = make_unit(parent=place.area)
    row.units.add(lonely)

    with pytest.raises(Refused, match="chưa có ai dùng cổng này"):
        remind(place, row, lonely)
    assert CommuneReminder.objects.count() == 0


def test_only_the_office_reminds(place, enter):
    row = make_wish(place).round
    url = reverse("registrations:round_remind", args=[row.pk, place.commune.pk])

    assert enter(place.leader).post(url).status_code == 403
    assert enter(place.commune_officer).post(url).status_code == 403
    assert enter(make_place().round_officer).post(url).status_code == 404
    with pytest.raises(NotAllowed):
        services.remind_commune(registration_round=row, unit=place.commune, actor=place.leader)


# -- What to do next, on the round's page ----------------------------------------------------------------------------
def guides(user, row):
    return [guide.text for guide in selectors.guides_for(user, row, selectors.progress_visible_to(user, row))]


def test_round_tells_each_role_what_to_do_next(place, enter):
    row = make_round(place, dossier_due_at=moment("2026-10-30"))
    producer = make_producer(place.commune)
    owner = owner_of(producer)

    assert guides(owner, row) == ["Đăng ký sản phẩm bạn muốn xây dựng."]
    assert guides(place.commune_officer, row) == ["Thông báo đợt này cho các chủ thể; xã bạn chưa có ai đăng ký."]
    wish = make_wish(place, registration_round=row, producer=producer)
    assert guides(place.commune_officer, row) == ["Đưa 1 đăng ký vào danh sách của xã và gửi lên."]
    assert "Rà soát, lựa chọn: 1 đăng ký." in guides(place.round_officer, row)
    services.select_wish(wish=wish, actor=place.round_officer)
    assert guides(owner, row)[0] == f"Viết hồ sơ và nộp: {wish.product.name}."
    assert guides(place.commune_leader, row) == ["Hiện không có ý kiến nào chờ bạn phê duyệt."]
    assert guides(place.leader, row) == ["0/1 sản phẩm được lựa chọn đã có hồ sơ chuyển lên; còn thiếu 1."]
    for user in (owner, place.commune_officer, place.commune_leader, place.round_officer, place.leader):
        assert "Việc cần làm tiếp theo" in enter(user).get(row.get_absolute_url()).content.decode()


def test_office_is_told_to_receive_check_and_close(place):
    row = make_round(place, due_at=moment("2026-08-21"), hard_due_at=moment("2026-08-22"))
    make_dossier(place, registration_round=row, state=DossierState.FORWARDED)
    taken = make_dossier(place, registration_round=row, state=DossierState.FORWARDED)
    services.take_in_dossier(dossier=taken, actor=place.round_officer)

    with clock.frozen(moment("2026-08-22")):
        found = guides(place.round_officer, row)

    assert "Tiếp nhận 1 hồ sơ." in found
    assert "Kiểm tra 1 hồ sơ đã tiếp nhận: nhận vào đánh giá hoặc đề nghị bổ sung." in found
    assert "Đã hết hạn cuối: đóng đợt, hoặc cho phép nộp muộn." in found


def test_leader_approves_with_the_first_day_named(place):
    dossier = make_dossier(place, state=DossierState.OPINION_WAITING)

    (guide,) = selectors.guides_for(
        place.commune_leader, dossier.round, selectors.progress_visible_to(place.commune_leader, dossier.round)
    )

    assert guide.text == "Phê duyệt 1 ý kiến."
    assert f"{dossier.due_on:%d/%m/%Y}" in guide.until
    assert dossier.due_on > date(2026, 8, 20) + timedelta(days=14)
