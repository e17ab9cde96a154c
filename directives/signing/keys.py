"""Opening a key: a PKCS#12 file or a PKCS#11 token, checked before anything is signed with it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.utils.translation import gettext as _


class KeyProblem(Exception):
    """A key is missing, closed, or not valid now; the message says which and what to do."""


@dataclass(frozen=True)
class Key:
    """An opened key: who it belongs to, how long it is good, and what signs with it."""

    subject: str
    valid_from: datetime
    valid_to: datetime
    signer: Any

    def check(self, moment: datetime) -> None:
        """Raise ``KeyProblem`` when the certificate is not valid at a moment."""
        values = {"name": self.subject, "day": f"{self.valid_to:%d/%m/%Y}", "start": f"{self.valid_from:%d/%m/%Y}"}
        if moment > self.valid_to:
            raise KeyProblem(_("The certificate of %(name)s has expired on %(day)s.") % values)
        if moment < self.valid_from:
            raise KeyProblem(_("The certificate of %(name)s is valid only from %(start)s.") % values)


def open_pkcs12(content: bytes, passphrase: str) -> Key:
    """Open a PKCS#12 file. Raises ``KeyProblem`` for a wrong passphrase or a broken file."""
    from pyhanko.sign.signers import SimpleSigner  # loads much; only workers sign

    try:
        signer = SimpleSigner.load_pkcs12_data(content, other_certs=(), passphrase=passphrase.encode() or None)
    except ValueError:
        signer = None
    if signer is None or signer.signing_cert is None:
        raise KeyProblem(_("The key file cannot be opened: wrong passphrase, or no PKCS#12 file."))
    return _key(signer)


def open_pkcs11(settings: Mapping[str, str]) -> Key:
    """Open a key on a token.

    Args:
        settings: ``module`` (path of the token's library), ``token`` (its label), ``pin``, and ``certificate`` (label).

    Raises:
        KeyProblem: the token is not plugged in, the PIN is wrong, or the certificate is not on it.
    """
    try:
        from pyhanko.sign.pkcs11 import PKCS11Signer

        return _key(PKCS11Signer(_session(settings), cert_label=settings["certificate"]))
    except Exception as error:  # whatever the token's library raises is one thing to the person: the token is closed
        raise KeyProblem(_("The signing token cannot be opened: %(why)s") % {"why": str(error)[:200]}) from error


def _session(settings: Mapping[str, str]) -> Any:
    from pkcs11.exceptions import UserAlreadyLoggedIn
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import open_pkcs11_session

    criteria = TokenCriteria(label=settings.get("token"))
    try:
        return open_pkcs11_session(settings["module"], token_criteria=criteria, user_pin=settings.get("pin"))
    except UserAlreadyLoggedIn:
        # An earlier signature of this process has given the PIN: that holds for all of its sessions with the token.
        return open_pkcs11_session(settings["module"], token_criteria=criteria)


def _key(signer: Any) -> Key:
    certificate = signer.signing_cert
    validity = certificate["tbs_certificate"]["validity"]
    return Key(
        subject=str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)[:200],
        valid_from=validity["not_before"].native,
        valid_to=validity["not_after"].native,
        signer=signer,
    )


def seal(content: bytes, passphrase: str, *, store_key: str) -> bytes:
    """Return a PKCS#12 file and its passphrase, encrypted for the database.

    Raises ``KeyProblem`` where the portal has no store key.
    """
    plain = json.dumps({"p12": base64.b64encode(content).decode(), "passphrase": passphrase})
    return _box(store_key).encrypt(plain.encode())


def unseal(sealed: bytes, *, store_key: str) -> Key:
    """Open a key that ``seal`` has stored. Raises ``KeyProblem`` when the store key is another one."""
    try:
        plain = json.loads(_box(store_key).decrypt(sealed))
    except InvalidToken as error:
        raise KeyProblem(_("The stored key cannot be opened with the portal's present SIGNING_STORE_KEY.")) from error
    return open_pkcs12(base64.b64decode(plain["p12"]), plain["passphrase"])


def _box(store_key: str) -> Fernet:
    if not store_key:
        raise KeyProblem(_("The portal has no SIGNING_STORE_KEY, so that stored keys cannot be opened."))
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(store_key.encode()).digest()))
