"""What the advisory team reports to the council about an entry before it is scored."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluations.enums.choices import AdviceVerdict
from evaluations.models.rounds import Entry
from foundation import clock
from foundation.models import StoredFile
from rubrics.models import Criterion, Level

_USER = settings.AUTH_USER_MODEL


class AdvisoryReport(models.Model):
    """The advisory team's report on an entry: its check of the dossier, its visit, the tests that it asked for.

    The council reads it once it is handed over; until then it belongs to those who write it.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="advice")
    summary = models.TextField(_("what the team says on the whole"), blank=True)
    visited_on = models.DateField(_("day of the visit"), null=True, blank=True)
    visited_by = models.CharField(_("who went there"), max_length=300, blank=True)
    visit = models.TextField(_("what was seen on the spot"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    handed_over_at = models.DateTimeField(_("handed to the council at"), null=True, blank=True)
    handed_over_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["entry"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_over_at=None, handed_over_by=None)
                | Q(handed_over_at__isnull=False, handed_over_by__isnull=False),
                name="advice_handed_over_by_somebody",
            )
        ]
        verbose_name = _("report of the advisory team")
        verbose_name_plural = _("reports of the advisory team")

    def __str__(self) -> str:
        return f"{self.entry_id}"

    @property
    def is_handed_over(self) -> bool:
        """Whether the council reads it."""
        return self.handed_over_at is not None


class AdvisoryNote(models.Model):
    """What the team found about the self-assessment of one item. ``level`` is the one that fits, where another does.

    A draft saves itself and may hold half a finding; whether it holds together is asked when it is handed over.
    """

    report = models.ForeignKey(AdvisoryReport, on_delete=models.CASCADE, related_name="notes")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(_("finding"), max_length=10, choices=AdviceVerdict.choices, blank=True)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["report_id", "criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "criterion"], name="advice_note_once"),
            models.CheckConstraint(condition=~Q(verdict="", level=None, text=""), name="advice_note_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.criterion_id}"


class AdvisoryTest(models.Model):
    """A test that the team asked for, and what came back."""

    report = models.ForeignKey(AdvisoryReport, on_delete=models.CASCADE, related_name="tests")
    name = models.CharField(_("what is tested"), max_length=300)
    asked_on = models.DateField(_("asked for on"))
    received_on = models.DateField(_("received on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)

    class Meta:
        ordering = ["report_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=models.F("asked_on")),
                name="advice_test_received_after_asked",
            )
        ]

    def __str__(self) -> str:
        return self.name


class AdvisoryFile(models.Model):
    """A photograph of the visit, or the paper of a test."""

    report = models.ForeignKey(AdvisoryReport, on_delete=models.CASCADE, related_name="files")
    test = models.ForeignKey(AdvisoryTest, on_delete=models.CASCADE, null=True, blank=True, related_name="files")
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)

    class Meta:
        ordering = ["report_id", "pk"]

    def __str__(self) -> str:
        return str(self.stored)

    def get_absolute_url(self) -> str:
        return reverse("evaluations:file", args=[self.stored_id])

    def page_url(self, page: int) -> str:
        """Return the address of a page as a picture."""
        return reverse("evaluations:file_page", args=[self.stored_id, page])
