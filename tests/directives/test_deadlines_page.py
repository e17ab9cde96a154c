"""The deadlines page and its calendar feeds: nobody reads more than they may see; a closed address is empty."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import icalendar
import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Membership
from activity.errors import Conflict, NotAllowed
from directives import selectors, services
from directives.models import CalendarFeed
from directives.views import feeds
from foundation import calendar, clock
from tests.factories.directives import make_house, make_task

pytestmark = pytest.mark.django_db


def read(client, feed: CalendarFeed, *, code: int = 200) -> list[str]:
    client.logout()
    response = client.get(reverse("directives:feed", args=[feed.token]))
    assert response.status_code == code
    if code != 200:
        return []
    return sorted(str(event["summary"]) for event in icalendar.Calendar.from_ical(response.content).walk("VEVENT"))


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


# -- The page --------------------------------------------------------------------------------------------------------
def test_list_month_and_offices_show_only_what_the_person_may_see(client, due_soon):
    house, other = make_house(), make_house()
    make_task(house, summary="Việc của xã này", due_at=due_soon)
    make_task(other, summary="Việc của xã khác", due_at=due_soon)
    client.force_login(house.commune_officer)

    for name in ("deadlines", "deadlines_month"):
        query = {"thang": calendar.last_day(due_soon).strftime("%Y-%m")}
        page = client.get(reverse(f"directives:{name}"), query).content.decode()
        assert "Việc của xã này" in page
        assert "Việc của xã khác" not in page
    rows = client.get(reverse("directives:deadlines_offices")).context["rows"]
    assert [(row["assignee_id"], row["open"], row["late"]) for row in rows] == [(house.commune.pk, 1, 0)]


def test_list_is_narrowed_by_office_and_done_tasks_are_gone(client, due_soon):
    house = make_house()
    make_task(house, summary="Của xã", due_at=due_soon)
    make_task(house, summary="Của phòng", due_at=due_soon, assignee=house.agriculture)
    done = make_task(house, summary="Đã xong", due_at=due_soon)
    services.report_task(task=done, actor=house.commune_officer, text="Xong rồi.")
    client.force_login(house.officer)

    def listed(**query) -> set[str]:
        return {row.summary for row in client.get(reverse("directives:deadlines"), query).context["page"].items}

    assert listed() == {"Của xã", "Của phòng"}
    assert listed(office=house.commune.pk) == {"Của xã"}
    assert listed(office=make_house().commune.pk) == {"Của xã", "Của phòng"}


@pytest.mark.parametrize("month", ["", "x", "2026-13", "0001-01", "9999-12", "2026-02"])
def test_month_takes_any_words_for_a_month(client, month):
    client.force_login(make_house().officer)

    assert client.get(reverse("directives:deadlines_month"), {"thang": month}).status_code == 200


@pytest.mark.parametrize("name", ["deadlines", "deadlines_month", "deadlines_offices"])
def test_page_asks_the_database_as_often_for_three_rows_as_for_one(client, queries_of, due_soon, name):
    house = make_house()
    client.force_login(house.officer)
    make_task(house, due_at=due_soon)
    query = "?thang=" + calendar.last_day(due_soon).strftime("%Y-%m")
    one = queries_of(reverse(f"directives:{name}") + query)

    for _n in range(2):
        make_task(house, due_at=due_soon, assignee=make_house().commune)

    assert queries_of(reverse(f"directives:{name}") + query) == one


# -- Feeds -----------------------------------------------------------------------------------------------------------
def test_feed_gives_the_open_deadlines_of_its_person_without_login(client, due_soon):
    house, other = make_house(), make_house()
    make_task(house, summary="Của xã", due_at=due_soon)
    make_task(house, summary="Của phòng", due_at=due_soon, assignee=house.agriculture)
    make_task(other, summary="Của xã khác", due_at=due_soon)
    done = make_task(house, summary="Đã xong", due_at=due_soon)
    services.report_task(task=done, actor=house.commune_officer, text="Xong rồi.")
    feed = services.make_feed(user=house.commune_officer)

    assert read(client, feed) == ["Của xã"]
    row = CalendarFeed.objects.values().get()
    assert feed.token not in str(row)


def test_feed_of_an_office_gives_its_tasks_whoever_works_on_them(client, due_soon):
    house = make_house()
    task = make_task(house, summary="Của phòng", due_at=due_soon, assignee=house.agriculture)
    services.hand_over(task=task, person=house.head, actor=house.officer)
    office = services.make_feed(user=house.officer, office=house.agriculture)
    person = services.make_feed(user=house.officer)

    assert (read(client, office), read(client, person)) == (["Của phòng"], [])


def test_feed_has_whole_days_hours_and_regular_reports(client):
    house = make_house()
    today = clock.today()
    hour = clock.start_of(today + timedelta(days=3)) + timedelta(hours=11)
    make_task(house, summary="Đến giờ", due_at=hour)
    make_task(house, summary="Cả ngày", due_at=calendar.due_before(today + timedelta(days=3)))
    regular = make_task(house, summary="Thường xuyên")
    services.set_reporting(task=regular, every="year", day=None, plan=None, actor=house.officer)
    feed = services.make_feed(user=house.commune_officer)

    body = client.get(reverse("directives:feed", args=[feed.token])).content
    events = {str(event["summary"]): event for event in icalendar.Calendar.from_ical(body).walk("VEVENT")}

    assert events["Cả ngày"]["dtstart"].dt == today + timedelta(days=2)
    end = events["Đến giờ"]["dtend"].dt
    assert isinstance(end, datetime)
    assert end == hour
    assert events[f"Báo cáo năm {today.year}: Thường xuyên"]["dtstart"].dt == date(today.year, 12, 31)


def test_closed_and_unknown_addresses_give_nothing(client, due_soon):
    house = make_house()
    make_task(house, due_at=due_soon)
    feed = services.make_feed(user=house.commune_officer)
    with pytest.raises(NotAllowed):
        services.revoke_feed(feed=feed, user=house.officer)
    with pytest.raises(Conflict):
        services.make_feed(user=house.commune_officer)

    services.revoke_feed(feed=feed, user=house.commune_officer)

    assert read(client, feed, code=404) == []
    assert client.get(reverse("directives:feed", args=["x" * 64])).status_code == 404
    fresh = services.make_feed(user=house.commune_officer)
    assert read(client, fresh) != []


def test_feed_of_who_left_the_office_gives_nothing(client, due_soon):
    house = make_house()
    make_task(house, due_at=due_soon)
    addresses = [
        services.make_feed(user=house.commune_officer),
        services.make_feed(user=house.commune_officer, office=house.commune),
    ]
    Membership.objects.filter(user=house.commune_officer).update(ends_on=clock.today() - timedelta(days=1))

    for feed in addresses:
        read(client, feed, code=404)


def test_feed_is_read_only_so_often(client, monkeypatch):
    monkeypatch.setattr(feeds, "FEED_READS_PER_HOUR", 2)
    feed = services.make_feed(user=make_house().officer)

    codes = [client.get(reverse("directives:feed", args=[feed.token])).status_code for _n in range(3)]

    assert codes == [200, 200, 429]


def test_addresses_are_made_and_closed_on_the_page_for_own_offices_only(client):
    house, other = make_house(), make_house()
    client.force_login(house.officer)

    client.post(reverse("directives:make_feed"))
    client.post(reverse("directives:make_feed"), {"office": house.agriculture.pk})
    refused = [
        client.post(reverse("directives:make_feed"), {"office": value}).status_code for value in (other.commune.pk, "x")
    ]

    mine = selectors.feeds_of(house.officer)
    assert (len(mine), refused) == (2, [404, 404])
    page = client.get(reverse("directives:deadlines")).content.decode()
    assert all(feed.token in page for feed in mine)
    client.force_login(other.officer)
    assert client.post(reverse("directives:revoke_feed", args=[mine[0].pk])).status_code == 404
    client.force_login(house.officer)
    client.post(reverse("directives:revoke_feed", args=[mine[0].pk]))
    assert len(selectors.feeds_of(house.officer)) == 1
