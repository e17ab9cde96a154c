"""The file around a list is looked at before anything in it is read: bombs, macros, entities, other programs."""

import io
import zipfile

import pytest

from registrations.imports import reading
from registrations.imports.container import Unreadable, check_container
from tests.registrations import workbooks

MB = 1 << 20


def refusal(content, max_unpacked=20 * MB):
    with pytest.raises(Unreadable) as caught:
        check_container(content, max_unpacked=max_unpacked)
    return str(caught.value)


def test_workbook_passes():
    check_container(workbooks.products(3), max_unpacked=20 * MB)


def test_bomb_is_refused_whatever_it_promises():
    bomb = workbooks.repacked(workbooks.products(1), change={"xl/media/image1.png": b"\0" * 30 * MB})

    assert len(bomb) < MB
    assert "quá lớn" in refusal(bomb)


def test_many_parts_are_refused():
    parts = {f"xl/parts/{number}.xml": b"" for number in range(2100)}

    assert "quá lớn" in refusal(workbooks.repacked(workbooks.products(1), change=parts))


def test_macros_are_refused_under_any_name():
    content = workbooks.products(1)
    types = zipfile.ZipFile(io.BytesIO(content)).read("[Content_Types].xml")
    disguised = types.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")

    assert "macro" in refusal(workbooks.repacked(content, change={"xl/vbaProject.bin": b"x"}))
    assert "macro" in refusal(workbooks.repacked(content, change={"[Content_Types].xml": disguised}))


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_entities_are_refused(code):
    evil = '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'.encode(code)

    assert "hỏng" in refusal(workbooks.repacked(workbooks.products(1), change={"xl/worksheets/sheet1.xml": evil}))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "hỏng"),
        (b"%PDF-1.7", "hỏng"),
        (b"PK\x03\x04broken", "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
    ],
)
def test_other_files_are_refused(content, words):
    assert words in refusal(content)


def test_document_of_another_program_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<a/>")

    assert "hỏng" in refusal(out.getvalue())


def test_damaged_sheet_is_said_to_be_damaged():
    content = workbooks.repacked(
        workbooks.products(1), change={"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}
    )

    with pytest.raises(Unreadable):
        reading.read_sheet(content, "Danh sách", max_rows=10)


def test_workbook_without_a_visible_table_is_refused():
    content = workbooks.products(1)
    book = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml")
    hidden = workbooks.repacked(content, change={"xl/workbook.xml": book.replace(b'"visible"', b'"hidden"')})

    with pytest.raises(Unreadable):
        reading.sheet_names(hidden)
