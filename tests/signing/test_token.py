"""Keys on a token (PKCS#11): the tests' token is one of software, which keeps its keys as a real one does."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from directives import signing
from directives.rendering import render
from tests.rendering import samples
from tests.signing import keys
from tests.signing.test_signing import MOMENT, roots

PLACES = (
    "/usr/lib/softhsm",
    "/usr/lib64/softhsm",
    "/usr/lib64/pkcs11",
    "/usr/local/lib/softhsm",
    "/opt/homebrew/lib/softhsm",
)
PIN = "5678"
OWNER = "Phan Văn Thẻ"


@pytest.fixture
def token(tmp_path, monkeypatch) -> dict[str, str]:
    """The settings of a token with one key and its certificate, which nobody has opened yet."""
    module = next((str(path) for place in PLACES if (path := Path(place, "libsofthsm2.so")).exists()), "")
    if not module or not shutil.which("softhsm2-util"):
        pytest.skip("SoftHSM is not installed")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    words = ["softhsm2-util", "--init-token", "--free", "--label", "ocop", "--so-pin", "1234", "--pin", PIN]
    subprocess.run(words, check=True, capture_output=True)
    pkcs11.lib(module).reinitialize()  # reads the settings of SoftHSM anew, and no session of before is left
    _put_key_on(module)
    return {"module": module, "token": "ocop", "pin": PIN, "certificate": "person"}


def _put_key_on(module: str) -> None:
    key, certificate = keys.rsa_pair(OWNER)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    rows = decode_rsa_private_key(plain), decode_x509_certificate(certificate.public_bytes(Encoding.DER))
    with pkcs11.lib(module).get_token(token_label="ocop").open(user_pin=PIN, rw=True) as session:
        for row in rows:
            session.create_object(row | {Attribute.TOKEN: True, Attribute.LABEL: "person", Attribute.ID: b"\x01"})


def test_key_on_a_token_signs_and_the_signature_is_valid(token):
    made = render(samples.letter(2)).pdf
    key = signing.open_pkcs11(token)

    signed = signing.signed(made, key=key, field="signer", moment=MOMENT, reason="Ký số")
    (found,) = signing.check_signatures(signed, roots=roots(), moment=MOMENT)

    assert key.subject == OWNER
    assert signed.startswith(made)
    assert (found.signer, found.intact, found.trusted) == (OWNER, True, True)


def test_token_opens_again_while_an_earlier_key_is_in_use(token):
    first = signing.open_pkcs11(token)

    second = signing.open_pkcs11(token)

    assert (first.subject, second.subject) == (OWNER, OWNER)


@pytest.mark.parametrize(
    "wrong", [{"pin": "0000"}, {"token": "none"}, {"certificate": "office"}, {"module": "/nowhere.so"}]
)
def test_token_that_does_not_open_says_so(token, wrong):
    with pytest.raises(signing.KeyProblem):
        signing.open_pkcs11(token | wrong)
