"""The table of rest days: administrators bring each year's days; offices are warned when a year has none."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.rest_days import selectors
from activity.models import JournalEntry
from foundation import calendar, clock
from foundation.models import Holiday
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db

URL = "/tai-khoan/ngay-nghi/"


@pytest.fixture(autouse=True)
def _autumn():
    with clock.frozen(date(2026, 10, 5)):
        yield


@pytest.fixture
def admin(client):
    user = make_person(Role.ADMINISTRATOR)
    client.force_login(user)
    return client


def test_days_are_brought_as_an_announcement_lists_them(admin):
    lines = "01/01/2027 Tết Dương lịch\n\n04/02/2027 - 10/02/2027: Tết Nguyên đán"

    response = admin.post(URL, {"lines": lines})

    assert response.url == f"{URL}?year=2027"
    assert list(selectors.rest_days_of(2027).values_list("day", "name"))[:2] == [
        (date(2027, 1, 1), "Tết Dương lịch"),
        (date(2027, 2, 4), "Tết Nguyên đán"),
    ]
    assert Holiday.objects.count() == 8
    assert calendar.add_working_days(date(2027, 2, 3), 1) == date(2027, 2, 11)
    assert JournalEntry.objects.get(stream="foundation.holiday:2027").action == "add"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Tết Nguyên đán", "Dòng 1"),
        ("01/01/2027 Tết\n31/02/2027 Sai", "Dòng 2: không có ngày này"),
        ("10/02/2027 - 04/02/2027 Ngược", "ngày sau phải sau ngày trước"),
        ("01/01/2027 - 31/12/2027 Cả năm", "dài nhất một tháng"),
        ("01/01/9999 Xa quá", "không có ngày này"),
        ("", "điền"),
    ],
)
def test_bad_lines_are_named_and_nothing_is_added(admin, lines, words):
    page = admin.post(URL, {"lines": lines}).content.decode()

    assert words in page
    assert Holiday.objects.count() == 0


def test_days_that_are_there_already_add_nothing(admin):
    Holiday.objects.create(day=date(2027, 1, 1), name="Tết Dương lịch")

    page = admin.post(URL, {"lines": "01/01/2027 Tên khác"}).content.decode()

    assert "đã có trong bảng" in page
    assert Holiday.objects.get().name == "Tết Dương lịch"


def test_day_is_removed_and_the_journal_keeps_it(admin):
    Holiday.objects.create(day=date(2027, 1, 2), name="Nghỉ nhầm")

    admin.post(reverse("accounts:rest_day_remove", args=["2027-01-02"]))
    again = admin.post(reverse("accounts:rest_day_remove", args=["2027-01-02"]), follow=True).content.decode()

    assert Holiday.objects.count() == 0
    assert "không còn trong bảng" in again
    assert "Nghỉ nhầm" in JournalEntry.objects.get(stream="foundation.holiday:2027", action="remove").before
    assert admin.post(reverse("accounts:rest_day_remove", args=["hom-nay"])).status_code == 404


def test_officials_read_and_only_administrators_write(client):
    Holiday.objects.create(day=date(2026, 9, 2), name="Quốc khánh")
    client.force_login(make_person(Role.COMMUNE_OFFICER))

    assert "Quốc khánh" in client.get(URL).content.decode()
    assert client.post(URL, {"lines": "01/01/2027 Tết"}).status_code == 403
    assert client.post(reverse("accounts:rest_day_remove", args=["2026-09-02"])).status_code == 403
    client.force_login(make_person(Role.PRODUCER))
    assert client.get(URL).status_code == 403
    assert Holiday.objects.count() == 1


@pytest.mark.parametrize(
    ("today", "years", "warned"),
    [
        (date(2026, 9, 30), [2026], None),
        (date(2026, 10, 1), [2026], 2027),
        (date(2026, 10, 1), [2026, 2027], None),
        (date(2026, 3, 1), [], 2026),
        (date(2026, 12, 31), [2027], 2026),
    ],
)
def test_warning_names_the_year_that_has_no_days(today, years, warned):
    Holiday.objects.bulk_create(Holiday(day=date(year, 1, 1), name="Tết Dương lịch") for year in years)

    with clock.frozen(today):
        assert selectors.year_without_rest_days() == warned


def test_administrator_and_office_are_warned_on_their_pages(client):
    Holiday.objects.create(day=date(2026, 9, 2), name="Quốc khánh")
    home = reverse("dashboards:home")

    for role in (Role.ADMINISTRATOR, Role.ROUND_OFFICER):
        client.force_login(make_person(role))
        assert "Bảng chưa có ngày nghỉ năm 2027" in client.get(home).content.decode()
    client.force_login(make_person(Role.COMMUNE_OFFICER))
    assert "Bảng chưa có ngày nghỉ" not in client.get(home).content.decode()


def test_page_costs_the_same_with_more_days(admin, django_assert_max_num_queries):
    Holiday.objects.create(day=date(2026, 1, 1), name="Tết Dương lịch")
    admin.get(URL)

    with django_assert_max_num_queries(10) as first:
        admin.get(URL)
    Holiday.objects.bulk_create(Holiday(day=date(2026, 2, n), name="Tết") for n in range(16, 21))
    with django_assert_max_num_queries(len(first.captured_queries)):
        admin.get(URL)
