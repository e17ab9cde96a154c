"""Test keys made on the spot: a root, certificates under it, PKCS#12 files, and images of a signature and a stamp."""

from __future__ import annotations

import datetime
import io
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw

PASSPHRASE = "only-for-tests"
LONG_AGO = datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC)
FAR_AWAY = datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@lru_cache(maxsize=4)
def root(name: str = "Gốc chứng thực thử"):
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder().subject_name(_name(name)).issuer_name(_name(name))
    builder = builder.public_key(key.public_key()).serial_number(1).not_valid_before(LONG_AGO).not_valid_after(FAR_AWAY)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(_usage(ca=True), critical=True)
    return key, builder.sign(key, hashes.SHA256())


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _issued(name: str, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, until: datetime.datetime, root_name: str):
    """Return somebody's certificate under a root of the tests."""
    root_key, root_certificate = root(root_name)
    builder = x509.CertificateBuilder().subject_name(_name(name)).issuer_name(root_certificate.subject)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(LONG_AGO).not_valid_after(until)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.add_extension(_usage(ca=False), critical=True).sign(root_key, hashes.SHA256())


@lru_cache(maxsize=32)
def pkcs12_of(name: str, *, until: datetime.datetime = FAR_AWAY, root_name: str = "Gốc chứng thực thử") -> bytes:
    """Return a PKCS#12 file of somebody, under a root of the tests."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _issued(name, key, until, root_name)
    secret = BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, [root(root_name)[1]], secret)


def rsa_pair(name: str, *, root_name: str = "Gốc chứng thực thử"):
    """Return a key as tokens hold it, and its certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key, _issued(name, key, FAR_AWAY, root_name)


@lru_cache(maxsize=1)
def stamper(name: str = "Máy chủ dấu thời gian") -> tuple[bytes, bytes]:
    """Return key (PKCS#8) and certificate of a time stamp server, both in DER."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    builder = x509.CertificateBuilder().subject_name(_name(name)).issuer_name(_name(name))
    builder = builder.public_key(key.public_key()).serial_number(2).not_valid_before(LONG_AGO).not_valid_after(FAR_AWAY)
    certificate = builder.sign(key, hashes.SHA256())
    return (
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        certificate.public_bytes(Encoding.DER),
    )


def root_pem(root_name: str = "Gốc chứng thực thử") -> bytes:
    return root(root_name)[1].public_bytes(Encoding.PEM)


def picture(colour: str, *, size: tuple[int, int] = (600, 200), round_: bool = False) -> bytes:
    """Return a PNG with transparent ground: a stroke for a signature, a ring for a stamp."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    if round_:
        draw.ellipse((8, 8, size[0] - 8, size[1] - 8), outline=colour, width=14)
    else:
        draw.line([(20, 150), (160, 30), (240, 170), (380, 60), (580, 120)], fill=colour, width=10)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
