"""Digital signatures on documents, the keys that make them, and scans of papers signed by hand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from directives.enums import SignatureRole, SignatureState
from directives.models.documents import Document
from foundation import clock
from foundation.models import StoredFile

_USER = settings.AUTH_USER_MODEL


class SigningKey(models.Model):
    """The key of a person or of an office, and the image that its signatures show.

    ``sealed`` is a PKCS#12 file with its passphrase, encrypted with ``SIGNING_STORE_KEY``;
    empty where the key lies in a token or file that the settings name (``SIGNING_KEYS``).
    """

    user = models.OneToOneField(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="signing_key")
    office = models.OneToOneField(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="signing_key")
    sealed = models.BinaryField(blank=True, default=b"")
    image = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(_("owner of the certificate"), max_length=200, blank=True)
    valid_to = models.DateTimeField(_("valid until"), null=True, blank=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, office__isnull=False) | Q(user__isnull=False, office=None),
                name="signing_key_of_a_person_or_an_office",
            )
        ]
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")

    def __str__(self) -> str:
        return self.subject or f"{self.user or self.office}"


class SignatureFacts(models.Model):
    """A signature asked for, made by a job or brought as a file, and what its check found."""

    state = models.CharField(_("state"), max_length=10, choices=SignatureState.choices, default=SignatureState.WAITING)
    attempt = models.PositiveIntegerField(default=1)
    problem = models.TextField(blank=True)
    signer_name = models.CharField(_("signed by"), max_length=200, blank=True)
    issuer_name = models.CharField(_("certificate issued by"), max_length=200, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    trusted = models.BooleanField(_("chain checked"), null=True)
    uploaded = models.BooleanField(_("signed outside the portal"), default=False)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class DocumentSignature(SignatureFacts):
    """One signature over a numbered document: the signer's, then the office's; or the scan of the signed paper.

    ``file`` holds the document with this signature and all earlier ones; it is kept for good.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(_("signature"), max_length=10, choices=SignatureRole.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "role"], name="document_signed_once_in_each_role"),
            models.CheckConstraint(
                condition=~Q(state="made") | Q(file__isnull=False), name="document_signature_made_with_its_file"
            ),
        ]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.signer_name}"
