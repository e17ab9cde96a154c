"""The papers of score sheets, and workbooks that members have filled elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluations.enums.choices import SheetFileKind
from evaluations.models.councils import CouncilMember
from evaluations.models.rounds import Entry, EvaluationRound
from evaluations.models.sheets import SheetVersion
from foundation import clock
from foundation.models import StoredFile

_USER = settings.AUTH_USER_MODEL


class SheetFile(models.Model):
    """A paper of a sheet. ``context`` is fixed when it is asked for, ``stored`` comes from a job or is the scan.

    The empty sheet belongs to the entry; filled sheet and scan belong to the submitted version that they show.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="sheet_files")
    version = models.ForeignKey(SheetVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    kind = models.CharField(_("kind"), max_length=8, choices=SheetFileKind.choices)
    context = models.JSONField(default=dict)
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SheetFileKind.BLANK, version=None)
                | (~Q(kind=SheetFileKind.BLANK) & Q(version__isnull=False)),
                name="sheet_file_of_a_version_unless_empty",
            ),
            models.CheckConstraint(
                condition=~Q(kind=SheetFileKind.SIGNED) | Q(stored__isnull=False), name="sheet_file_scan_is_there"
            ),
            models.UniqueConstraint(
                fields=["version"], condition=Q(kind=SheetFileKind.FILLED), name="sheet_file_one_filled"
            ),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(kind=SheetFileKind.BLANK), name="sheet_file_one_empty"
            ),
        ]
        verbose_name = _("paper of a score sheet")
        verbose_name_plural = _("papers of score sheets")

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("evaluations:file", args=[self.stored_id])

    def page_url(self, page: int) -> str:
        """Return the address of a page as a picture."""
        return reverse("evaluations:file_page", args=[self.stored_id, page])


class SheetUpload(models.Model):
    """A workbook with a member's sheets as it was uploaded. Nothing of it is written before the member says so."""

    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="sheet_uploads")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="sheet_uploads")
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("workbook with score sheets")
        verbose_name_plural = _("workbooks with score sheets")

    def __str__(self) -> str:
        return str(self.stored)
