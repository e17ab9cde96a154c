"""A decision with its bands and stages."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
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
    withdrawal_grounds = models.JSONField(default=list, help_text=_("List of code, title."))
    package_items = models.JSONField(default=list, help_text=_("List of code, title, source, required."))
    terms = models.JSONField(default=dict)
    holds_gates = models.BooleanField(help_text=_("False where minimum requirements exist but are not held as data."))
    reevaluation_in_writing = models.BooleanField(
        default=False, help_text=_("Councils judge re-evaluations by written opinions and meet only if these differ.")
    )
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
    ``result_for_level_below``: a product that does not reach this stage's stars has a result that the level below may
    use for its own stars.
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
    result_for_level_below = models.BooleanField(default=False)
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
