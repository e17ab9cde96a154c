"""Score sheets: what one member ticked for one entry, and every version that was ever submitted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activity.models import WorkflowModel
from evaluations.enums.choices import SheetState
from evaluations.models.councils import CouncilMember
from evaluations.models.rounds import Entry
from foundation import clock
from rubrics.models import Criterion, Level


class Sheet(WorkflowModel):
    """A member's sheet for an entry. ``total``, ``sha256`` and ``sealed_at`` belong to the submitted version."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="sheets")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(_("state"), max_length=10, choices=SheetState.choices, default=SheetState.DRAFT)
    opinion = models.TextField(_("opinion of the assessor"), blank=True)
    total = models.PositiveSmallIntegerField(_("total"), null=True, blank=True)
    sealed_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    saved_at = models.DateTimeField(_("saved at"), default=clock.now)

    class Meta:
        ordering = ["entry", "member__order"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "member"], name="sheet_one_per_member"),
            models.CheckConstraint(
                condition=(Q(state=SheetState.SEALED, total__isnull=False, sealed_at__isnull=False) & ~Q(sha256=""))
                | (~Q(state=SheetState.SEALED) & Q(total=None, sealed_at=None, sha256="")),
                name="sheet_sealed_with_total_and_digest",
            ),
        ]
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.member_id}"


class SheetItem(models.Model):
    """One item of a sheet. Answered without level is "không đạt"; label and points are copied from the law as it stood.

    A remark may stand before the answer does.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="items")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    answered = models.BooleanField(default=True)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.TextField(_("level"), blank=True)
    points = models.PositiveSmallIntegerField(_("points"))
    note = models.CharField(_("remark"), max_length=500, blank=True)

    class Meta:
        # By the sheet's row, not in the order of sheets: that order is one of rounds, entries and members.
        ordering = ["sheet_id", "criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="sheet_item_once"),
            models.CheckConstraint(
                condition=Q(level__isnull=False) | Q(points=0), name="sheet_item_no_level_no_points"
            ),
            models.CheckConstraint(condition=Q(level=None) | Q(answered=True), name="sheet_item_level_is_an_answer"),
        ]
        verbose_name = _("item of a sheet")
        verbose_name_plural = _("items of sheets")

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.criterion_id}"


class SheetVersion(models.Model):
    """A submitted version of a sheet, kept for good: its canonical text and the SHA-256 of that text."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    canonical = models.TextField()
    sha256 = models.CharField("SHA-256", max_length=64)
    total = models.PositiveSmallIntegerField(_("total"))
    sealed_at = models.DateTimeField(_("submitted at"))

    class Meta:
        ordering = ["sheet_id", "number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheet_version_once")]
        verbose_name = _("submitted version of a sheet")
        verbose_name_plural = _("submitted versions of sheets")

    def __str__(self) -> str:
        return f"{self.sheet_id}#{self.number}"
