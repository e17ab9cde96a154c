"""Hostile, overlong and malformed input: field errors in Vietnamese, what was typed stays, nothing breaks."""

import io
import unicodedata
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from registrations import services
from registrations.enums import DossierState
from registrations.models import Evidence, Producer, RegistrationRound, Wish
from registrations.services.dossiers import seen_of_item
from registrations.steps import url_of_item, url_of_step
from tests.factories.accounts import make_person
from tests.factories.registrations import (
    PNG,
    make_dossier,
    make_evidence,
    make_producer,
    make_round,
    owner_of,
)

pytestmark = pytest.mark.django_db

HOSTILE = "\"><script>alert(1)</script>\u202eabc\u200b\u0007 {{ 7*7 }} %s ' OR 1=1 --"
EMOJI = "Cà phê ☕🔥 ngon"


def page_of(response):
    assert response.status_code == 200
    return response.content.decode()


def round_data(place, **given):
    data = {
        "name": "Đợt 1", "law": place.law.pk, "year": "2026", "units": [place.commune.pk], "kinds": ["first"],
        "opens_on": "2026-08-20", "due_at_day": "2026-09-25", "due_at_words": "before", "meets_event": "received",
        "after_return": "restart", "answer_days": "15",
    }  # fmt: skip
    return data | given


# -- Producers and products ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Hãy điền"),
        ("name", "x" * 500, "200"),
        ("legal_form", "bank", "Hãy chọn lại"),
        ("unit", "999999", "Hãy chọn lại"),
        ("unit", "abc", "Hãy chọn lại"),
        ("phone", "12", "10 chữ số"),
        ("phone", "0912345678901234", "10 chữ số"),
        ("email", "không phải thư", "chưa đúng"),
        ("tax_code", "12-34", "Mã số thuế"),
        ("founded_on", "31/02/2020", "chưa đúng"),
        ("founded_on", "2030-01-01", "chưa đến"),
        ("registered_on", "ngày mai", "chưa đúng"),
    ],
)
def test_producer_form(place, enter, field, value, message):
    data = {
        "name": "HTX Một", "legal_form": "cooperative", "unit": place.commune.pk, "address": "Thôn 1",
        "phone": "0912345678", "representative": "Nguyễn Thị Hoa", "history": "Giữ lại chữ này",
    }  # fmt: skip
    client = enter(make_person(Role.PRODUCER))

    response = client.post(reverse("registrations:producer_create"), data | {field: value})

    page = page_of(response)
    assert field in response.context["form"].errors
    assert message in str(response.context["form"].errors[field])
    assert "Giữ lại chữ này" in page
    assert Producer.objects.count() == 0


def test_hostile_and_decomposed_text_is_cleaned_and_escaped(place, enter):
    user = make_person(Role.PRODUCER)
    client = enter(user)
    data = {
        "name": unicodedata.normalize("NFD", "Hợp tác xã Cà phê") + HOSTILE,
        "legal_form": "farm",
        "unit": place.commune.pk,
        "address": EMOJI, "phone": "+84 912.345.678", "representative": "A\u00a0 Đrin ",
    }  # fmt: skip

    response = client.post(reverse("registrations:producer_create"), data, follow=True)

    producer = Producer.objects.get()
    page = page_of(response)
    assert producer.name.startswith("Hợp tác xã Cà phê")
    assert unicodedata.is_normalized("NFC", producer.name)
    assert not set(producer.name) & {"\u202e", "\u200b", "\u0007"}
    assert (producer.phone, producer.representative, producer.address) == ("0912345678", "A Đrin", EMOJI)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_product_form(place, enter):
    producer = make_producer(place.commune)
    client = enter(owner_of(producer))
    url = reverse("registrations:product_create", args=[producer.pk])

    assert "Hãy điền" in page_of(client.post(url, {"name": " "}))
    assert "200" in page_of(client.post(url, {"name": "x" * 300}))
    assert client.post(url, {"name": "Mật ong"}).status_code == 302
    assert "Bạn đã có sản phẩm tên" in page_of(client.post(url, {"name": "Mật ong", "description": "Mô tả"}))


# -- Wishes and rounds -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "khong-phai-uuid"),
        ("product_name", ""),
        ("product_name", "x" * 201),
        ("rubric", ""),
        ("rubric", "999"),
        ("kind", "bogus"),
        ("target_year", "1999"),
        ("target_year", "abc"),
        ("expected_stars", "9"),
        ("help_wanted", "tien"),
        ("note", "x" * 2001),
    ],
)
def test_wish_form(place, enter, field, value):
    registration_round = make_round(place)
    producer = make_producer(place.commune)
    data = {
        "key": str(uuid4()), "producer": producer.pk, "product_name": "Cà phê", "rubric": place.law.rubrics.get().pk,
        "kind": "first", "target_year": "2027", "expected_stars": "3", "note": "Giữ lại chữ này",
    }  # fmt: skip
    url = reverse("registrations:wish_create") + f"?round={registration_round.pk}"

    response = enter(owner_of(producer)).post(url, data | {field: value})

    page = page_of(response)
    assert field in response.context["form"].errors
    assert field == "note" or "Giữ lại chữ này" in page
    assert Wish.objects.count() == 0


@pytest.mark.parametrize("pk", ["abc", "0", "99999", "9" * 30, "-1"])
def test_wish_for_a_round_that_is_none(place, enter, pk):
    make_round(place)

    response = enter(make_person(Role.PRODUCER)).get(reverse("registrations:wish_create") + f"?round={pk}")

    assert response.status_code in (200, 404)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 300}, "name"),
        ({"law": "999"}, "law"),
        ({"year": "abc"}, "year"),
        ({"units": []}, "units"),
        ({"units": ["999999"]}, "units"),
        ({"kinds": []}, "kinds"),
        ({"opens_on": "hôm nay"}, "opens_on"),
        ({"due_at_day": ""}, "due_at"),
        ({"due_at_day": "2026-13-45"}, "due_at"),
        ({"due_at_day": "9999-12-31", "due_at_words": "until"}, "due_at"),
        ({"due_at_words": "later"}, "due_at"),
        ({"hard_due_at_day": "2026-09-01"}, "hard_due_at"),
        ({"dossier_hard_due_at_day": "2026-12-01"}, "dossier_hard_due_at"),
        ({"answer_days": "0"}, "answer_days"),
        ({"answer_days": "1000"}, "answer_days"),
        ({"meets_event": "x"}, "meets_event"),
    ],
)
def test_round_form(place, enter, changes, field):
    response = enter(place.round_officer).post(
        reverse("registrations:round_create"), round_data(place, contact="Giữ lại chữ này", **changes)
    )

    page = page_of(response)
    assert field in response.context["form"].errors
    assert "Giữ lại chữ này" in page
    assert RegistrationRound.objects.count() == 0


def test_round_form_reads_before_and_until_as_the_same_moment(place, enter):
    client = enter(place.round_officer)
    url = reverse("registrations:round_create")

    client.post(url, round_data(place, due_at_day="25/09/2026", due_at_words="before"))
    client.post(url, round_data(place, due_at_day="2026-09-24", due_at_words="until"))

    first, second = RegistrationRound.objects.order_by("pk")
    assert first.due_at == second.due_at
    assert "đến hết ngày 24/09/2026" in page_of(client.get(first.get_absolute_url()))


# -- Dossiers --------------------------------------------------------------------------------------------------------
def test_step_form_keeps_text_that_is_too_long(place, enter):
    dossier = make_dossier(place, fill=False)
    client = enter(owner_of(dossier.producer))
    url = url_of_step(dossier, "results")
    seen = client.get(url).context["form"].initial["seen"]

    response = client.post(
        url, {"materials": "x" * 10_001, "technology": "Rang củi", "revenue": "nhiều lắm", "seen": seen}
    )

    page = page_of(response)
    assert set(response.context["form"].errors) == {"materials", "revenue"}
    assert "10001" in page.replace(".", "")
    assert "Rang củi" in page


@pytest.mark.parametrize("value", ["-1", "9" * 25, "1e5", "12,5"])
def test_amounts_that_are_not_possible(place, enter, value):
    dossier = make_dossier(place, fill=False)
    client = enter(owner_of(dossier.producer))

    response = client.post(url_of_step(dossier, "results"), {"revenue": value})

    assert "revenue" in response.context["form"].errors


@pytest.mark.parametrize("choice", ["999999", "-1", "abc", "1; DROP TABLE"])
def test_item_form_refuses_a_level_of_another_item(place, enter, choice):
    dossier = make_dossier(place, fill=False)
    data = {"choice": choice, "description": "Giữ lại chữ này", "seen": seen_of_item(None)}

    response = enter(owner_of(dossier.producer)).post(url_of_item(dossier, "1.1"), data)

    assert "choice" in response.context["form"].errors
    assert "Giữ lại chữ này" in page_of(response)
    assert dossier.items.count() == 0


@pytest.mark.parametrize("path", ["buoc/khong-co/", "tieu-chi/99.9/", "tieu-chi/1/", "viec/nhay-mua/"])
def test_places_that_are_none_are_404(place, enter, path):
    dossier = make_dossier(place, fill=False)

    response = enter(owner_of(dossier.producer)).get(f"{dossier.get_absolute_url()}{path}")

    assert response.status_code == 404


def test_undertaking_and_reasons_are_required(place, enter):
    dossier = make_dossier(place)
    client = enter(owner_of(dossier.producer))
    submit = reverse("registrations:dossier_submit", args=[dossier.pk])
    withdraw = reverse("registrations:dossier_act", args=[dossier.pk, "withdraw"])

    assert set(client.post(submit, {"undertaken_by": "x" * 300}).context["form"].errors) == {
        "undertaken_by",
        "confirmed",
    }
    assert "reason" in client.post(withdraw, {"reason": "x" * 3000}).context["form"].errors
    dossier.refresh_from_db()
    assert dossier.state == DossierState.DRAFT


def test_opinion_that_is_too_long_keeps_its_words(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    client = enter(place.commune_officer)
    url = reverse("registrations:dossier_opinion", args=[dossier.pk])
    seen = client.get(url).context["form"].initial["seen"]

    response = client.post(url, {"origin": "x" * 6001, "idea": HOSTILE, "seen": seen})

    page = page_of(response)
    assert "origin" in response.context["form"].errors
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_hostile_text_reaches_the_forms_that_are_made(place):
    from activity import jobs
    from foundation.files import read

    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    Producer.objects.filter(pk=dossier.producer_id).update(name=f"{HOSTILE} {EMOJI}"[:200])
    dossier.refresh_from_db()

    services.receive_dossier(dossier=dossier, actor=place.commune_officer)
    jobs.run_waiting()

    assert read(dossier.files.get().stored)[:5] == b"%PDF-"


# -- Uploads ---------------------------------------------------------------------------------------------------------
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
