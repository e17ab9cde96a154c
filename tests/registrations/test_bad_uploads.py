"""Papers that are hostile, broken, too large or not possible: refused with the reason, nothing stored."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from registrations.enums import DossierState
from registrations.models import Evidence
from registrations.steps import url_of_item, url_of_step
from tests.factories.registrations import PNG, make_dossier, make_evidence, make_producer, owner_of
from tests.registrations.pages import page_of

pytestmark = pytest.mark.django_db


def jpeg_with_exif():
    picture, out = Image.new("RGB", (8, 8), "green"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "nhà của bà Hoa"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(client, producer, *files, **given):
    data = {
        "kind": "business_registration",
        "title": "Đăng ký kinh doanh",
        "number": "41K8",
        "files": list(files),
    } | given
    return client.post(reverse("registrations:evidence_create", args=[producer.pk]), data)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("trong.pdf", b"", "không có nội dung"),
        ("virus.pdf", b"MZ\x90\x00" + b"\x00" * 200, "không phải"),
        ("virus.exe", b"MZ\x90\x00" + b"\x00" * 200, "không phải"),
        ("anh.png.exe", PNG, "không phải"),
        ("hong.png", PNG[:40], "hỏng"),
        ("trang.html", b"<html><script>alert(1)</script></html>", "không phải"),
    ],
)
def test_uploads_that_are_refused_say_why(place, enter, name, content, message):
    producer = make_producer(place.commune)
    response = upload(enter(owner_of(producer)), producer, SimpleUploadedFile(name, content))

    page = page_of(response)
    assert message in str(response.context["form"].errors["files"])
    assert "Đăng ký kinh doanh" in page
    assert Evidence.objects.count() == 0


def test_upload_of_200_megabytes_is_refused(place, enter, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024  # what counts is the check, not the bytes that a test moves
    producer = make_producer(place.commune)
    big = SimpleUploadedFile("to.pdf", b"%PDF-1.7\n" + b"0" * (2 * 1024 * 1024))

    response = upload(enter(owner_of(producer)), producer, big)

    assert "2.0 MB" in str(response.context["form"].errors["files"]).replace(",", ".")
    assert Evidence.objects.count() == 0


def test_one_bad_file_among_good_ones_is_named(place, enter):
    producer = make_producer(place.commune)
    files = [SimpleUploadedFile("tot.png", PNG), SimpleUploadedFile("xau.pdf", b"MZ")]

    response = upload(enter(owner_of(producer)), producer, *files)

    errors = str(response.context["form"].errors["files"])
    assert "xau.pdf" in errors
    assert "tot.png" not in errors


def test_several_photographs_are_stored_without_exif(place, enter):
    from foundation.files import read

    producer = make_producer(place.commune)
    files = [SimpleUploadedFile("a.jpg", jpeg_with_exif()), SimpleUploadedFile("Ảnh số 2.PNG", PNG)]

    response = upload(enter(owner_of(producer)), producer, *files)

    evidence = Evidence.objects.get()
    assert response.status_code == 302
    assert [file.stored.original_name for file in evidence.files.all()] == ["a.jpg", "Ảnh số 2.PNG"]
    assert b"nh\xc3\xa0" not in read(evidence.files.first().stored)


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "x"), ("title", ""), ("title", "x" * 300), ("issued_on", "2030-01-01"), ("expires_on", "2001-01-01")],
)
def test_evidence_form(place, enter, field, value):
    producer = make_producer(place.commune)
    given = {"issued_on": "2020-01-01"} | {field: value}

    response = upload(enter(owner_of(producer)), producer, SimpleUploadedFile("a.png", PNG), **given)

    assert field in response.context["form"].errors


def test_paper_of_a_submitted_dossier_cannot_be_changed(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    paper = dossier.papers.get()
    client = enter(owner_of(dossier.producer))
    url = paper.get_absolute_url()
    seen = client.get(url).context["form"].initial["seen"]

    response = client.post(url, {"kind": paper.kind, "title": "Tên khác", "seen": seen})

    paper.refresh_from_db()
    assert "thuộc hồ sơ đã nộp" in page_of(response)
    assert paper.title != "Tên khác"


def test_full_disk_is_said_and_leaves_nothing(place, enter, settings, tmp_path, monkeypatch):
    from django.core.files.storage import FileSystemStorage

    def full(self, name, content, max_length=None):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", full)
    producer = make_producer(place.commune)

    response = upload(enter(owner_of(producer)), producer, SimpleUploadedFile("a.png", PNG))

    assert "đã hết dung lượng" in page_of(response)
    assert Evidence.objects.count() == 0


def test_paper_added_from_an_item_goes_with_the_dossier_and_back_to_the_item(place, enter):
    dossier = make_dossier(place, fill=False)
    url = reverse("registrations:evidence_create", args=[dossier.producer_id]) + f"?dossier={dossier.pk}&item=1.1"
    data = {"kind": "origin", "title": "Hợp đồng", "files": [SimpleUploadedFile("a.png", PNG)]}

    response = enter(owner_of(dossier.producer)).post(url, data)

    assert response["Location"] == url_of_item(dossier, "1.1")
    assert dossier.papers.get().title == "Hợp đồng"


def test_papers_are_put_in_and_taken_out(place, enter):
    dossier = make_dossier(place, fill=False)
    paper, foreign = make_evidence(dossier.producer), make_evidence(make_producer(place.commune))
    client, url = enter(owner_of(dossier.producer)), url_of_step(dossier, "papers")

    client.post(url, {"paper": paper.pk, "act": "attach"})
    assert dossier.papers.get() == paper
    assert client.post(url, {"paper": foreign.pk, "act": "attach"}).status_code == 404
    assert client.post(url, {"paper": "abc", "act": "attach"}).status_code == 404
    client.post(url, {"paper": paper.pk, "act": "detach"})
    assert dossier.papers.count() == 0
