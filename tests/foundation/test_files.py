"""The one way in for files: what is refused and why, and what becomes of names."""

import unicodedata

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation import files
from tests.factories.uploads import pdf, picture, upload, workbook


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("giay.pdf", b"", "không có nội dung"),
        ("giay.pdf", b"MZ\x90\x00" + b"\x00" * 200, "loại tệp được nhận"),
        ("giay.exe", pdf(), "loại tệp được nhận"),
        ("giay", pdf(), "loại tệp được nhận"),
        ("giay.pdf", b"%PDF-1.7 broken", "bị hỏng"),
        ("giay.pdf", pdf()[:-40], "chưa được gửi trọn vẹn"),
        ("anh.png", picture(), "loại tệp được nhận"),
        ("anh.jpg", picture()[:200], "bị hỏng"),
        ("giay.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "mật khẩu"),
        ("trang.html", b"<html><script>alert(1)</script></html>", "loại tệp được nhận"),
        ("so.xlsx", workbook(), "loại tệp được nhận"),
    ],
)
def test_bad_upload_is_refused_with_the_reason(name, content, says):
    with pytest.raises(ValidationError, match=says):
        files.check_upload(upload(name, content))


def test_huge_upload_is_refused_before_it_is_read():
    class Huge(SimpleUploadedFile):
        def read(self, *_args):
            raise AssertionError("a 200 MB upload must not be read into memory")

    big = Huge("giay.pdf", b"%PDF")
    big.size = 200 * 1024 * 1024

    with pytest.raises(ValidationError, match="200"):
        files.check_upload(big)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\hoa\\Giấy tờ.pdf", "Giấy tờ.pdf"),
        (unicodedata.normalize("NFD", "Giấy phép số 1.PDF"), "Giấy phép số 1.PDF"),
        ("giay\u202efdp.exe", "giayfdp.exe"),
        ("\u200banh\u0007 ☕🔥.jpg", "anh ☕🔥.jpg"),
        ('a<b>:"c|d?.pdf', "a_b___c_d_.pdf"),
        ("...", "tep"),
        (".pdf", "pdf"),
        ("", "tep"),
        ("x" * 300 + ".jpg", "x" * 150 + ".jpg"),
        ("giấy." + "y" * 40, "giấy." + "y" * 40),
    ],
)
def test_names_are_made_harmless(raw, clean):
    assert files.clean_name(raw) == clean


def test_long_name_of_an_upload_keeps_its_ending():
    checked = files.check_upload(upload("giấy phép " * 60 + ".pdf", pdf()))

    assert checked.name.endswith(".pdf")
    assert len(checked.name) <= 160


def test_file_inputs_say_what_they_accept():
    assert "image/*" in files.accept_of(files.PAPERS)
    assert ".heic" in files.accept_of(files.PAPERS)
    assert files.accept_of(files.WORKBOOKS) == ".xlsx"
