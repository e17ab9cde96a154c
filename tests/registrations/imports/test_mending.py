"""Rows of a list are put right on the page: read and compared anew, nothing of them lost."""

import errno
import re

import pytest
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from activity.errors import Conflict
from activity.models import JournalEntry
from registrations import services
from registrations.enums import ImportKind, RowState
from registrations.models import ImportBatch, ImportRow, Wish
from tests.factories.imports import staged, worked
from tests.factories.registrations import make_place, make_producer, make_product
from tests.registrations import workbooks
from tests.registrations.imports.lists import wishes_of
from tests.registrations.test_pages import check

pytestmark = pytest.mark.django_db
HEADERS = ["Tên sản phẩm", "Chủ thể", "Điện thoại", "Mã số thuế"]


def messy(place):
    return staged(**wishes_of(place))


def row_of(batch, number):
    return ImportRow.objects.select_related("batch").get(batch=batch, number=number)


def url_of(batch, number):
    return reverse("registrations:import_row", args=[batch.pk, number])


def fields_of(page):
    """Return what a browser would send of the page's text fields."""
    found = re.findall(r"<input[^>]*>", page)
    named = [(re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in found]
    return {name[1]: value[1] if value else "" for name, value in named if name and name[1] != "csrfmiddlewaretoken"}


def test_row_with_an_error_is_put_right_on_the_page(place, enter):
    batch = messy(place)
    client = enter(place.commune_officer)
    page = client.get(url_of(batch, 8))
    assert check(page, "row") == 200
    fields = fields_of(page.content.decode())
    assert (fields["phone"], fields["product"], fields["stars"]) == ("12345", "Măng khô", "***")
    assert "“12345” không phải là số điện thoại" in page.content.decode()

    response = client.post(url_of(batch, 8), fields | {"phone": "0912 345 679"})

    assert response["Location"] == batch.get_absolute_url() + "?state=error"
    row = row_of(batch, 8)
    assert (row.state, row.problems, row.values["phone"]) == (RowState.READY, [], "0912345679")
    entry = JournalEntry.objects.filter(stream=batch.stream).latest("seq")
    assert (entry.before, entry.after) == ('{"8.phone": "12345"}', '{"8.phone": "0912 345 679"}')


def test_mended_row_is_taken_over_with_the_others(place):
    batch = messy(place)
    services.mend_row(row=row_of(batch, 8), cells={"phone": "0912345679"}, seen=0, actor=place.commune_officer)

    services.accept_import(batch=batch, actor=place.commune_officer)
    worked(batch)

    wish = Wish.objects.get(product__name="Măng khô")
    assert (wish.expected_stars, wish.producer.phone) == (3, "0912345679")


def test_row_that_is_still_wrong_comes_back_with_what_was_typed(place, enter):
    batch = messy(place)
    client = enter(place.commune_officer)
    fields = fields_of(client.get(url_of(batch, 8)).content.decode())

    response = client.post(url_of(batch, 8), fields | {"phone": "0999"}, follow=True)

    assert response.redirect_chain[-1][0] == url_of(batch, 8)
    assert "“0999” không phải là số điện thoại" in response.content.decode()
    assert row_of(batch, 8).state == RowState.ERROR


def test_rows_of_a_merged_cell_are_put_right_with_the_first(ours):
    content = workbooks.simple([HEADERS, ["Cà phê", "#N/A", "", ""], ["Trà", None], ["Mật", None]])
    batch = staged(content, **ours)
    assert {row.state for row in batch.rows.all()} == {RowState.ERROR}

    services.mend_row(row=row_of(batch, 2), cells={"producer": "HTX Một"}, seen=0, actor=ours["actor"])

    rows = batch.rows.values_list("producer_name", "state")
    assert list(rows) == [("HTX Một", RowState.READY)] * 3


def test_mended_row_is_compared_with_the_list_and_the_portal(place, ours):
    known = make_product(make_producer(place.commune, name="HTX Cũ"), name="Gạo đỏ")
    lines = [["Trà", "HTX Một", "", "5900000001"], ["Mật", "HTX Hai", "12", ""], ["Măng", "HTX Ba", "34", ""]]
    batch = staged(workbooks.simple([HEADERS, *lines, ["Sâm", "HTX Bốn", "56", ""]]), **ours)

    for number, cells in (
        (3, {"product": "trà", "producer": "Hợp tác xã Một", "phone": ""}),
        (4, {"phone": "", "tax_code": "5900000001"}),
        (5, {"product": known.name, "producer": "HTX Cũ", "phone": ""}),
    ):
        services.mend_row(row=row_of(batch, number), cells=cells, seen=0, actor=ours["actor"])

    found = {row.number: (row.state, [item["code"] for item in row.problems]) for row in batch.rows.all()}
    assert found[3] == (RowState.DUPLICATE, ["twin"])
    assert found[4] == (RowState.DUPLICATE, ["maybe_row"])
    assert found[5] == (RowState.DUPLICATE, ["known_product"])


def test_register_row_with_a_day_that_is_none_is_put_right(place):
    batch = staged(
        workbooks.register(place.commune.name), office=place.office, actor=place.round_officer, kind=ImportKind.REGISTER
    )
    assert row_of(batch, 7).cells["again_on"] == "05/11/2025"  # a serial number in the file

    services.mend_row(row=row_of(batch, 9), cells={"first_on": "28/02/2025"}, seen=0, actor=place.round_officer)
    services.mend_row(row=row_of(batch, 8), cells={"current_stars": "3"}, seen=0, actor=place.round_officer)
    services.mend_row(row=row_of(batch, 7), cells={"packing": "Hộp 100 g"}, seen=0, actor=place.round_officer)

    assert {row_of(batch, number).state for number in (7, 8, 9)} == {RowState.READY}
    assert row_of(batch, 9).values["recognition"]["recognised_on"] == "2025-02-28"
    assert row_of(batch, 7).values["recognition"]["recognised_on"] == "2025-11-05"


def test_two_officers_at_one_row_the_second_is_told(place):
    batch = messy(place)
    row = row_of(batch, 8)
    services.mend_row(row=row, cells={"phone": "0912345679"}, seen=0, actor=place.commune_officer)

    with pytest.raises(Conflict):
        services.mend_row(row=row, cells={"phone": "0912345000"}, seen=0, actor=place.commune_officer)

    assert row_of(batch, 8).values["phone"] == "0912345679"


@pytest.mark.parametrize("number", [4, 11])
def test_rows_that_were_left_out_are_not_put_right(place, enter, number):
    batch = messy(place)

    response = enter(place.commune_officer).get(url_of(batch, number), follow=True)

    assert response.redirect_chain[-1][0] == batch.get_absolute_url()


def test_list_under_way_is_not_put_right(place, enter):
    batch = messy(place)
    services.accept_import(batch=batch, actor=place.commune_officer)
    row = row_of(batch, 8)

    with pytest.raises(Conflict):
        services.mend_row(row=row, cells={"phone": "0912345679"}, seen=0, actor=place.commune_officer)

    assert enter(place.commune_officer).get(url_of(batch, 8)).status_code == 302


def test_rows_of_others_are_not_reached(place, enter):
    batch = messy(place)

    for user in (place.round_officer, place.commune_leader, make_place().commune_officer):
        client = enter(user)
        assert client.get(url_of(batch, 8)).status_code == 404
        assert client.post(url_of(batch, 8), {"phone": "0912345679", "seen": "0"}).status_code == 404
    assert row_of(batch, 8).state == RowState.ERROR


def test_page_of_an_import_leads_to_the_rows_with_errors(place, enter):
    batch = messy(place)

    page = enter(place.commune_officer).get(batch.get_absolute_url()).content.decode()

    assert url_of(batch, 8) in page
    assert f'href="{url_of(batch, 5)}"' not in page


def test_strange_cells_break_nothing(place, enter):
    batch = messy(place)
    client = enter(place.commune_officer)
    fields = fields_of(client.get(url_of(batch, 8)).content.decode())

    for typed in ({"phone": "9" * 6000}, {"product": "x" * 300, "year": "🍯", "group": "99999999999999999999"}):
        response = client.post(url_of(batch, 8), fields | typed, follow=True)
        assert response.status_code == 200
    assert client.post(url_of(batch, 8), fields | {"seen": "x"}, follow=True).status_code == 200
    assert row_of(batch, 8).state == RowState.ERROR


def test_full_disk_is_said_on_the_upload_page(place, enter, monkeypatch):
    def full(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    data = {"kind": "products", "file": workbooks.as_upload(workbooks.products(1))}

    response = enter(place.commune_officer).post(reverse("registrations:import_create"), data)

    assert response.status_code == 200
    assert "đã hết dung lượng" in response.content.decode()
    assert not ImportBatch.objects.exists()
