"""Signing on the way: the signer's key at approval, the office's by the clerk; elsewhere; on paper; what goes wrong."""

from __future__ import annotations

import datetime
import io
import subprocess
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader

from activity import jobs
from activity.errors import NotAllowed, Refused
from activity.models import Job, JournalEntry, Notification
from directives import selectors, services, signing
from directives.enums import DocumentAction, DocumentState, SignatureRole, SignatureState, SigningWay
from directives.models import Document, DocumentSignature, LetterSettings, SigningKey
from foundation import clock, files
from tests.factories.directives import House, make_document, make_house
from tests.signing import keys
from tests.signing.test_unchanged import (
    by_two,
    empty_field,
    image_over_the_page,
    number_among_annotations,
    other_catalog,
    with_proofs,
)

pytestmark = pytest.mark.django_db
S, A = DocumentState, DocumentAction


@pytest.fixture
def house(settings) -> House:
    settings.SIGNING_STORE_KEY = "khóa kho"
    house = make_house()
    LetterSettings.objects.create(office=house.committee, signing=SigningWay.DIGITAL)
    return house


def upload(content: bytes, name: str = "a.pdf") -> files.CheckedUpload:
    return files.check_upload(SimpleUploadedFile(name, content))


def give_keys(house: House, *, leader: bool = True, office: bool = True) -> None:
    image = files.check_upload(SimpleUploadedFile("k.png", keys.picture("#1040c0")))
    stamp = files.check_upload(SimpleUploadedFile("d.png", keys.picture("#d00000", size=(400, 400), round_=True)))
    given = {"passphrase": keys.PASSPHRASE}
    if leader:
        services.store_key(content=keys.pkcs12_of("Lãnh đạo"), user=house.leader, image=image, **given)
    if office:
        services.store_key(content=keys.pkcs12_of("UBND huyện Thử"), office=house.committee, image=stamp, **given)


def made(house: House) -> Document:
    """Return a document that is approved, with its real PDF and every signature that the portal can make."""
    document = make_document(house, state=S.APPROVED)
    jobs.run_waiting()
    document.refresh_from_db()
    return document


def test_letter_is_signed_by_signer_and_office_over_the_numbered_bytes(house, tmp_path):
    give_keys(house)
    document = made(house)
    assert document.state == S.SIGNED
    services.sign_for_office(document=document, actor=house.clerk)
    jobs.run_waiting()

    content = files.read(selectors.current_file(document))
    found = signing.check_signatures(content, moment=clock.now())
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    report = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    issued = services.act(document=document, action=A.ISSUE, actor=house.clerk)

    assert content.startswith(files.read(document.pdf))
    assert [entry.signer for entry in found] == ["Lãnh đạo", "UBND huyện Thử"]
    assert report.count("Signature is Valid") == 2
    assert issued.state == S.ISSUED
    actions = list(JournalEntry.objects.filter(stream=document.stream).order_by("seq").values_list("action", flat=True))
    assert actions[-5:] == ["render", "sign", "office_signature", "signed_office", "issue"]


def test_image_of_the_signature_stands_between_post_and_name(house):
    give_keys(house)
    document = made(house)
    room = signing.Box.of(document.places["signer"])

    reader = PdfFileReader(io.BytesIO(files.read(selectors.current_file(document))))
    left, bottom, right, top = (float(value) for value in reader.embedded_regular_signatures[0].sig_field["/Rect"])

    assert room.bottom - 1 <= bottom < top <= room.top + 1
    assert (left + right) / 2 == pytest.approx((room.left + room.right) / 2, abs=1)


def test_office_signs_after_the_signer_and_once(house):
    give_keys(house, leader=False)
    document = made(house)

    with pytest.raises(Refused):
        services.sign_for_office(document=document, actor=house.clerk)
    with pytest.raises(NotAllowed):
        services.sign_for_office(document=document, actor=house.leader)

    assert not DocumentSignature.objects.exists()


def test_document_without_its_signatures_does_not_go_out(house):
    give_keys(house)
    document = made(house)

    with pytest.raises(Refused):
        services.act(document=document, action=A.ISSUE, actor=house.clerk)

    assert Document.objects.get().state == S.SIGNED


def test_expired_key_is_told_and_loses_nothing(house):
    soon = clock.now() + datetime.timedelta(days=1)
    content = keys.pkcs12_of("Sắp hết hạn", until=soon.replace(microsecond=0))
    services.store_key(
        content=content,
        passphrase=keys.PASSPHRASE,
        user=house.leader,
    )
    with clock.frozen(clock.now() + datetime.timedelta(days=5)):
        document = made(house)
    row = DocumentSignature.objects.get()
    assert (document.state, document.number, row.state) == (S.RENDERED, 1, SignatureState.FAILED)
    assert "Sắp hết hạn" in row.problem
    assert Notification.objects.filter(kind="signature_failed", recipient=house.leader).count() == 1

    give_keys(house)
    services.retry_signature(signature=row, actor=house.leader)
    jobs.run_waiting()

    document.refresh_from_db()
    assert (document.state, document.number) == (S.SIGNED, 1)


def test_job_that_dies_leaves_the_signature_to_be_tried_again(house):
    document = make_document(house, state=S.APPROVED)
    jobs.run_waiting()
    document.refresh_from_db()
    row = DocumentSignature.objects.create(document=document, role=SignatureRole.PERSON, by=house.leader)
    give_keys(house)
    job = jobs.enqueue("sign_document", key=f"sign_document:{row.pk}:1", payload={"signature": row.pk})
    paper = Path(document.pdf.file.path)
    away = paper.rename(paper.with_suffix(".away"))

    for _attempt in range(job.max_attempts):
        jobs.run_waiting()
        Job.objects.filter(pk=job.pk).update(not_before=clock.now())
    away.rename(paper)

    row.refresh_from_db()
    assert (row.state, bool(row.problem)) == (SignatureState.FAILED, True)
    services.retry_signature(signature=row, actor=house.leader)
    jobs.run_waiting()
    assert DocumentSignature.objects.get().state == SignatureState.MADE


def test_key_named_by_the_settings_but_missing_is_told(house, settings):
    settings.SIGNING_KEYS = {f"user:{house.leader.username}": {"pkcs12": "/nowhere/a.p12", "passphrase": "x"}}

    made(house)

    assert DocumentSignature.objects.get().state == SignatureState.FAILED


def test_key_file_named_by_the_settings_signs(house, settings, tmp_path):
    path = tmp_path / "a.p12"
    path.write_bytes(keys.pkcs12_of("Từ tệp"))
    name = f"user:{house.leader.username}"
    settings.SIGNING_KEYS = {name: {"pkcs12": str(path), "passphrase": keys.PASSPHRASE}}

    made(house)

    assert DocumentSignature.objects.get().signer_name == "Từ tệp"


def test_job_that_runs_twice_signs_once(house):
    give_keys(house)
    made(house)
    row = DocumentSignature.objects.get()

    assert services.make_signature(signature_id=row.pk) is False
    assert DocumentSignature.objects.get().file_id == row.file_id


# -- Signed elsewhere ------------------------------------------------------------------------------------------------
def signed_elsewhere(document: Document, *names: str) -> bytes:
    content = files.read(document.pdf)
    for number, name in enumerate(names):
        key = signing.open_pkcs12(keys.pkcs12_of(name), keys.PASSPHRASE)
        content = signing.signed(content, key=key, field=f"f{number}", moment=clock.local(clock.now()), reason="")
    return content


def test_file_signed_elsewhere_is_checked_and_its_signers_are_named(house, settings, tmp_path):
    (tmp_path / "goc.pem").write_bytes(keys.root_pem())
    settings.SIGNING_TRUST_DIR = str(tmp_path)
    document = made(house)

    services.add_signed_file(
        document=document, upload=upload(signed_elsewhere(document, "Token A", "Token B")), actor=house.clerk
    )

    rows = DocumentSignature.objects.order_by("pk")
    assert [(row.role, row.signer_name, row.trusted, row.uploaded) for row in rows] == [
        (SignatureRole.PERSON, "Token A", True, True),
        (SignatureRole.OFFICE, "Token B", True, True),
    ]
    document.refresh_from_db()
    assert services.act(document=document, action=A.ISSUE, actor=house.clerk).state == S.ISSUED


def test_signature_that_leads_to_no_known_root_is_refused(house, settings, tmp_path):
    (tmp_path / "goc.pem").write_bytes(keys.root_pem("Gốc khác"))
    settings.SIGNING_TRUST_DIR = str(tmp_path)
    document = made(house)

    with pytest.raises(Refused):
        services.add_signed_file(document=document, upload=upload(signed_elsewhere(document, "A")), actor=house.leader)


def test_other_document_and_unsigned_document_are_refused(house):
    first, second = made(house), made(house)

    for content in (signed_elsewhere(second, "A"), files.read(first.pdf)):
        with pytest.raises(Refused):
            services.add_signed_file(document=first, upload=upload(content), actor=house.leader)

    assert not DocumentSignature.objects.exists()


@pytest.mark.parametrize("spoil", [empty_field, number_among_annotations, image_over_the_page, other_catalog])
def test_sheet_over_the_text_is_no_signed_file(house, spoil):
    document = made(house)

    with pytest.raises(Refused):
        services.add_signed_file(document=document, upload=upload(spoil(files.read(document.pdf))), actor=house.clerk)

    assert not DocumentSignature.objects.exists()


def test_file_signed_elsewhere_with_image_and_proofs_is_taken(house):
    document = made(house)
    content = with_proofs(by_two(files.read(document.pdf)))

    services.add_signed_file(document=document, upload=upload(content), actor=house.clerk)

    assert DocumentSignature.objects.count() == 2


def test_stranger_adds_no_signed_file(house):
    document = made(house)

    with pytest.raises(NotAllowed):
        services.add_signed_file(document=document, upload=upload(files.read(document.pdf)), actor=house.commune_leader)


def test_scan_of_the_paper_lets_it_go_out_where_the_office_signs_on_paper(client, house):
    LetterSettings.objects.update(signing=SigningWay.PAPER)
    document = made(house)
    with pytest.raises(Refused):
        services.act(document=document, action=A.ISSUE, actor=house.clerk)
    client.force_login(house.clerk)

    page = client.get(reverse("directives:detail", args=[document.pk]))
    client.post(
        reverse("directives:scan", args=[document.pk]),
        {"file": SimpleUploadedFile("scan.pdf", files.read(document.pdf), "application/pdf")},
    )

    assert reverse("directives:scan", args=[document.pk]) in page.content.decode()
    scan = client.get(reverse("directives:scan_file", args=[document.pk]))
    assert b"".join(scan.streaming_content).startswith(b"%PDF")
    assert services.act(document=document, action=A.ISSUE, actor=house.clerk).state == S.ISSUED
    scan.close()


def test_page_shows_signatures_and_the_clerk_signs_for_the_office(client, house):
    give_keys(house)
    document = made(house)
    client.force_login(house.clerk)

    page = client.get(reverse("directives:detail", args=[document.pk])).content.decode()
    client.post(reverse("directives:sign_for_office", args=[document.pk]))
    jobs.run_waiting()
    after = client.get(reverse("directives:detail", args=[document.pk])).content.decode()

    assert "Lãnh đạo" in page
    assert reverse("directives:sign_for_office", args=[document.pk]) in page
    assert "UBND huyện Thử" in after
    assert client.get(reverse("directives:signed_file", args=[document.pk])).status_code == 200


def test_stranger_sees_no_signed_file(client, house):
    document = made(house)
    client.force_login(house.commune_officer)

    for name in ("signed_file", "scan", "scan_file", "made_file", "pdf"):
        assert client.get(reverse(f"directives:{name}", args=[document.pk])).status_code == 404, name


def test_key_is_stored_by_command_and_never_in_the_clear(house, tmp_path, monkeypatch):
    path = tmp_path / "a.p12"
    path.write_bytes(keys.pkcs12_of("Từ lệnh"))
    monkeypatch.setenv("SIGNING_PASSPHRASE", keys.PASSPHRASE)

    call_command("store_signing_key", str(path), user=house.leader.username)
    with pytest.raises(CommandError):
        call_command("store_signing_key", str(path), user="nobody-here")

    row = SigningKey.objects.get()
    assert (row.user, row.subject) == (house.leader, "Từ lệnh")
    assert keys.PASSPHRASE.encode() not in bytes(row.sealed)
