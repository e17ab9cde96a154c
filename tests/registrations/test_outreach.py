"""The communes' log of outreach, and its figures."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.services import rebuild_reach
from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry
from foundation import clock
from registrations import selectors, services
from registrations.models import Outreach
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.registrations import PNG, make_place, make_round

pytestmark = pytest.mark.django_db


def values_of(**given):
    return {
        "form": "meeting", "on": clock.today(), "place": "Nhà văn hoá", "topic": "Phổ biến OCOP", "people": 40,
        "round": None, "task": None, "note": "",
    } | given  # fmt: skip


def log(place, **given):
    return services.add_outreach(office=place.commune_office, values=values_of(**given), actor=place.commune_officer)


def test_officer_logs_changes_and_deletes_by_the_screens(place, enter):
    client = enter(place.commune_officer)
    data = {
        "form": "meeting", "on": "19/08/2026", "place": "Nhà văn hoá thôn 2", "topic": "Hướng dẫn đăng ký",
        "people": "35", "upload": SimpleUploadedFile("anh.png", PNG, "image/png"),
    }  # fmt: skip

    client.post(reverse("registrations:outreach_create"), data)
    row = Outreach.objects.get()
    page = client.get(row.get_absolute_url())
    seen = page.context["form"]["seen"].value()
    client.post(row.get_absolute_url(), data | {"people": "36", "upload": "", "seen": seen})
    row.refresh_from_db()
    changed, file = row.people, row.file_id
    asked = client.get(reverse("registrations:outreach_delete", args=[row.pk]))
    client.post(reverse("registrations:outreach_delete", args=[row.pk]))

    assert (row.unit, row.on) == (place.commune, date(2026, 8, 19))
    assert (changed, bool(file)) == (36, True)
    assert "Nhật ký vẫn giữ" in asked.content.decode()
    assert not Outreach.objects.exists()
    assert list(
        JournalEntry.objects.filter(stream=f"registrations.outreach:{row.pk}").values_list("action", flat=True)
    ) == ["create", "change", "delete"]


def test_day_to_come_is_refused_on_the_screen_and_in_the_service(place, enter):
    tomorrow = clock.today() + timedelta(days=1)
    response = enter(place.commune_officer).post(
        reverse("registrations:outreach_create"),
        {"form": "visit", "on": tomorrow.isoformat(), "place": "Thôn 1", "topic": "Giữ chữ này"},
    )

    with pytest.raises(Refused):
        log(place, on=tomorrow)
    assert "Giữ chữ này" in response.content.decode()
    assert not Outreach.objects.exists()


def test_log_is_seen_by_the_commune_and_the_offices_above_only(place, enter):
    other = make_place(law=place.law)
    row = log(place, topic="HỌP KÍN")
    url = reverse("registrations:outreach")

    for person, sees in (
        (place.commune_officer, True), (place.commune_leader, True), (place.round_officer, True),
        (place.leader, True), (other.commune_officer, False), (other.round_officer, False),
    ):  # fmt: skip
        client = enter(person)
        assert ("HỌP KÍN" in client.get(url).content.decode()) is sees
        assert client.get(row.get_absolute_url()).status_code == (200 if sees else 404)
        assert len(workbook(client, "outreach_workbook")) == (2 if sees else 1)
    assert enter(make_person(Role.PRODUCER)).get(url).status_code == 403
    assert enter(place.round_officer).post(row.get_absolute_url(), {}).status_code == 403
    assert enter(other.commune_officer).post(
        reverse("registrations:outreach_delete", args=[row.pk])
    ).status_code == 404  # fmt: skip


def test_picture_goes_with_its_entry(place, enter):
    from foundation.files import CheckedUpload

    upload = CheckedUpload(name="anh.png", content_type="image/png", content=PNG)
    row = services.add_outreach(
        office=place.commune_office, values=values_of(), actor=place.commune_officer, upload=upload
    )

    assert selectors.stored_file_visible_to(place.round_officer).filter(pk=row.file_id).exists()
    assert not selectors.stored_file_visible_to(make_place(law=place.law).commune_officer).exists()


def test_another_communes_officer_writes_nothing(place):
    row = log(place)
    stranger = make_person(Role.COMMUNE_OFFICER, make_office(unit=make_unit()))

    for person in (stranger, place.round_officer, place.commune_leader):
        with pytest.raises(NotAllowed):
            services.add_outreach(office=place.commune_office, values=values_of(), actor=person)
        with pytest.raises(NotAllowed):
            services.update_outreach(outreach=row, values=values_of(), seen=None, actor=person)
        with pytest.raises(NotAllowed):
            services.delete_outreach(outreach=row, actor=person)


def test_figures_by_commune_and_period_show_who_did_nothing(place, enter):
    idle = make_unit(parent=place.area)
    rebuild_reach()
    log(place)
    log(place, form="loudspeaker", people=None)
    log(place, on=date(2026, 1, 5), people=99)
    client = enter(place.round_officer)

    page = client.get(reverse("registrations:outreach_summary") + "?since=2026-08-01&until=31/08/2026")
    rows = workbook(client, "outreach_summary_workbook", "?since=2026-08-01")

    figures = {row.unit: (row.times, row.people) for row in page.context["rows"]}
    assert figures == {place.commune: (2, 40), idle: (0, 0)}
    assert (page.context["times"], page.context["people"], page.context["without"]) == (2, 40, 1)
    assert {row[1]: row[2:4] for row in rows[1:]} == {place.commune.name: (2, 40), idle.name: (0, 0)}


def test_outreach_of_a_round_counts_for_its_covering_letter(place):
    registration_round = make_round(place)
    log(place, round=registration_round, on=date(2026, 8, 1))
    log(place)
    log(place, on=date(2026, 8, 1))  # before the round opened, and not for it

    found = selectors.outreach.outreach_before(registration_round, place.commune)

    assert (found.times, found.people) == (2, 80)


@pytest.mark.parametrize("name", ["outreach", "outreach_summary"])
def test_lists_cost_the_same_with_one_row_and_three(place, enter, name):
    log(place, round=make_round(place))
    client = enter(place.round_officer)
    client.get(reverse(f"registrations:{name}"))

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse(f"registrations:{name}")).status_code == 200
        return len(found)

    before = queries()
    log(place, round=make_round(place), form="visit")
    log(place, form="online")
    assert queries() == before <= 16


def workbook(client, name, query=""):
    book = load_workbook(BytesIO(client.get(reverse(f"registrations:{name}") + query).content))
    return list(book.active.iter_rows(values_only=True))
