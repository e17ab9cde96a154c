"""What is sent up to the next level with the products proposed there, and what was received from below."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from activity.enums import JobState
from activity.models import Job, WorkflowModel
from evaluations.enums.after import PackageState
from evaluations.models.rounds import Entry, EvaluationRound
from foundation import clock
from foundation.models import StoredFile

_USER = settings.AUTH_USER_MODEL
# The jobs that make a package, and dossiers of a received one.
MAKE = "evaluations.make_package"
TAKE = "evaluations.take_package"


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
    """The ZIP of a round's package. ``data`` is empty until ``stored`` is there: a job makes both."""

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

    @property
    def making_key(self) -> str:
        """The key of the job that makes it."""
        return f"{MAKE}:{self.pk}"


class ReceivedPackage(WorkflowModel):
    """The data file of a package from the level below, checked and kept as it came. ``digest`` is its own SHA-256.

    ``source`` is the whole ZIP, where that was received; ``arrivals`` the round to which its dossiers belong here.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="received_packages")
    sender = models.CharField(_("sent by"), max_length=200)
    title = models.CharField(_("round"), max_length=300)
    digest = models.CharField("SHA-256", max_length=64)
    data = models.JSONField()
    received_at = models.DateTimeField(default=clock.now)
    received_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=16, choices=PackageState.choices, default=PackageState.RECEIVED)
    arrivals = models.ForeignKey(
        "registrations.RegistrationRound", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["office", "digest"], name="received_package_once")]
        verbose_name = _("received package")
        verbose_name_plural = _("received packages")

    def __str__(self) -> str:
        return self.title

    @property
    def taking_key(self) -> str:
        """The key of the job that takes it over now; taken back and taken over again, it is another job's."""
        return f"{TAKE}:{self.pk}:{self.version}"

    @property
    def is_being_taken(self) -> bool:
        """Whether a job takes it over now, or will; one that has given up does not."""
        if self.state != PackageState.TAKING:
            return False
        return not Job.objects.filter(key=self.taking_key, state=JobState.FAILED).exists()


class ReceivedEntry(models.Model):
    """What became of one product of a package: the dossier that was made, or why none was. ``number`` counts from 1.

    ``made`` names the records that were made for it (``registrations.services.arriving``) and go with it.
    """

    package = models.ForeignKey(ReceivedPackage, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveSmallIntegerField(_("number"))
    dossier = models.OneToOneField(
        "registrations.Dossier", on_delete=models.SET_NULL, null=True, blank=True, related_name="arrival"
    )
    problem = models.TextField(_("why it was not taken over"), blank=True)
    made = models.JSONField(default=list)

    class Meta:
        ordering = ["package", "number"]
        constraints = [models.UniqueConstraint(fields=["package", "number"], name="received_entry_once")]
        verbose_name = _("product of a received package")
        verbose_name_plural = _("products of received packages")

    def __str__(self) -> str:
        return f"{self.package_id}: {self.number}"
