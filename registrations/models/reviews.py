"""What the commune and the office write about a dossier."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import clock
from registrations.enums import ReturnedFrom, SettledAs
from registrations.models.dossiers import Dossier


class CommuneOpinion(models.Model):
    """The commune's word on a dossier.

    Where the decision's commune stage gives opinions (26/2026/QĐ-TTg, Mẫu 03), the four local contents are assessed;
    elsewhere only ``proposal`` is filled: the remark of the commune's check and what it proposes.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="opinion")
    origin = models.TextField(_("local origin and raw material"), blank=True)
    labour = models.TextField(_("local labour"), blank=True)
    idea = models.TextField(_("origin of the idea"), blank=True)
    identity = models.TextField(_("local identity and know-how"), blank=True)
    proposal = models.TextField(_("proposal"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="registrations_opinion_approved_by_somebody",
            )
        ]
        verbose_name = _("opinion of the commune")
        verbose_name_plural = _("opinions of the communes")

    def __str__(self) -> str:
        return str(self.dossier)


class Correction(models.Model):
    """One thing that the producer must put right. Open until whoever asked for it has settled it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="corrections")
    asked_from = models.CharField(max_length=10, choices=ReturnedFrom.choices)
    # The step of the dossier, or "item:<key>", to which the producer is led.
    place = models.CharField(max_length=40)
    label = models.CharField(_("what is to be corrected"), max_length=300)
    reason = models.TextField(_("reason"))
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_as = models.CharField(max_length=10, choices=SettledAs.choices, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "place"], condition=Q(settled_at=None), name="registrations_one_open_correction"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(answered_at__isnull=False),
                name="registrations_correction_answered_first",
            ),
        ]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.settled_at is None
