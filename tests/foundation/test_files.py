"""The one way in for files."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from foundation import files


def picture(fmt="JPEG", size=(40, 30), **save):
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, fmt, **save)
    return out.getvalue()


def pdf(**save):
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.save(out, **save)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("giay.pdf", b"", "không có nội dung"),
        ("giay.pdf", b"MZ\x90\x00" + b"\x00" * 200, "không phải là loại tệp được nhận"),
        ("giay.exe", pdf(), "không phải là loại tệp được nhận"),
        ("giay.pdf", b"%PDF-1.7 broken", "bị hỏng"),
        ("anh.png", picture(), "không phải là loại tệp được nhận"),
        ("anh.jpg", picture()[:200], "bị hỏng"),
        ("giay.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "mật khẩu"),
    ],
)
def test_bad_upload_is_refused_with_the_reason(name, content, says):
    with pytest.raises(ValidationError, match=says):
        files.check_upload(SimpleUploadedFile(name, content))


def test_huge_upload_is_refused_before_it_is_read():
    class Huge(SimpleUploadedFile):
        def read(self, *_args):
            raise AssertionError("a 200 MB upload must not be read into memory")

    upload = Huge("giay.pdf", b"%PDF")
    upload.size = 200 * 1024 * 1024

    with pytest.raises(ValidationError, match="200"):
        files.check_upload(upload)


def test_picture_with_too_many_pixels_is_refused(settings):
    settings.UPLOAD_MAX_PIXELS = 1000

    with pytest.raises(ValidationError, match="megapixel"):
        files.check_upload(SimpleUploadedFile("anh.jpg", picture()))


def test_exif_is_removed_and_the_picture_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Máy ảnh của ai đó"

    checked = files.check_upload(SimpleUploadedFile("anh.jpg", picture(exif=exif)))

    with Image.open(io.BytesIO(checked.content)) as image:
        assert image.size == (30, 40)
        assert not image.getexif()


def test_active_content_is_removed_from_a_pdf():
    checked = files.check_upload(SimpleUploadedFile("giay.pdf", pdf()))

    with pikepdf.open(io.BytesIO(checked.content)) as document:
        assert "/OpenAction" not in document.Root
    assert b"app.alert" not in checked.content


@pytest.mark.django_db
def test_stored_file_is_served_as_a_sandboxed_attachment(settings, tmp_path):
    checked = files.check_upload(SimpleUploadedFile("giấy phép.pdf", pdf()))
    stored = files.store_upload(upload=checked, by=None)

    response = files.serve(stored)

    assert files.read(stored) == checked.content
    assert "attachment" in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert "giấy" not in stored.file.name
    response.close()
