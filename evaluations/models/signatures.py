"""Digital signatures of members on the papers of their submitted sheets."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directives.enums import SignatureState
from directives.models.signing import SignatureFacts
from evaluations.models.sheets import SheetVersion
from foundation.models import StoredFile


class SheetSignature(SignatureFacts):
    """A member's digital signature over the PDF of a submitted version; the version itself never changes.

    ``stored`` is that PDF with the signature appended: it begins with the paper byte for byte and is kept for good.
    """

    version = models.OneToOneField(SheetVersion, on_delete=models.PROTECT, related_name="signature")
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="made") | (Q(stored__isnull=False, signed_at__isnull=False) & ~Q(signer_name="")),
                name="sheet_signature_made_with_its_file",
            )
        ]
        verbose_name = _("digital signature of a sheet")
        verbose_name_plural = _("digital signatures of sheets")

    def __str__(self) -> str:
        return self.signer_name or f"{self.version_id}"

    def get_absolute_url(self) -> str:
        return reverse("evaluations:file", args=[self.stored_id])

    @property
    def is_made(self) -> bool:
        """Whether the signed file is there."""
        return self.state == SignatureState.MADE

    def page_url(self, page: int) -> str:
        """Return the address of a page as a picture."""
        return reverse("evaluations:file_page", args=[self.stored_id, page])
