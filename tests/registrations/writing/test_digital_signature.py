"""The dossier signed with a key outside of the portal: the very file, intact, by whom, and until the next change."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from activity import jobs
from activity.enums import JobState
from activity.errors import Conflict, NotAllowed
from activity.models import Job
from directives import signing
from foundation import clock, files
from registrations import services
from registrations.enums import DossierState, FileKind
from registrations.models import DossierFile, DossierSignature
from registrations.services.corrections import CorrectionDraft
from tests.factories.accounts import make_user
from tests.factories.registrations import make_dossier, member_of, owner_of
from tests.signing import keys
from tests.signing.test_unchanged import empty_field, number_among_annotations

pytestmark = pytest.mark.django_db
SIGNER = "Nguyễn Thị Hoa"


def signed(content: bytes, name: str = SIGNER, field: str = "ChuThe") -> bytes:
    key = signing.open_pkcs12(keys.pkcs12_of(name), keys.PASSPHRASE)
    return signing.signed(content, key=key, field=field, moment=clock.now(), reason="Cam kết")


def given_out(dossier) -> bytes:
    row = services.ask_for_forms_to_sign(dossier=dossier, actor=owner_of(dossier.producer))
    jobs.run_waiting()
    row.refresh_from_db()
    return files.read(row.stored)


def upload(content: bytes) -> files.CheckedUpload:
    return files.check_upload(SimpleUploadedFile("ky.pdf", content))


def sign(dossier, content: bytes):
    return services.add_signed_forms(dossier=dossier, upload=upload(content), actor=owner_of(dossier.producer))


def change(dossier):
    with clock.frozen(clock.now() + timedelta(hours=1)):
        services.save_fields_of_dossier(
            dossier=dossier, values={"story": "Khác"}, seen=None, actor=owner_of(dossier.producer)
        )
    dossier.refresh_from_db()


@pytest.fixture
def draft(place):
    return make_dossier(place)


def test_forms_are_downloaded_signed_sent_back_and_submitted(place, draft, enter):
    client = enter(owner_of(draft.producer))
    url = reverse("registrations:dossier_sign", args=[draft.pk])

    client.post(url, {"way": "make"})
    waiting = client.get(url)
    jobs.run_waiting()
    page = client.get(url)
    offered = page.context["offered"]
    content = client.get(reverse("registrations:file", args=[offered.stored_id])).getvalue()
    file = SimpleUploadedFile("ky.pdf", signed(content))
    response = client.post(url, {"way": "signed", "file": file}, follow=True)
    sent = client.post(reverse("registrations:dossier_submit", args=[draft.pk]), {})

    draft.refresh_from_db()
    row = DossierSignature.objects.get()
    assert waiting.context["being_made"]
    assert response.redirect_chain[-1][0] == reverse("registrations:dossier_submit", args=[draft.pk])
    assert SIGNER in response.content.decode()
    assert sent["Location"] == reverse("registrations:dossier_sent", args=[draft.pk])
    assert (draft.state, draft.undertaken_by, row.signer_name, row.trusted) == ("submitted", SIGNER, SIGNER, None)
    officer = enter(place.commune_officer).get(draft.get_absolute_url()).content.decode()
    assert "Đã ký số" in officer
    assert reverse("registrations:file", args=[row.file.stored_id]) in officer


def test_file_to_sign_names_the_checksum_of_every_paper(draft):
    content = given_out(draft)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    context = DossierFile.objects.get(kind=FileKind.TO_SIGN).context
    stored = draft.papers.get().files.get().stored
    assert pages >= 2
    assert stored.sha256 in str(context["filed"])


def test_same_dossier_gets_the_same_file_and_a_changed_one_another(draft):
    first, again = given_out(draft), given_out(draft)
    change(draft)

    assert again == first
    assert given_out(draft) != first


def test_file_whose_making_failed_can_be_made_again(draft, enter):
    client = enter(owner_of(draft.producer))
    url = reverse("registrations:dossier_sign", args=[draft.pk])
    client.post(url, {"way": "make"})
    making = Job.objects.filter(kind="registrations.make_form")
    assert 'value="make"' not in client.get(url).content.decode()
    making.update(state=JobState.FAILED, attempts=5)

    page = client.get(url).content.decode()
    client.post(url, {"way": "make"})

    assert 'value="make"' in page
    assert "Tệp chưa tạo được" in page
    assert making.get().state == JobState.WAITING
    jobs.run_waiting()
    assert client.get(url).context["offered"].stored_id


def test_signature_of_an_earlier_state_is_refused_with_what_to_do(draft, enter):
    old = signed(given_out(draft))
    change(draft)

    url = reverse("registrations:dossier_sign", args=[draft.pk])
    page = enter(owner_of(draft.producer)).post(url, {"way": "signed", "file": SimpleUploadedFile("a.pdf", old)})

    assert page.status_code == 200
    assert "Hồ sơ đã được sửa sau khi bạn tải tệp này" in page.content.decode()
    assert not DossierSignature.objects.exists()


def _rewritten(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.docinfo["/Title"] = "Bản khác"
        pdf.save(out)
    return signed(out.getvalue())


def _other_pages(content: bytes) -> bytes:
    """Put an empty text over the first page in an update, then sign: the file still begins with what was given out."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"].raw_get(0).get_object()
    while "/Kids" in page:
        page = page["/Kids"].raw_get(0).get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b" "))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return signed(out.getvalue())


def _broken(content: bytes) -> bytes:
    """Change a letter of the reason after signing."""
    done = bytearray(signed(content))
    done[done.rindex(b"/Reason") + 12] ^= 1
    return bytes(done)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda content: content, "chưa có chữ ký mới"),
        (_rewritten, "Đây không phải là tệp bạn đã tải"),
        (_other_pages, "ngoài chữ ký"),
        (empty_field, "ngoài chữ ký"),
        (number_among_annotations, "ngoài chữ ký"),
        (_broken, "đã bị thay đổi sau khi ký"),
    ],
)
def test_file_that_is_not_the_one_given_out_plus_signatures_is_refused(spoil, words, draft, enter):
    content = spoil(given_out(draft))

    url = reverse("registrations:dossier_sign", args=[draft.pk])
    page = enter(owner_of(draft.producer)).post(url, {"way": "signed", "file": SimpleUploadedFile("a.pdf", content)})

    draft.refresh_from_db()
    assert words in str(page.context["form"].errors)
    assert (draft.undertaken_at, DossierFile.objects.filter(kind=FileKind.E_SIGNED).count()) == (None, 0)


def test_chain_must_lead_to_a_trusted_root_where_roots_are_named(draft, settings, tmp_path, enter):
    (tmp_path / "goc.pem").write_bytes(keys.root_pem("Gốc khác"))
    settings.SIGNING_TRUST_DIR = str(tmp_path)
    url, content = reverse("registrations:dossier_sign", args=[draft.pk]), signed(given_out(draft))

    page = enter(owner_of(draft.producer)).post(url, {"way": "signed", "file": SimpleUploadedFile("a.pdf", content)})

    assert "không thuộc tổ chức chứng thực" in str(page.context["form"].errors)


def test_second_signature_of_the_business_is_named_too(draft):
    content = signed(signed(given_out(draft)), "HTX Thử", field="CoQuan")

    file = sign(draft, content)

    assert [row.signer_name for row in file.signatures.all()] == [SIGNER, "HTX Thử"]


@pytest.mark.parametrize("where", ["dossier", "record", "paper"])
def test_change_after_signing_makes_the_signature_outdated_and_asks_again(where, draft, enter):
    actor = owner_of(draft.producer)
    sign(draft, signed(given_out(draft)))
    if where == "dossier":
        change(draft)
    elif where == "record":
        services.update_producer(producer=draft.producer, values={"phone": "0987654321"}, seen=None, actor=actor)
    else:
        services.update_evidence(evidence=draft.papers.get(), values={"number": "Khác"}, seen=None, actor=actor)

    client, url = enter(actor), reverse("registrations:dossier_submit", args=[draft.pk])
    page = client.post(url, {})

    draft.refresh_from_db()
    assert draft.state == DossierState.DRAFT
    assert "confirmed" in page.context["form"].errors
    assert "Chữ ký số không còn khớp" in page.content.decode()


def test_zip_holds_the_signed_file(draft):
    actor = owner_of(draft.producer)
    content = signed(given_out(draft))
    sign(draft, content)
    services.submit_dossier(dossier=draft, undertaken_by=SIGNER, actor=actor)

    row = services.ask_for_copy(dossier=draft, kind=FileKind.PACKAGE, actor=actor)
    jobs.run_waiting()
    row.refresh_from_db()

    with zipfile.ZipFile(io.BytesIO(files.read(row.stored))) as archive:
        name = next(name for name in archive.namelist() if name.endswith("02-ho-so-da-ky-so.pdf"))
        assert archive.read(name) == content


def test_page_of_a_dossier_that_was_changed_after_its_return_names_the_older_signature(place, draft, enter):
    actor = owner_of(draft.producer)
    sign(draft, signed(given_out(draft)))
    services.submit_dossier(dossier=draft, undertaken_by=SIGNER, actor=actor)
    draft.refresh_from_db()
    assert services.undertaking_holds(draft)

    services.receive_dossier(dossier=draft, actor=place.commune_officer)
    correction = CorrectionDraft(place="story", reason="Bổ sung.")
    services.return_dossier(dossier=draft, corrections=[correction], actor=place.commune_officer)
    draft.refresh_from_db()
    change(draft)
    services.answer_correction(correction=draft.corrections.get(), answer="Đã sửa.", actor=actor)
    draft.refresh_from_db()
    services.resubmit_dossier(dossier=draft, undertaken_by=SIGNER, actor=actor)

    page = enter(place.commune_officer).get(draft.get_absolute_url())
    assert page.context["signed"].outdated
    assert "Chữ ký này thuộc một phiên bản trước" in page.content.decode()


def test_others_neither_sign_nor_see_the_file(place, draft, enter):
    given_out(draft)
    row = draft.files.get(kind=FileKind.TO_SIGN)
    address, stranger = reverse("registrations:dossier_sign", args=[draft.pk]), make_user()

    assert enter(stranger).get(address).status_code == 404
    assert enter(stranger).get(reverse("registrations:file", args=[row.stored_id])).status_code == 404
    assert enter(member_of(draft.producer)).get(address).status_code == 403
    with pytest.raises(NotAllowed):
        services.ask_for_forms_to_sign(dossier=draft, actor=place.commune_officer)


def test_submitted_dossier_takes_no_signature(place, draft):
    content = signed(given_out(draft))
    services.submit_dossier(dossier=draft, undertaken_by=SIGNER, actor=owner_of(draft.producer))

    with pytest.raises(Conflict):
        sign(draft, content)
