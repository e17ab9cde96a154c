"""The keys of people and offices: kept encrypted, opened for one signature, and where their images stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity.errors import Refused
from directives import selectors, signing
from directives.enums import SignatureRole
from directives.models import DocumentSignature, SigningKey
from foundation import clock, files
from foundation.files import CheckedUpload, NotStored, nothing_left_behind


def box_of(row: DocumentSignature, image: bytes | None) -> signing.Box | None:
    """Return where the image stands: the signer's between post and name, the stamp over a third of it."""
    if image is None or "signer" not in row.document.places:
        return None
    room = signing.Box.of(row.document.places["signer"])
    if row.role == SignatureRole.PERSON:
        return signing.signature_box(room, image)
    signer = selectors.stored_key(user=row.document.signer)
    return signing.stamp_box(signing.signature_box(room, files.read(signer.image) if signer and signer.image else None))


def key_of(row: DocumentSignature) -> tuple[signing.Key, bytes | None]:
    """Open the key that is to make a signature, with its image. Raises ``KeyProblem``."""
    if row.role == SignatureRole.PERSON:
        return open_key(user=row.document.signer)
    return open_key(office=row.document.office)


def open_key(*, user: User | None = None, office: Office | None = None) -> tuple[signing.Key, bytes | None]:
    """Open the key of a person or of an office, with the image that it shows. Raises ``KeyProblem``."""
    owner: dict[str, Any] = {"user": user, "office": office}
    stored = selectors.stored_key(**owner)
    image = files.read(stored.image) if stored and stored.image else None
    if stored and stored.sealed:
        return signing.unseal(bytes(stored.sealed), store_key=settings.SIGNING_STORE_KEY), image
    named = settings.SIGNING_KEYS.get(selectors.key_name(**owner))
    if not named:
        raise signing.KeyProblem(_("%(owner)s has no signing key in the portal.") % {"owner": user or office})
    if "module" in named:
        return signing.open_pkcs11(named), image
    try:
        content = Path(named["pkcs12"]).read_bytes()
    except OSError as error:
        raise signing.KeyProblem(_("The key file that the settings name cannot be read.")) from error
    return signing.open_pkcs12(content, named.get("passphrase", "")), image


@nothing_left_behind()
@transaction.atomic
def store_key(
    *,
    content: bytes,
    passphrase: str,
    user: User | None = None,
    office: Office | None = None,
    image: CheckedUpload | None = None,
) -> SigningKey:
    """Keep the key of a person or an office, encrypted, in place of an earlier one; ``image`` is what it shows.

    Raises:
        KeyProblem: the file cannot be opened, the certificate has expired, or the portal has no store key.
        Refused: the image cannot be stored.
    """
    key = signing.open_pkcs12(content, passphrase)
    key.check(clock.now())
    sealed = signing.seal(content, passphrase, store_key=settings.SIGNING_STORE_KEY)
    values: dict[str, Any] = {"sealed": sealed, "subject": key.subject, "valid_to": key.valid_to}
    if image is not None:
        try:
            values["image"] = files.store_upload(upload=image, by=user)
        except NotStored as error:
            raise Refused(str(error.strerror)) from error
    row, _created = SigningKey.objects.update_or_create(user=user, office=office, defaults=values)
    return row
