"""The product sets of a decision: parts, criteria and levels."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rubrics.models.decisions import Decision


class Rubric(models.Model):
    """A product set (bộ sản phẩm) with its scoring sheet, numbered as the decision prints it.

    ``being_added`` is true only inside the transaction that adds the sets of a decision published without any.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="rubrics")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    industry_code = models.CharField(max_length=8)
    industry = models.CharField(max_length=200)
    group = models.CharField(max_length=300, blank=True, help_text=_("Group and sub-group of the classification."))
    managing_ministry = models.CharField(max_length=200, blank=True)
    printed_classification = models.CharField(max_length=300, blank=True)
    product_code_format = models.CharField(max_length=400, blank=True)
    knockout_note = models.TextField(blank=True)
    notes = models.JSONField(default=list, help_text=_("Foot notes printed with the set."))
    oddities = models.JSONField(default=list, help_text=_("What is odd in the print or in its transcription."))
    provenance = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    being_added = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["decision", "number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="rubrics_rubric_one_per_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def get_absolute_url(self) -> str:
        """Return the public page of the set."""
        return reverse("rubrics:rubric", args=[self.decision.slug, self.number])


class Part(models.Model):
    """A part of a sheet (A, B, C) with its highest points."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="parts")
    code = models.CharField(max_length=4)
    title = models.CharField(max_length=200)
    max_points = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["rubric", "code"], name="rubrics_part_one_per_code")]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"


class Criterion(models.Model):
    """A criterion: a heading over others, or a leaf, which is an item that is scored.

    ``key`` is the printed code, with ``#2`` where a set prints one code for a second item. ``order`` is the place in
    the print, over the whole sheet. ``printed_max`` is the printed text where the points had to be inferred from it.
    """

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="criteria")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    code = models.CharField(max_length=16)
    key = models.CharField(max_length=20)
    title = models.TextField()
    max_points = models.PositiveSmallIntegerField()
    printed_max = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField()
    notes = models.JSONField(default=list)
    is_leaf = models.BooleanField()

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["rubric", "key"], name="rubrics_criterion_one_per_key"),
            models.UniqueConstraint(fields=["rubric", "order"], name="rubrics_criterion_one_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.key}. {self.title}"


class Level(models.Model):
    """A level of an item. A sheet stores the level that was ticked, never its points: points repeat in some items.

    "Không đạt" (0 points) is no row: it is a choice without level. An item that the decision prints without levels
    has one level with the item's own title and its highest points, marked ``is_printed=False``.
    """

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    order = models.PositiveSmallIntegerField()
    label = models.TextField()
    points = models.PositiveSmallIntegerField()
    printed_points = models.CharField(max_length=40, blank=True)
    case = models.PositiveSmallIntegerField(null=True, blank=True)
    case_label = models.CharField(max_length=200, blank=True)
    gate_stars = models.PositiveSmallIntegerField(null=True, blank=True)
    is_printed = models.BooleanField(default=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "order"], name="rubrics_level_one_per_place"),
            models.CheckConstraint(
                name="rubrics_level_gate_3_to_5",
                condition=Q(gate_stars__isnull=True) | Q(gate_stars__range=(3, 5)),
            ),
            models.CheckConstraint(
                name="rubrics_level_case_label_needs_case", condition=Q(case_label="") | Q(case__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points}: {self.label}"
