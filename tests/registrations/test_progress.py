"""How far the communes are: numbers that are their rows, for those who may know; reminders; the workbook."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.services import rebuild_reach
from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry, Notification
from foundation import clock
from registrations import selectors, services, visibility
from registrations.enums import DossierState, MeetsEvent, WishState
from registrations.models import CommuneReminder, Dossier
from tests.factories.accounts import make_office, make_person, make_unit
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

COLUMNS = (
    "registered", "listed", "selected", "writing", "submitted", "forwarded", "missing", "late_wishes", "late_dossiers",
)  # fmt: skip


@pytest.fixture
def busy(place):
    """A round of two communes with something in every column, and another round with rows that could leak into it."""
    row = make_round(place, due_at=moment("2026-08-21"), dossier_due_at=moment("2026-08-21"))
    other = make_unit(parent=place.area)
    rebuild_reach()
    row.units.add(other)
    common = {"registration_round": row}
    make_wish(place, **common)
    make_wish(place, state=WishState.LISTED, **common)
    make_wish(place, state=WishState.DECLINED, **common)
    make_wish(place, state=WishState.WITHDRAWN, **common)
    for state in ("draft", "submitted", "received", "returned", "forwarded", "accepted", "withdrawn", "refused"):
        make_dossier(place, state=state, **common)
    with clock.frozen(moment("2026-08-21 00:00:00")):
        make_wish(place, producer=make_producer(other), **common)
        make_dossier(place, state=DossierState.SUBMITTED, producer=make_producer(place.commune), **common)
    make_dossier(place, state=DossierState.FORWARDED)
    make_dossier(make_place(), state=DossierState.FORWARDED)
    return row, other


def numbers_of(progress, unit):
    return next(entry.numbers for entry in progress.rows if entry.unit == unit)


def test_numbers_say_how_far_each_commune_is(place, busy):
    row, other = busy

    progress = selectors.progress_visible_to(place.round_officer, row)

    first = numbers_of(progress, place.commune)
    assert {key: first[key] for key in COLUMNS} == {
        "registered": 12, "listed": 10, "selected": 9, "writing": 1, "submitted": 4, "forwarded": 2, "missing": 5,
        "late_wishes": 1, "late_dossiers": 1,
    }  # fmt: skip
    second = numbers_of(progress, other)
    assert {key: number for key, number in second.items() if number} == {
        "registered": 1, "late_wishes": 1, "to_list": 1,
    }  # fmt: skip
    assert tuple(selectors.MEASURES) == COLUMNS


@pytest.mark.parametrize("event", MeetsEvent.values)
@pytest.mark.parametrize("who", ["round_officer", "leader", "commune_officer", "commune_leader"])
def test_every_number_is_the_count_of_its_rows(place, busy, who, event):
    row, _other = busy
    type(row).objects.filter(pk=row.pk).update(meets_event=event)
    row.refresh_from_db()
    user = getattr(place, who)

    progress = selectors.progress_visible_to(user, row)

    assert progress.rows
    for key in COLUMNS:
        assert selectors.progress_rows(user, row, key).count() == progress.total[key]
        for entry in progress.rows:
            assert selectors.progress_rows(user, row, key, entry.unit).count() == entry.numbers[key]


def test_commune_sees_its_own_numbers_and_rows_only(place, busy, enter):
    row, other = busy
    neighbour = make_person(Role.COMMUNE_OFFICER, make_office(unit=other))
    client = enter(neighbour)

    page = client.get(reverse("registrations:round_progress", args=[row.pk])).content.decode()
    rows = client.get(reverse("registrations:round_progress_rows", args=[row.pk, "registered"])).content.decode()
    foreign = reverse("registrations:round_progress_rows", args=[row.pk, "registered"]) + f"?unit={place.commune.pk}"

    assert place.commune.name not in page
    assert [entry.unit for entry in selectors.progress_visible_to(neighbour, row).rows] == [other]
    for wish in row.wishes.filter(unit=place.commune).select_related("product", "producer"):
        assert wish.producer.name not in rows
    assert client.get(foreign).status_code == 404


def test_producers_and_strangers_have_no_such_page(place, busy, enter):
    row, _other = busy
    owner = owner_of(row.wishes.first().producer)

    for user in (owner, make_place().round_officer, make_place().commune_officer):
        client = enter(user)
        for name, rest in (
            ("round_progress", []),
            ("round_progress_workbook", []),
            ("round_progress_rows", ["late_wishes"]),
        ):
            assert client.get(reverse(f"registrations:{name}", args=[row.pk, *rest])).status_code == 404


def test_rows_open_only_the_dossiers_that_may_be_read(place, busy, enter):
    row, _other = busy
    client = enter(place.round_officer)

    page = client.get(reverse("registrations:round_progress_rows", args=[row.pk, "submitted"])).content.decode()
    up = client.get(reverse("registrations:round_progress_rows", args=[row.pk, "forwarded"])).content.decode()

    waiting = Dossier.objects.filter(round=row, state=DossierState.RECEIVED).select_related("product").get()
    sent = Dossier.objects.filter(round=row, state=DossierState.FORWARDED).get()
    assert waiting.product.name in page
    assert waiting.get_absolute_url() not in page
    assert sent.get_absolute_url() in up


def test_denied_dossiers_are_neither_counted_nor_shown(place, busy, monkeypatch):
    from django.db.models import Q

    row, _other = busy
    hidden = Dossier.objects.filter(round=row, state=DossierState.FORWARDED).get()
    monkeypatch.setattr(visibility, "_denials", [lambda user: Q(pk=hidden.pk) if user == place.round_officer else None])

    progress = selectors.progress_visible_to(place.round_officer, row)

    assert progress.total["forwarded"] == 1
    assert hidden not in selectors.progress_rows(place.round_officer, row, "forwarded")


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


def test_page_asks_again_by_itself_and_each_number_leads_to_its_rows(place, busy, enter):
    row, _other = busy

    page = enter(place.round_officer).get(reverse("registrations:round_progress", args=[row.pk])).content.decode()

    assert 'hx-trigger="every 20s"' in page
    for key in COLUMNS:
        assert reverse("registrations:round_progress_rows", args=[row.pk, key]) in page


def test_workbook_holds_the_same_table_with_its_totals(place, busy, enter):
    row, _other = busy
    progress = selectors.progress_visible_to(place.round_officer, row)

    response = enter(place.round_officer).get(reverse("registrations:round_progress_workbook", args=[row.pk]))

    sheet = load_workbook(BytesIO(response.content)).active
    table = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    assert [line[1] for line in table] == [*(entry.unit.name for entry in progress.rows), "Cộng"]
    assert table[-1][2:-1] == [progress.total[key] for key in COLUMNS]


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
