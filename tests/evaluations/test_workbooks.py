"""Score sheets as a workbook: filled anywhere, refused by cell, looked at before it is written, never half-written."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from evaluations import services
from evaluations.enums import RoundState
from evaluations.models import Sheet, SheetItem, SheetUpload
from evaluations.services import Answer
from tests.factories.evaluations import bring_to, entry_of, fill_sheet, make_hall, make_round, submit_sheet


@pytest.fixture
def found(hall):
    return make_round(hall, entries=2)


@pytest.fixture
def member(client, hall):
    client.force_login(hall.members[0])
    return hall.members[0]


def download(client, found):
    response = client.get(reverse("evaluations:workbook_download", args=[found.pk]))
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content))


def upload(client, found, book):
    """Upload a workbook and return the page that shows what it would do."""
    out = io.BytesIO()
    book.save(out)
    content = out.getvalue()
    file = SimpleUploadedFile("phieu.xlsx", content)
    return client.post(reverse("evaluations:workbook", args=[found.pk]), {"upload": file}, follow=True)


def faults_of(page):
    return [(fault.cell, sheet) for sheet, faults in page.context["faults"] for fault in faults]


def item_rows(sheet):
    """Return the row numbers of items: their choice can be filled and their points say "tối đa"."""
    rows = range(6, sheet.max_row + 1)
    return [n for n in rows if not sheet[f"D{n}"].protection.locked and "tối đa" in str(sheet[f"C{n}"].value)]


def fill(sheet, number=1):
    for row in item_rows(sheet):
        sheet[f"D{row}"] = number


def test_workbook_has_a_locked_worksheet_for_each_product_and_shows_what_is_ticked(client, hall, found, member):
    entry = entry_of(found)
    item = entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()
    answers = {item.pk: Answer(item.levels.order_by("order")[1].pk, "xem hợp đồng")}
    services.save_sheet(entry=entry, actor=member, answers=answers)

    book = download(client, found)

    sheet = book.worksheets[0]
    row = item_rows(sheet)[0]
    assert len(book.sheetnames) == 3
    assert book["_ocop"].sheet_state == "veryHidden"
    assert all(one.protection.sheet for one in book.worksheets)
    assert sheet[f"B{row}"].protection.locked
    assert (sheet[f"D{row}"].value, sheet[f"E{row}"].value) == (2, "xem hợp đồng")
    assert len(item_rows(sheet)) == entry.rubric.criteria.filter(is_leaf=True).count()


def test_filled_workbook_is_shown_first_and_written_when_the_member_says_so(client, found, member):
    book = download(client, found)
    for sheet in book.worksheets[:2]:
        fill(sheet)

    page = upload(client, found, book)
    before = SheetItem.objects.count()
    client.post(page.redirect_chain[-1][0])

    leaves = entry_of(found).rubric.criteria.filter(is_leaf=True).count()
    assert page.context["faults"] == []
    assert page.context["changes"] == 2 * leaves
    assert before == 0
    assert SheetItem.objects.filter(answered=True).count() == 2 * leaves
    assert set(Sheet.objects.values_list("state", flat=True)) == {"draft"}


def test_level_can_be_marked_in_its_own_row(client, found, member):
    book = download(client, found)
    sheet = book.worksheets[0]
    row = item_rows(sheet)[0]
    sheet[f"D{row + 1}"] = "X"

    client.post(upload(client, found, book).redirect_chain[-1][0])

    stored = SheetItem.objects.get()
    assert stored.label == sheet[f"B{row + 1}"].value
    assert stored.points == int(sheet[f"C{row + 1}"].value)


@pytest.mark.parametrize("value", [99, -1, 1.5, "hai", "=1+1", True, "1e3", "٣"])
def test_impossible_number_is_refused_at_its_cell_and_nothing_is_written(client, found, member, value):
    book = download(client, found)
    first, second = book.worksheets[:2]
    fill(first)
    row = item_rows(second)[0]
    second[f"D{row}"] = value

    page = upload(client, found, book)
    client.post(page.redirect_chain[-1][0])

    assert faults_of(page) == [(f"D{row}", second.title)]
    assert not SheetItem.objects.exists()
    assert SheetUpload.objects.get().written_at is None


def test_changed_label_is_refused_at_its_cell(client, found, member):
    book = download(client, found)
    sheet = book.worksheets[0]
    row = item_rows(sheet)[3]
    sheet[f"C{row + 1}"] = "50"
    sheet[f"B{row}"] = "Tiêu chí khác"

    page = upload(client, found, book)

    assert faults_of(page) == [(f"B{row}", sheet.title), (f"C{row + 1}", sheet.title)]


def test_two_levels_of_one_item_are_refused_at_the_second(client, found, member):
    book = download(client, found)
    sheet = book.worksheets[0]
    row = item_rows(sheet)[0]
    sheet[f"D{row + 1}"], sheet[f"D{row + 2}"] = "x", "x"

    assert faults_of(upload(client, found, book)) == [(f"D{row + 2}", sheet.title)]


@pytest.mark.parametrize(("column", "value"), [("E", "a" * 501), ("E", "=A1"), ("D", "có")])
def test_bad_text_is_refused_at_its_cell(client, found, member, column, value):
    book = download(client, found)
    sheet = book.worksheets[0]
    row = item_rows(sheet)[0] + (column == "D")
    sheet[f"{column}{row}"] = value

    assert faults_of(upload(client, found, book)) == [(f"{column}{row}", sheet.title)]


def test_workbook_of_another_version_of_the_criteria_is_refused(client, found, member):
    book = download(client, found)
    meta = json.loads(book["_ocop"]["A1"].value)
    meta["entries"][0]["set"] = "0" * 64
    book["_ocop"]["A1"] = json.dumps(meta)

    assert faults_of(upload(client, found, book)) == [("A1", book.worksheets[0].title)]


def test_workbook_of_another_round_is_refused(client, hall, found, member):
    book = download(client, make_round(hall))
    fill(book.worksheets[0])

    page = upload(client, found, book)

    assert [sheet for _cell, sheet in faults_of(page)] == [""]
    assert "đợt khác" in page.content.decode()


def test_workbook_of_another_member_is_refused(client, hall, found, member):
    book = download(client, found)
    client.force_login(hall.members[1])

    assert "thành viên khác" in upload(client, found, book).content.decode()


def test_workbook_of_a_foreign_council_is_404(client, found):
    client.force_login(make_hall(members=1).members[0])

    assert client.get(reverse("evaluations:workbook_download", args=[found.pk])).status_code == 404


def test_worksheet_of_a_product_recused_meanwhile_is_refused_and_nothing_is_written(client, found, member):
    book = download(client, found)
    for sheet in book.worksheets[:2]:
        fill(sheet)
    services.declare_recusal(entry=entry_of(found, 1), actor=member, reason="Cháu của chủ thể.")

    page = upload(client, found, book)
    client.post(page.redirect_chain[-1][0])

    assert faults_of(page) == [("A1", book.worksheets[1].title)]
    assert not SheetItem.objects.exists()


def test_workbook_never_holds_a_product_from_which_the_member_is_recused(client, found, member):
    services.declare_recusal(entry=entry_of(found, 1), actor=member, reason="Cháu của chủ thể.")
    hidden = entry_of(found, 1)

    book = download(client, found)

    text = " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    assert hidden.dossier.product.name not in text
    assert f'"entry":{hidden.pk},' not in text


def test_workbook_holds_nothing_of_other_members_sheets(client, hall, found, member):
    entry = entry_of(found)
    fill_sheet(entry, hall.members[1], 83)
    item = entry.rubric.criteria.filter(is_leaf=True).first()
    services.save_sheet(
        entry=entry, actor=hall.members[1], answers={item.pk: Answer(None, "NHẬN XÉT RIÊNG", given=False)}
    )

    book = download(client, found)

    text = " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    assert "NHẬN XÉT RIÊNG" not in text
    assert [sheet[f"D{row}"].value for sheet in book.worksheets[:2] for row in item_rows(sheet)] == [None] * 68


def test_submitted_sheet_cannot_be_overwritten_by_a_workbook(client, found, member):
    book = download(client, found)
    fill(book.worksheets[0])
    sheet = submit_sheet(entry_of(found), member, 80)

    page = upload(client, found, book)

    sheet.refresh_from_db()
    assert faults_of(page) == [("A1", book.worksheets[0].title)]
    assert (sheet.state, sheet.total) == ("sealed", 80)


def test_item_changed_in_the_portal_after_the_download_is_refused_at_its_cell(client, found, member):
    entry = entry_of(found)
    item = entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()
    levels = list(item.levels.order_by("order"))
    book = download(client, found)
    sheet = book.worksheets[0]
    fill(sheet)
    services.save_sheet(entry=entry, actor=member, answers={item.pk: Answer(levels[1].pk)})

    page = upload(client, found, book)

    assert faults_of(page) == [(f"D{item_rows(sheet)[0]}", sheet.title)]


def test_workbook_that_went_wrong_between_look_and_write_writes_nothing(client, found, member):
    entry = entry_of(found)
    item = entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()
    book = download(client, found)
    for sheet in book.worksheets[:2]:
        fill(sheet)
    page = upload(client, found, book)
    services.save_sheet(entry=entry, actor=member, answers={item.pk: Answer(None)})

    client.post(page.redirect_chain[-1][0])

    assert SheetItem.objects.count() == 1


def test_workbook_is_written_once(client, found, member):
    book = download(client, found)
    fill(book.worksheets[0])
    page = upload(client, found, book)
    versions = []

    for _time in range(2):
        client.post(page.redirect_chain[-1][0])
        versions.append(Sheet.objects.get().version)

    assert versions[0] == versions[1]


def test_empty_cells_take_nothing_away(client, hall, found, member):
    fill_sheet(entry_of(found), member, 80)
    book = download(client, found)
    for row in item_rows(book.worksheets[0]):
        book.worksheets[0][f"D{row}"] = None

    page = upload(client, found, book)
    client.post(page.redirect_chain[-1][0])

    assert page.context["changes"] == 0
    assert SheetItem.objects.filter(answered=True).count() == 34


def test_another_member_does_not_see_an_uploaded_workbook(client, hall, found, member):
    book = download(client, found)
    fill(book.worksheets[0])
    address = upload(client, found, book).redirect_chain[-1][0]

    seen = []
    for person in (hall.members[1], hall.officer):
        client.force_login(person)
        seen.append(client.get(address).status_code)

    assert seen == [404, 403]


def test_closed_round_takes_no_workbook(client, hall, found, member):
    book = download(client, found)
    fill(book.worksheets[0])
    bring_to(hall, found, RoundState.CLOSED)

    assert upload(client, found, book).status_code == 404


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"tt,muc\n1,2"])
def test_broken_file_is_an_error_of_the_field(client, found, member, content):
    file = SimpleUploadedFile("phieu.xlsx", content)

    page = client.post(reverse("evaluations:workbook", args=[found.pk]), {"upload": file})

    assert page.context["form"].errors["upload"]


def test_plain_workbook_is_no_workbook_of_the_portal(client, found, member):
    book = download(client, found)
    del book["_ocop"]

    assert faults_of(upload(client, found, book)) == [("", "")]
