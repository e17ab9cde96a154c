"""Office files: looked into before they are unpacked."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from foundation import files
from tests.factories.uploads import pdf, upload, workbook


def check(content, name="danh-sach.xlsx"):
    return files.check_upload(upload(name, content), accept=files.WORKBOOKS)


def test_real_workbook_is_accepted():
    out, book = io.BytesIO(), Workbook()
    for row in range(2_000):
        book.active.append([row, "Cà phê", 0, 0, 0])
    book.save(out)

    checked = check(out.getvalue())

    assert (checked.content, checked.pages) == (out.getvalue(), None)


def test_zip_bomb_is_refused_unopened():
    bomb = workbook({"xl/worksheets/sheet1.xml": b"0" * 30_000_000})
    assert len(bomb) < 100_000

    with pytest.raises(ValidationError, match="khi giải nén"):
        check(bomb)


def test_workbook_of_too_many_parts_or_bytes_is_refused(settings):
    settings.UPLOAD_MAX_UNPACKED_BYTES = 10_000

    with pytest.raises(ValidationError, match="khi giải nén"):
        check(workbook({"xl/a.xml": b"ab" * 6_000}))


def test_macros_are_refused():
    with pytest.raises(ValidationError, match="macro"):
        check(workbook({"xl/vbaProject.bin": b"Sub Auto_Open"}))


def test_other_archives_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("virus.exe", b"MZ")

    with pytest.raises(ValidationError, match="bị hỏng"):
        check(out.getvalue())
    with pytest.raises(ValidationError, match="bị hỏng"):
        check(workbook()[:60])
    with pytest.raises(ValidationError, match="loại tệp được nhận"):
        check(pdf())


def test_workbook_with_a_password_says_what_to_do():
    with pytest.raises(ValidationError, match="không có mật khẩu"):
        check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def test_letter_in_word_is_accepted_where_everything_is():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", b"<document/>")

    checked = files.check_upload(upload("giay.docx", out.getvalue()), accept=files.EVERYTHING)

    assert checked.content_type.endswith("wordprocessingml.document")
