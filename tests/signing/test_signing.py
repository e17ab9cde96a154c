"""Signatures over finished documents: two keys, both valid, checked by pyHanko and by poppler; what is refused."""

from __future__ import annotations

import datetime
import re
import subprocess
from functools import cache

import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from django.utils import translation

from directives import signing
from directives.rendering import render
from tests.rendering import samples
from tests.signing import keys

HANOI = datetime.timezone(datetime.timedelta(hours=7))
MOMENT = datetime.datetime(2026, 3, 5, 9, 15, 2, tzinfo=HANOI)
STORE_KEY = "khóa kho của phép thử"


@cache
def made():
    return render(samples.letter(2))


def key_of(name: str, **given) -> signing.Key:
    return signing.open_pkcs12(keys.pkcs12_of(name, **given), keys.PASSPHRASE)


def roots(root_name: str = "Gốc chứng thực thử"):
    return [asn1_x509.Certificate.load(pem.unarmor(keys.root_pem(root_name))[2])]


@cache
def signed_by_both() -> tuple[bytes, bytes]:
    place = made().places["signer"]
    room = signing.Box(place.page, place.left, place.bottom, place.right, place.top)
    image = keys.picture("#1040c0")
    box = signing.signature_box(room, image)
    first = signing.signed(
        made().pdf, key=key_of("Trần Thị Bích"), field="signer", moment=MOMENT, reason="Ký số", box=box, image=image
    )
    second = signing.signed(
        first,
        key=key_of("Ủy ban nhân dân huyện Thử"),
        field="office",
        moment=MOMENT + datetime.timedelta(minutes=5),
        reason="Phát hành",
        box=signing.stamp_box(box),
        image=keys.picture("#d00000", size=(400, 400), round_=True),
    )
    return first, second


def test_both_signatures_are_over_the_numbered_bytes_and_valid():
    first, second = signed_by_both()

    found = signing.check_signatures(second, roots=roots(), moment=MOMENT)

    assert first.startswith(made().pdf)
    assert second.startswith(first)
    assert [(entry.field, entry.signer, entry.intact, entry.trusted) for entry in found] == [
        ("signer", "Trần Thị Bích", True, True),
        ("office", "Ủy ban nhân dân huyện Thử", True, True),
    ]
    assert found[0].signed_at == MOMENT


def test_signing_time_is_written_in_the_zone_of_vietnam():
    found = signing.check_signatures(signed_by_both()[1], moment=MOMENT)

    assert [entry.signed_at.utcoffset() for entry in found if entry.signed_at] == [datetime.timedelta(hours=7)] * 2


def test_poppler_finds_both_signatures_valid(tmp_path):
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(signed_by_both()[1])

    report = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout

    assert len(re.findall(r"Signature Validation: Signature is Valid", report)) == 2
    assert "Trần Thị Bích" in report


def test_signature_is_centred_in_its_room_and_stamp_covers_a_third_from_the_left():
    room = signing.Box(0, 300, 200, 500, 271)
    box = signing.signature_box(room, keys.picture("#1040c0"))
    stamp = signing.stamp_box(box)

    assert (box.left + box.right) / 2 == pytest.approx(400)
    assert room.bottom <= box.bottom < box.top <= room.top
    assert (stamp.right - box.left) / (box.right - box.left) == pytest.approx(1 / 3)
    assert stamp.right - stamp.left == pytest.approx(36 * 72 / 25.4)
    assert stamp.left < box.left


def test_changed_byte_breaks_the_signature():
    second = bytearray(signed_by_both()[1])
    position = bytes(second).index(b"/Producer") if b"/Producer" in second else 2000
    second[position + 12] ^= 1

    with pytest.raises(signing.CheckProblem):
        signing.check_signatures(bytes(second), roots=roots(), moment=MOMENT)


@pytest.mark.parametrize("bent", [b"/ByteRange (abc)", b"/ByteRange 5", b"/ByteRange [0 1]", b"/ByteRange [-1 2 3 4]"])
def test_bent_signature_cannot_be_read_and_says_so(bent):
    content = signed_by_both()[0]
    there = re.findall(rb"/ByteRange\s*\[[^\]]*\]", content)[-1]

    with pytest.raises(signing.CheckProblem):
        signing.check_signatures(content.replace(there, bent.ljust(len(there))), moment=MOMENT)


def test_signer_under_an_unknown_root_is_not_trusted():
    pdf = signing.signed(
        made().pdf, key=key_of("Người Lạ", root_name="Gốc lạ"), field="signer", moment=MOMENT, reason="Ký số"
    )

    assert signing.check_signatures(pdf, roots=roots(), moment=MOMENT)[0].trusted is False
    assert signing.check_signatures(pdf, moment=MOMENT)[0].trusted is None


@pytest.mark.parametrize(
    ("upload", "said"),
    [(lambda: made().pdf, "no new signature"), (lambda: b"%PDF-1.7 another", "not the issued document")],
)
def test_upload_that_is_not_the_issued_document_plus_signatures_is_refused(upload, said):
    with translation.override("en"), pytest.raises(signing.CheckProblem) as refused:
        signing.only_signatures_added(made().pdf, upload())

    assert said in str(refused.value)


def test_expired_key_signs_nothing():
    until = datetime.datetime(2020, 5, 1, tzinfo=datetime.UTC)

    with pytest.raises(signing.KeyProblem) as refused:
        signing.signed(made().pdf, key=key_of("Hết Hạn", until=until), field="x", moment=MOMENT, reason="")

    assert "01/05/2020" in str(refused.value)


def test_wrong_passphrase_and_broken_file_say_so():
    for content, passphrase in ((keys.pkcs12_of("A"), "sai"), (b"no key", "x")):
        with pytest.raises(signing.KeyProblem):
            signing.open_pkcs12(content, passphrase)


def test_sealed_key_opens_with_the_same_store_key_only():
    sealed = signing.seal(keys.pkcs12_of("A Đrin"), keys.PASSPHRASE, store_key=STORE_KEY)

    assert keys.PASSPHRASE.encode() not in sealed
    assert signing.unseal(sealed, store_key=STORE_KEY).subject == "A Đrin"
    for other in ("khác", ""):
        with pytest.raises(signing.KeyProblem):
            signing.unseal(sealed, store_key=other)


def test_token_that_is_not_there_says_so():
    with pytest.raises(signing.KeyProblem):
        signing.open_pkcs11({"module": "/nowhere/token.so", "token": "x", "pin": "1", "certificate": "x"})
