"""Imported lists: the file, what its columns mean, and every row with what became of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Unit
from activity.models import Job, WorkflowModel
from foundation import clock
from foundation.models import StoredFile
from registrations.enums.imports import ImportKind, ImportState, RowState
from registrations.models.producers import Producer, Product
from registrations.models.rounds import RegistrationRound
from registrations.models.wishes import Wish


class ImportBatch(WorkflowModel):
    """One uploaded list. Nothing of it is written to producers, products or wishes until it is accepted.

    ``titles`` are the column titles of the chosen sheet, ``mapping`` says which of them (counted from 0) is which known
    column, ``marked`` is the same workbook with the column of errors, ``job`` does the work of the present state.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    kind = models.CharField(_("kind of list"), max_length=10, choices=ImportKind.choices)
    round = models.ForeignKey(
        RegistrationRound, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("round")
    )
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    marked = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sheets = models.JSONField(default=list)
    hidden_sheets = models.JSONField(default=list)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    header_first = models.PositiveSmallIntegerField(_("first row of the column names"), null=True)
    header_rows = models.PositiveSmallIntegerField(_("rows of column names"), default=1)
    titles = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=24, blank=True)
    failure = models.TextField(_("why it cannot be read"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED)
    # How often rows were changed on the page; the marked copy is of one such moment.
    touched = models.PositiveIntegerField(default=0, editable=False)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("uploaded at"), default=clock.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ImportKind.WISHES, round__isnull=False) | (~Q(kind=ImportKind.WISHES) & Q(round=None)),
                name="registrations_import_of_wishes_names_a_round",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepting", "accepted", "undoing", "undone"]) | Q(accepted_by__isnull=False),
                name="registrations_import_is_accepted_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["office", "fingerprint"], name="registrations_import_known")]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.source.original_name

    def get_absolute_url(self) -> str:
        return reverse("registrations:import", args=[self.pk])

    @property
    def at_work(self) -> bool:
        """Whether a job is busy with it."""
        return self.state in (ImportState.STAGING, ImportState.ACCEPTING, ImportState.UNDOING)

    def title_of(self, key: str) -> str:
        """The title that the file gives to a known column; empty where it has none."""
        index = self.mapping.get(key)
        return self.titles[index] if index is not None and index < len(self.titles) else ""


class ImportRow(models.Model):
    """A row of a list: what was read, what is wrong with it, and what was made of it.

    ``number`` is the row in the file, ``cells`` what its columns say, ``mended`` how often somebody has typed over them
    on the page. ``problems`` keep it out, ``notes`` only inform; both are codes with their values
    (``registrations.imports.problems``). ``made`` remembers what to undo: which of producer, product and wish are
    this row's own, and what a recognition replaced.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(_("state"), max_length=10, choices=RowState.choices)
    doubtful = models.BooleanField(default=False)
    anyway = models.BooleanField(default=False)
    product_name = models.CharField(_("product"), max_length=200, blank=True)
    producer_name = models.CharField(_("producer"), max_length=200, blank=True)
    commune_name = models.CharField(_("commune"), max_length=200, blank=True)
    search = models.CharField(max_length=400, blank=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    cells = models.JSONField(default=dict)
    mended = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    producer = models.ForeignKey(Producer, on_delete=models.SET_NULL, null=True, related_name="import_rows")
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, related_name="import_rows")
    wish = models.ForeignKey(Wish, on_delete=models.SET_NULL, null=True, related_name="import_rows")
    made = models.JSONField(default=dict)
    kept_because = models.JSONField(default=list)

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="registrations_import_row_once")]
        indexes = [models.Index(fields=["batch", "state", "number"], name="registrations_import_rows")]

    def __str__(self) -> str:
        return f"{self.number}: {self.product_name}"

    @property
    def links(self) -> list[Any]:
        """What this row led to in the portal: wish or product, and the producer."""
        return [found for found in (self.wish, self.producer) if found is not None]
