"""Evidence (minh chứng): belongs to the producer, serves any number of products, carries its own expiry date."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.models import StoredFile
from registrations.enums import EvidenceKind
from registrations.models.producers import Producer


class Evidence(models.Model):
    """A paper of a producer."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind of evidence"), max_length=24, choices=EvidenceKind.choices)
    title = models.CharField(_("name of the paper"), max_length=200)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(issued_on=None) | Q(expires_on__gte=F("issued_on")),
                name="registrations_evidence_ends_after_it_begins",
            )
        ]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("registrations:evidence", args=[self.pk])


class EvidenceFile(models.Model):
    """A scan or photograph of a paper."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="files")
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.stored)

    def get_absolute_url(self) -> str:
        return reverse("registrations:file", args=[self.stored_id])

    def page_url(self, page: int) -> str:
        """Return the address of a page as a picture."""
        return reverse("registrations:file_page", args=[self.stored_id, page])

    @property
    def thumbnail_url(self) -> str:
        """The address of the small picture of its first page; empty where it has none."""
        return "" if self.stored.pages == 0 else reverse("registrations:file_thumbnail", args=[self.stored_id])
