"""The law as data: a decision with its bands, stages and rubric sets.

A published decision never changes: ``triggers.py`` guards these tables in the database. Rows are written only by
``services.publish_decision``.
"""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rubrics.enums import StageLevel


class Decision(models.Model):
    """A decision of the Prime Minister under which products are scored, e.g. ``26/2026/QĐ-TTg``.

    ``valid_to`` is the last day, inclusive; empty while no end is known. ``terms`` holds the numbers that the decision
    states (days, months); ``term()`` reads them and answers None where the decision is silent.
    """

    code = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    short_name = models.CharField(max_length=80)
    title = models.TextField()
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    amended_by = models.CharField(max_length=120, blank=True)
    replaces = models.JSONField(default=list, help_text=_("Codes of the decisions that this one replaces."))
    transition_note = models.TextField(blank=True)
    dossier_items = models.JSONField(default=list, help_text=_("List of code, title, required."))
    terms = models.JSONField(default=dict)
    holds_gates = models.BooleanField(help_text=_("False where minimum requirements exist but are not held as data."))
    provenance = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64, help_text=_("SHA-256 of the data that was loaded."))
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="rubrics_decision_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def term(self, name: str) -> int | None:
        """Return a number that the decision states (``certificate_months``, …); None where it is silent."""
        value = self.terms.get(name)
        return None if value is None else int(value)


class Band(models.Model):
    """The lowest points of a star rank under a decision: a product has the rank from these points on."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="bands")
    stars = models.PositiveSmallIntegerField()
    lower = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-stars"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "stars"], name="rubrics_band_one_per_star"),
            models.UniqueConstraint(fields=["decision", "lower"], name="rubrics_band_distinct_bounds"),
            models.CheckConstraint(name="rubrics_band_stars_1_to_5", condition=Q(stars__range=(1, 5))),
            models.CheckConstraint(name="rubrics_band_lower_0_to_100", condition=Q(lower__range=(0, 100))),
        ]

    def __str__(self) -> str:
        return f"{self.stars}★ ≥ {self.lower}"


class Stage(models.Model):
    """One step of the procedure: what an office of this level does, and with which stars it ends.

    An amendment closes a stage (``valid_to``) and opens another; dates are inclusive. ``send_up_from`` is in points.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="stages")
    level = models.CharField(max_length=12, choices=StageLevel.choices)
    order = models.PositiveSmallIntegerField()
    checks = models.BooleanField(default=False)
    screens = models.BooleanField(default=False)
    gives_opinions = models.BooleanField(default=False)
    scores = models.BooleanField(default=False)
    recognises_min = models.PositiveSmallIntegerField(null=True, blank=True)
    recognises_max = models.PositiveSmallIntegerField(null=True, blank=True)
    send_up_from = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["decision", "valid_from", "order"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "level", "valid_from"], name="rubrics_stage_one_per_level"),
            models.CheckConstraint(
                name="rubrics_stage_recognises_a_range",
                condition=Q(recognises_min__isnull=True, recognises_max__isnull=True)
                | Q(recognises_min__range=(1, 5), recognises_max__lte=5, recognises_max__gte=F("recognises_min")),
            ),
            models.CheckConstraint(
                name="rubrics_stage_only_scoring_recognises",
                condition=Q(recognises_min__isnull=True) | Q(scores=True),
            ),
            models.CheckConstraint(
                name="rubrics_stage_send_up_0_to_100",
                condition=Q(send_up_from__isnull=True) | Q(send_up_from__range=(0, 100)),
            ),
            models.CheckConstraint(
                name="rubrics_stage_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.level}"

    @property
    def recognises(self) -> tuple[int, ...]:
        """Return the stars that this stage may recognise, lowest first; empty where it recognises none."""
        if self.recognises_min is None or self.recognises_max is None:
            return ()
        return tuple(range(self.recognises_min, self.recognises_max + 1))

    @property
    def duties(self) -> list[str]:
        """Return in words what this stage does."""
        words = (
            (self.screens, gettext("screens and lists")),
            (self.checks, gettext("checks dossiers")),
            (self.gives_opinions, gettext("gives opinions")),
            (self.scores, gettext("scores")),
        )
        return [word for does, word in words if does]

    def holds_on(self, day: datetime.date) -> bool:
        """Tell whether this stage is part of the procedure on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Rubric(models.Model):
    """A product set (bộ sản phẩm) with its scoring sheet, numbered as the decision prints it."""

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
