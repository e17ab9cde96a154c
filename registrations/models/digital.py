"""Digital signatures of producers over the forms of their dossiers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.models.dossiers import DossierFile


class DossierSignature(models.Model):
    """One signature in a signed file that was uploaded. ``trusted`` is empty where the portal knows no roots."""

    file = models.ForeignKey(DossierFile, on_delete=models.CASCADE, related_name="signatures")
    ordinal = models.PositiveSmallIntegerField()
    signer_name = models.CharField(_("signer"), max_length=200)
    issuer_name = models.CharField(_("issuer of the certificate"), max_length=200, blank=True)
    signed_at = models.DateTimeField(_("signed at"))
    trusted = models.BooleanField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["file", "ordinal"], name="registrations_digital_signature_once")]

    def __str__(self) -> str:
        return self.signer_name
