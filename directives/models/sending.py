"""Where issued documents went, and who opened them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from directives.enums import Purpose
from directives.models.documents import Document
from foundation import clock

_USER = settings.AUTH_USER_MODEL


class Delivery(models.Model):
    """An issued document on its way to one recipient: an office of the portal, or an e-mail address."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="deliveries")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail"), blank=True)
    purpose = models.CharField(_("for"), max_length=10, choices=Purpose.choices, default=Purpose.COPY)
    at = models.DateTimeField(default=clock.now)
    problem = models.TextField(blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    opened_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "office"], condition=Q(office__isnull=False), name="delivery_once_per_office"
            ),
            models.UniqueConstraint(
                fields=["document", "email"], condition=~Q(email=""), name="delivery_once_per_address"
            ),
            models.CheckConstraint(
                condition=Q(office__isnull=False, email="") | (Q(office=None) & ~Q(email="")),
                name="delivery_to_an_office_or_an_address",
            ),
        ]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.document_id} → {self.office_id or self.email}"


class Reading(models.Model):
    """That a person has opened the sheet of a document, and in which version; who signs many has read each."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="reading_once_per_person")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.user_id}"
