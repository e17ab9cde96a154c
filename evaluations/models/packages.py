"""What is sent up to the next level with the products proposed there, and what was received from below."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from evaluations.models.rounds import Entry, EvaluationRound
from foundation import clock
from foundation.models import StoredFile

_USER = settings.AUTH_USER_MODEL


class PackageTick(models.Model):
    """A thing of the package that only people know, ticked by an officer: samples, papers outside the portal."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="package_ticks")
    code = models.CharField(max_length=60)
    note = models.CharField(_("note"), max_length=300, blank=True)
    ticked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["entry", "pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "code"], name="package_tick_once")]
        verbose_name = _("ticked item of a package")
        verbose_name_plural = _("ticked items of packages")

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.code}"


class PackageFile(models.Model):
    """The ZIP of a round's package: ``data`` is fixed when it is asked for, ``stored`` comes from a job."""

    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="packages")
    data = models.JSONField()
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("package for the next level")
        verbose_name_plural = _("packages for the next level")

    def __str__(self) -> str:
        return f"{self.round_id}: {self.asked_at:%d/%m/%Y}"


class ReceivedPackage(models.Model):
    """The data file of a package from the level below, checked and kept as it came. ``digest`` is its own SHA-256."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="received_packages")
    sender = models.CharField(_("sent by"), max_length=200)
    title = models.CharField(_("round"), max_length=300)
    digest = models.CharField("SHA-256", max_length=64)
    data = models.JSONField()
    received_at = models.DateTimeField(default=clock.now)
    received_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["office", "digest"], name="received_package_once")]
        verbose_name = _("received package")
        verbose_name_plural = _("received packages")

    def __str__(self) -> str:
        return self.title
