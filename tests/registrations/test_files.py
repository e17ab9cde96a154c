"""The copies of a dossier: one PDF, one ZIP, through the same door as everything else."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from activity import jobs
from activity.enums import JobState
from activity.errors import NotAllowed
from activity.models import Job
from foundation import files
from foundation.files import CheckedUpload
from registrations import services
from registrations.enums import DossierState, EvidenceKind, FileKind
from registrations.models import DossierFile
from tests.factories.accounts import make_person
from tests.factories.registrations import (
    make_dossier,
    make_evidence,
    make_place,
    make_producer,
    owner_of,
    write_opinion,
)

pytestmark = pytest.mark.django_db


def pdf_bytes(words: str = "x", pages: int = 2) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _page in range(pages):
            pdf.add_blank_page(page_size=(300, 400))
        pdf.docinfo["/Title"] = words
        pdf.save(out)
    return out.getvalue()


def copy_of(dossier, kind, actor):
    row = services.ask_for_copy(dossier=dossier, kind=kind, actor=actor)
    jobs.run_waiting()
    row.refresh_from_db()
    return row


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


@pytest.fixture
def submitted(place):
    dossier = make_dossier(place)
    paper = make_evidence(dossier.producer, kind=EvidenceKind.TEST_REPORT, title="Phiếu kiểm nghiệm số 1/Đ")
    upload = CheckedUpload(name="Kết quả.pdf", content_type="application/pdf", content=pdf_bytes())
    services.add_files(evidence=paper, uploads=[upload], actor=owner_of(dossier.producer))
    services.attach_paper(dossier=dossier, evidence=paper, actor=owner_of(dossier.producer))
    services.submit_dossier(dossier=dossier, undertaken_by="Nguyễn Thị Hoa", actor=owner_of(dossier.producer))
    dossier.refresh_from_db()
    return dossier


# -- What they hold --------------------------------------------------------------------------------------------------
def test_pdf_holds_both_forms_and_every_paper_behind_its_sheet(submitted):
    row = copy_of(submitted, FileKind.WHOLE, owner_of(submitted.producer))

    content = files.read(row.stored)
    text = text_of(content)
    for words in ("PHIẾU ĐĂNG KÝ ĐÁNH GIÁ", "BÁO CÁO TỰ ĐÁNH GIÁ", submitted.product.name, "Nguyễn Thị Hoa"):
        assert words in text
    assert "Mẫu số 01, Quyết định số 26/2026/QĐ-TTg" in text
    with pikepdf.open(io.BytesIO(content)) as pdf:
        with pdf.open_outline() as outline:
            marks = [item.title for item in outline.root]
        sizes = [round(float(page.mediabox[2])) for page in pdf.pages]
    assert marks[0] == "Mẫu 01 và Mẫu 02"
    assert marks[2] == "Phụ lục 02. Phiếu kiểm nghiệm số 1/Đ"
    # One photograph on A4 behind the first sheet; a photograph and two pages of a PDF behind the second.
    assert sizes[-6:] == [595, 595, 595, 595, 300, 300]


def test_zip_holds_pdf_papers_and_index_under_ascii_names(submitted):
    row = copy_of(submitted, FileKind.PACKAGE, owner_of(submitted.producer))

    with zipfile.ZipFile(io.BytesIO(files.read(row.stored))) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        book = load_workbook(io.BytesIO(archive.read(next(name for name in names if name.endswith(".xlsx")))))
        pdf = archive.read(next(name for name in names if name.endswith("01-ho-so.pdf")))
    assert all(name.isascii() and ".." not in name for name in names)
    assert [name.partition("/")[2] for name in names if "minh-chung" in name] == [
        "minh-chung/01-dang-ky-kinh-doanh/" + names[1].rpartition("/")[2],
        "minh-chung/02-phieu-kiem-nghiem/02-phieu-kiem-nghiem-so-1-d-1.png",
        "minh-chung/02-phieu-kiem-nghiem/02-phieu-kiem-nghiem-so-1-d-2.pdf",
    ]
    listed = [[cell.value for cell in line] for line in book.active]
    assert len(listed) == 4
    assert listed[3][2] == "Phiếu kiểm nghiệm số 1/Đ"
    assert pdf == files.read(DossierFile.objects.get(dossier=submitted, kind=FileKind.WHOLE).stored)


def test_copy_of_a_draft_says_that_it_is_one(place):
    dossier = make_dossier(place)

    text = text_of(files.read(copy_of(dossier, FileKind.WHOLE, owner_of(dossier.producer)).stored))

    assert "BẢN NHÁP - CHƯA NỘP" in text


def test_copy_speaks_as_the_last_submission_did(place):
    dossier = make_dossier(place, state=DossierState.RETURNED)
    owner = owner_of(dossier.producer)
    services.save_fields_of_dossier(dossier=dossier, values={"story": "Chuyện sửa sau."}, seen=None, actor=owner)

    text = text_of(files.read(copy_of(dossier, FileKind.WHOLE, owner).stored))

    assert "Nội dung story." in text
    assert "Chuyện sửa sau." not in text


def test_asking_again_makes_no_second_copy_until_something_changes(place, submitted):
    owner = owner_of(submitted.producer)
    first = copy_of(submitted, FileKind.WHOLE, owner)

    again = copy_of(submitted, FileKind.WHOLE, owner)
    services.receive_dossier(dossier=submitted, actor=place.commune_officer)
    submitted.refresh_from_db()
    after = copy_of(submitted, FileKind.WHOLE, owner)

    assert again.pk == first.pk
    assert after.pk != first.pk
    assert submitted.slip_number in text_of(files.read(after.stored))


def test_broken_paper_is_left_out_but_keeps_its_sheet(place):
    dossier = make_dossier(place)
    paper = make_evidence(dossier.producer, kind=EvidenceKind.AWARDS, files=0, title="Bằng khen")
    upload = CheckedUpload(name="hong.pdf", content_type="application/pdf", content=b"%PDF-1.4 broken")
    services.add_files(evidence=paper, uploads=[upload], actor=owner_of(dossier.producer))
    services.attach_paper(dossier=dossier, evidence=paper, actor=owner_of(dossier.producer))

    row = copy_of(dossier, FileKind.WHOLE, owner_of(dossier.producer))

    assert "PHỤ LỤC 02" in text_of(files.read(row.stored))


# -- Who gets them ---------------------------------------------------------------------------------------------------
def test_copy_that_could_not_be_made_says_so_and_is_made_when_asked_for_again(submitted, enter):
    client = enter(owner_of(submitted.producer))
    ask = reverse("registrations:dossier_copy", args=[submitted.pk, FileKind.WHOLE])
    jobs.run_waiting()
    client.post(ask)
    assert client.get(submitted.get_absolute_url()).context["being_made"]
    Job.objects.filter(state=JobState.WAITING).update(state=JobState.FAILED, attempts=5)

    page = client.get(submitted.get_absolute_url())
    client.post(ask)
    jobs.run_waiting()

    assert not page.context["being_made"]
    assert "chưa tạo được" in page.content.decode()
    assert submitted.files.get(kind=FileKind.WHOLE).stored_id


def test_receipt_that_could_not_be_made_is_made_again_by_whoever_reads_it(place, submitted, enter):
    services.receive_dossier(dossier=submitted, actor=place.commune_officer)
    Job.objects.filter(state=JobState.WAITING).update(state=JobState.FAILED, attempts=5)
    receipt = submitted.files.get(kind=FileKind.RECEIPT)
    again = reverse("registrations:file_again", args=[submitted.pk, receipt.pk])
    stranger = make_producer(submitted.unit)

    page = enter(owner_of(submitted.producer)).get(submitted.get_absolute_url()).content.decode()
    refused = enter(owner_of(stranger)).post(again)
    client = enter(owner_of(submitted.producer))
    client.post(again)
    client.post(again)
    jobs.run_waiting()

    assert again in page
    assert refused.status_code == 404
    assert submitted.files.get(pk=receipt.pk).stored_id
    assert again not in client.get(submitted.get_absolute_url()).content.decode()


def test_strangers_and_other_producers_get_neither_file(submitted, enter):
    rows = [copy_of(submitted, kind, owner_of(submitted.producer)) for kind in (FileKind.WHOLE, FileKind.PACKAGE)]
    other = make_producer(submitted.unit)
    stranger = make_place()

    for user in (owner_of(other), stranger.commune_officer, stranger.round_officer, make_person(Role.PRODUCER)):
        client = enter(user)
        for row in rows:
            assert client.get(reverse("registrations:file", args=[row.stored_id])).status_code == 404
            ask = reverse("registrations:dossier_copy", args=[submitted.pk, row.kind])
            assert client.post(ask).status_code == 404
        with pytest.raises(NotAllowed):
            services.ask_for_copy(dossier=submitted, kind=FileKind.WHOLE, actor=user)
    mine = enter(owner_of(submitted.producer))
    for row in rows:
        response = mine.get(reverse("registrations:file", args=[row.stored_id]))
        assert response.getvalue() == files.read(row.stored)


def test_office_gets_a_copy_only_when_the_commune_has_sent_the_dossier_up(place, submitted, enter):
    row = copy_of(submitted, FileKind.WHOLE, owner_of(submitted.producer))

    assert enter(place.round_officer).get(reverse("registrations:file", args=[row.stored_id])).status_code == 404


def test_copies_never_hold_what_the_commune_writes_for_itself(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    write_opinion(place, dossier)
    services.save_opinion(
        dossier=dossier, values={"proposal": "Nhận xét riêng của xã."}, seen=None, actor=place.commune_officer
    )

    package = copy_of(dossier, FileKind.PACKAGE, owner_of(dossier.producer))

    whole = DossierFile.objects.get(pk=package.context["whole"])
    assert "Nhận xét" in dossier.opinion.origin
    assert "Nhận xét" not in text_of(files.read(whole.stored))
    assert "Nhận xét" not in str(package.context)


def test_opinion_written_again_after_a_return_is_closed_until_it_is_approved(place, enter):
    dossier = make_dossier(place, state=DossierState.OPINION_APPROVED)
    draft = services.corrections.CorrectionDraft(place="story", reason="Bổ sung.")
    services.return_dossier(dossier=dossier, corrections=[draft], actor=place.commune_officer)
    owner = owner_of(dossier.producer)
    services.answer_correction(correction=dossier.corrections.get(), answer="Đã bổ sung.", actor=owner)
    services.resubmit_dossier(dossier=dossier, actor=owner)
    services.receive_dossier(dossier=dossier, actor=place.commune_officer)
    services.save_opinion(
        dossier=dossier, values={"proposal": "Ý kiến mới chưa duyệt."}, seen=None, actor=place.commune_officer
    )

    page = enter(owner).get(dossier.get_absolute_url()).content.decode()

    assert "Ý kiến mới chưa duyệt." not in page
    assert "Ý kiến mới chưa duyệt." in enter(place.commune_officer).get(dossier.get_absolute_url()).content.decode()


# -- The receipt -----------------------------------------------------------------------------------------------------
def test_receipt_leads_to_the_dossier_with_slip_number_and_answer_day(place, settings):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    jobs.run_waiting()

    row = dossier.files.get(kind=FileKind.RECEIPT)

    text = text_of(files.read(row.stored))
    assert row.context["verify_url"] == f"{settings.PUBLIC_BASE_URL}{dossier.get_absolute_url()}"
    assert dossier.slip_number in "".join(text.split())
    assert f"{dossier.due_on:%d/%m/%Y}" in text
