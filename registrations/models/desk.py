"""What stands on the commune's desk: reception, the check of each place, who has opened what, saved filters."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import clock
from registrations.enums import Verdict
from registrations.models.dossiers import Dossier
from registrations.models.evidence import Evidence

_USER = settings.AUTH_USER_MODEL
SAMPLES = 5  # 26/2026/QĐ-TTg, Phụ lục I: five samples, none for tourism services


class Reception(models.Model):
    """What the commune noted when it received a dossier: the paper set, the samples, the business registration."""

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="reception")
    paper_on = models.DateField(_("paper set received on"), null=True, blank=True)
    samples = models.PositiveSmallIntegerField(_("number of samples"), default=0)
    samples_on = models.DateField(_("samples received on"), null=True, blank=True)
    registration_no = models.CharField(_("number of the business registration"), max_length=80, blank=True)
    registration_checked_at = models.DateTimeField(_("business registration checked at"), null=True, blank=True)
    noted_at = models.DateTimeField(default=clock.now)
    noted_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(samples=0, samples_on=None) | Q(samples__gt=0, samples_on__isnull=False),
                name="registrations_samples_with_their_day",
            )
        ]
        verbose_name = _("reception")
        verbose_name_plural = _("receptions")

    def __str__(self) -> str:
        return str(self.dossier)


class PaperCheck(models.Model):
    """ "Đã đối chiếu bản chính": an officer has compared the copy of a paper with its original.

    ``files`` names the scans that were compared; when the paper gets other ones the tick no longer holds.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="paper_checks")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="checks")
    files = models.CharField(max_length=64)
    compared_at = models.DateTimeField(default=clock.now)
    compared_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "evidence"], name="registrations_paper_compared_once")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.evidence_id}"


class ItemCheck(models.Model):
    """What the commune found about one place of a dossier (``steps.places_of``).

    ``submission`` is the version of the dossier that was looked at. A finding falls when the place has changed since.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="checks")
    place = models.CharField(max_length=40)
    verdict = models.CharField(_("finding"), max_length=12, choices=Verdict.choices)
    reason = models.TextField(_("reason"), blank=True)
    submission = models.PositiveSmallIntegerField(default=1)
    checked_at = models.DateTimeField(default=clock.now)
    checked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "place"], name="registrations_place_checked_once"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.ACCEPTED) | ~Q(reason=""), name="registrations_to_correct_with_reason"
            ),
        ]
        verbose_name = _("finding about a place")
        verbose_name_plural = _("findings about places")

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.place}"


class DossierOpening(models.Model):
    """That a leader has opened a dossier; ``seen`` names the versions of dossier and letter that were on the page."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="openings")
    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    seen = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "user"], name="registrations_opening_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.dossier_id}"


class SavedFilter(models.Model):
    """A filter of the commune's queue that a person has given a name."""

    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="registrations_saved_filter_once")]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")

    def __str__(self) -> str:
        return self.name
