"""PDFs: nothing in them runs or reaches out, and what is harmless stays as it was."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from foundation import files
from tests.factories.uploads import hostile_pdf, pdf, upload


def test_active_content_is_removed():
    content = hostile_pdf()
    for word in (b"app.alert", b"attached-program", b"cmd-program", b"formscript"):
        assert word in content

    checked = files.check_upload(upload("giay.pdf", content))

    with pikepdf.open(io.BytesIO(checked.content)) as document:
        everything = document.make_stream(b"").read_bytes()
        for item in document.objects:
            everything += item.read_bytes() if isinstance(item, pikepdf.Stream) else item.unparse(resolved=True)
        annotations = document.pages[0].obj.Annots
        assert [str(note.Subtype) for note in annotations] == ["/Link", "/Link"]
        assert annotations[1].A.URI == "https://example.vn/"
        assert not document.attachments
    for word in (b"app.alert", b"attached-program", b"cmd-program", b"formscript", b"/OpenAction", b"/XFA", b"/AA"):
        assert word not in everything
        assert word not in checked.content
    assert checked.pages == 1


def test_harmless_file_stays_byte_for_byte():
    content = pdf(pages=3)

    checked = files.check_upload(upload("giay.pdf", content))

    assert (checked.content, checked.pages) == (content, 3)


def test_file_that_only_forbids_printing_is_opened():
    content = pdf(encryption=pikepdf.Encryption(owner="chu", user=""))

    checked = files.check_upload(upload("giay.pdf", content))

    with pikepdf.open(io.BytesIO(checked.content)) as document:
        assert not document.is_encrypted


def test_password_is_refused_with_what_to_do():
    content = pdf(encryption=pikepdf.Encryption(owner="chu", user="khach"))

    with pytest.raises(ValidationError, match="Lưu thành PDF"):
        files.check_upload(upload("giay.pdf", content))


def test_too_many_pages_are_refused(settings):
    settings.UPLOAD_MAX_PAGES = 4

    with pytest.raises(ValidationError, match="4 trang"):
        files.check_upload(upload("giay.pdf", pdf(pages=5)))


def test_file_without_a_page_is_refused():
    with pytest.raises(ValidationError, match="không có trang nào"):
        files.check_upload(upload("giay.pdf", pdf(pages=0)))
