"""The one-time links of invitations.

A link is made of the invitation's seed and the portal's secret key, so that it can be shown and mailed again while the
invitation waits although the database holds only its digest.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

_SALT = "registrations.invitation"


@dataclass(frozen=True)
class NewLink:
    """What the columns of a new invitation hold."""

    seed: str
    digest: str


def new_link() -> NewLink:
    """Return seed and digest of a link that nobody can guess."""
    seed = secrets.token_hex(32)
    return NewLink(seed, digest_of(token_of(seed)))


def token_of(seed: str) -> str:
    """Return the secret part of the link (256 bits)."""
    return urlsafe_b64encode(salted_hmac(_SALT, seed, algorithm="sha256").digest()).decode().rstrip("=")


def digest_of(token: str) -> str:
    """Return what a link is looked up by."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(seed: str) -> str:
    """Return the whole link, as it is mailed, shown and put into the QR code."""
    return f"{settings.PUBLIC_BASE_URL}{reverse('registrations:invitation', args=[token_of(seed)])}"
