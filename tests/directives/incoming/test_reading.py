"""Uploaded letters: read by a job, kept whatever they are, and never lost with a worker."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from activity import jobs
from activity.errors import Conflict, NotAllowed
from activity.models import Job
from directives import services
from directives.models import IncomingLetter, Task
from foundation import clock
from tests.directives.incoming.letters import LETTER
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.directives import make_house

pytestmark = pytest.mark.django_db


def upload(client: Any, house: Any, name: str, content: bytes, **more: Any) -> Any:
    data = {"office": house.agriculture.pk, "file": SimpleUploadedFile(name, content), **more}
    return client.post(reverse("directives:incoming_receive"), data)


def received(client: Any, name: str = "thu.txt", content: bytes = LETTER.encode()) -> IncomingLetter:
    house = make_house()
    client.force_login(house.officer)
    upload(client, house, name, content)
    return IncomingLetter.objects.get()


def page_of(client: Any, letter: IncomingLetter) -> str:
    return client.get(reverse("directives:incoming_reading", args=[letter.pk])).content.decode()


def pdf_file(pages: int = 1, **options: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _n in range(pages):
            pdf.add_blank_page()
        pdf.save(out, **options)
    return out.getvalue()


def word_file(**parts: str) -> bytes:
    document = docx.Document()
    for line in LETTER.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out, "a") as package:
        for name, text in parts.items():
            package.writestr(f"word/{name.replace('_', '.')}", text)
    return out.getvalue()


def test_what_the_pdf_program_murmurs_is_not_said_about_the_file(client):
    """The page asks for a colour that is none: the program that reads it logs that in English."""
    words = b"/P1 scn BT /F1 12 Tf 50 700 Td (Kinh gui: Uy ban nhan dan cac xa, phuong) Tj ET"
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        page = pdf.pages[0]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), Pattern=pikepdf.Dictionary())
        page.Contents = pdf.make_stream(words)
        pdf.save(out)

    letter = received(client, "thu.pdf", out.getvalue())
    jobs.run_waiting()

    letter.refresh_from_db()
    assert (letter.state, letter.trouble) == ("new", "")
    assert "Kinh gui" in letter.text


def test_text_with_characters_that_no_database_keeps_is_read_without_them(client):
    content = LETTER + "Chú thích.\n" * 500 + "Hết\x00\x08 văn\u200b bản.\u0000"

    letter = received(client, content=content.encode())
    jobs.run_waiting()

    letter.refresh_from_db()
    assert letter.state == "new"
    assert letter.text.endswith("Hết văn bản.")


def test_uploaded_file_waits_for_the_job_and_is_then_shown_for_confirmation(client):
    letter = received(client, content=LETTER.encode("utf-16"))
    waiting = page_of(client, letter)

    jobs.run_waiting()

    letter.refresh_from_db()
    assert "hx-trigger" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert (letter.state, letter.text.replace("\r\n", "\n")) == ("new", LETTER)
    answer = client.get(reverse("directives:incoming_reading", args=[letter.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("directives:incoming_confirm", args=[letter.pk])
    assert Task.objects.count() == 0


def test_file_is_kept_as_it_came_and_served_as_attachment(client):
    letter = received(client, content=LETTER.encode("utf-16"))

    answer = client.get(reverse("directives:incoming_file", args=[letter.pk]))

    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == LETTER.encode("utf-16")


def test_page_says_when_no_worker_lives_and_offers_to_go_on(client):
    letter = received(client)
    without = page_of(client, letter)
    jobs.sign("worker@test")

    assert "đang chờ" in without
    assert "đang chờ" not in page_of(client, letter)


def test_page_that_asks_for_itself_is_sent_on_when_the_file_was_read(client):
    letter = received(client)
    jobs.run_waiting()

    answer = client.get(reverse("directives:incoming_reading", args=[letter.pk]), headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == reverse("directives:incoming_detail", args=[letter.pk])


def test_worker_killed_while_reading_loses_nothing(client):
    letter = received(client)
    job = jobs.claim(Job.objects.get(kind="read_letter").pk)  # a worker takes the job, and dies without another word

    assert not jobs.run(job.pk)
    with clock.frozen(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        jobs.sweep()
        assert jobs.run(job.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.text) == ("new", LETTER)
    assert not services.read_file(letter_id=letter.pk)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("hong.pdf", b"%PDF-1.7 rubbish", "hỏng"),
        ("khoa.pdf", pdf_file(encryption=pikepdf.Encryption(user="a", owner="b")), "mật khẩu"),
        ("anh.pdf", pdf_file(), "chỉ có ảnh"),
        ("dai.pdf", pdf_file(301), "hơn 300 trang"),
        ("hong.docx", b"PK\x03\x04 rubbish", "Word hỏng"),
        ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "Word kiểu cũ"),
        ("trong.txt", b" \n ", "Tệp trống"),
    ],
)
def test_file_that_nothing_can_read_is_kept_and_the_page_says_why(client, name, content, words):
    letter = received(client, name, content)

    jobs.run_waiting()

    letter.refresh_from_db()
    assert letter.state == "unreadable"
    assert words in page_of(client, letter)
    answer = client.get(reverse("directives:incoming_file", args=[letter.pk]))
    assert b"".join(answer.streaming_content) == content
    assert "sandbox" in answer["Content-Security-Policy"]


def test_word_file_with_macros_is_read_and_the_page_says_so(client):
    letter = received(client, "vi-mo.docx", word_file(vbaProject_bin="Sub AutoOpen()"))

    jobs.run_waiting()

    page = client.get(reverse("directives:incoming_confirm", args=[letter.pk])).content.decode()
    assert "macro" in page
    assert "812/SNN-PTNT" in page


def test_word_file_that_points_outside_is_read_without_following_and_the_page_says_so(client):
    target = (
        '<Relationships><Relationship Id="x" Type="http://t/attachedTemplate" Target="http://192.0.2.1/a.dotm" '
        'TargetMode="External"/></Relationships>'
    )
    letter = received(client, "mau-ngoai.docx", word_file(**{"_rels/settings_xml_rels": target}))

    jobs.run_waiting()

    page = client.get(reverse("directives:incoming_confirm", args=[letter.pk])).content.decode()
    assert "trỏ tới nội dung ở nơi khác" in page


def test_letter_goes_on_with_pasted_text_or_by_hand(client):
    letter = received(client, "anh.pdf", pdf_file())
    jobs.run_waiting()

    client.post(reverse("directives:incoming_text", args=[letter.pk]), {"text": ""})

    letter.refresh_from_db()
    assert (letter.state, letter.text) == ("new", "")
    page = client.get(reverse("directives:incoming_confirm", args=[letter.pk])).content.decode()
    assert "chỉ có ảnh" in page


def test_text_pasted_while_the_job_runs_wins():
    house = make_house()
    client_file = services.receive_letter(office=house.agriculture, actor=house.officer, upload=_text_upload())
    services.enter_text(letter=client_file, text="Nội dung dán tay", actor=house.officer)

    jobs.run_waiting()

    client_file.refresh_from_db()
    assert (client_file.state, client_file.text) == ("new", "Nội dung dán tay")
    with pytest.raises(Conflict):
        services.enter_text(letter=client_file, text="Lần nữa", actor=house.officer)


def test_picture_and_its_pasted_text_are_kept_together(client):
    house = make_house()
    client.force_login(house.officer)

    upload(client, house, "anh.pdf", pdf_file(), text=LETTER)

    letter = IncomingLetter.objects.get()
    assert (letter.state, letter.file.original_name) == ("new", "anh.pdf")
    assert not Job.objects.filter(kind="read_letter").exists()


def test_job_that_has_failed_is_ordered_again(client):
    letter = received(client)
    path = Path(letter.file.file.path)
    content = path.read_bytes()
    path.unlink()
    for _attempt in range(Job._meta.get_field("max_attempts").default):
        with clock.frozen(clock.now() + timedelta(hours=1 + _attempt)):
            jobs.run_waiting()
    page = page_of(client, letter)
    path.write_bytes(content)

    client.post(reverse("directives:incoming_read_again", args=[letter.pk]))
    jobs.run_waiting()

    letter.refresh_from_db()
    assert "Lúc này chưa mở được tệp." in page
    assert letter.state == "new"


def test_strangers_neither_wait_nor_write(client):
    letter = received(client)
    stranger = make_person(Role.ROUND_OFFICER, make_office(unit=make_unit()))
    client.force_login(stranger)

    page = client.get(reverse("directives:incoming_reading", args=[letter.pk]))

    assert page.status_code == 404
    assert client.post(reverse("directives:incoming_read_again", args=[letter.pk])).status_code == 404
    for act in (services.read_again, lambda **given: services.enter_text(text="x", **given)):
        with pytest.raises(NotAllowed):
            act(letter=letter, actor=stranger)


def test_kind_of_file_that_is_no_letter_is_refused(client):
    house = make_house()
    client.force_login(house.officer)

    upload(client, house, "a.exe", b"MZ program")
    upload(client, house, "a.pdf", b"MZ program")

    assert not IncomingLetter.objects.exists()


def _text_upload() -> Any:
    from foundation.files import CheckedUpload

    return CheckedUpload("thu.txt", "text/plain", LETTER.encode(), pages=1)
