"""Evaluation rounds, their entries, and what the council resolved about them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from activity.models import WorkflowModel
from evaluations.enums.choices import Outcome, RoundState
from evaluations.models.councils import Council
from evaluations.models.regulation import RegulationColumns
from foundation import clock
from rubrics.models import Criterion, Decision, Level, Rubric, Stage


class EvaluationRound(RegulationColumns, WorkflowModel):
    """A round of scoring, held under one decision and one of its stages, with the council's regulation as data.

    ``writes`` counts every write that a result depends on: whoever seals a sheet and whoever closes the round meet in
    this row, so that no sheet is sealed unseen while results are computed.
    """

    name = models.CharField(_("name of the round"), max_length=200)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="evaluation_rounds", verbose_name=_("office that runs the round")
    )
    issuing_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office that decides on the result")
    )
    law = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", verbose_name=_("under the decision"))
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+", verbose_name=_("stage"))
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("council"))
    year = models.PositiveSmallIntegerField(_("year"))
    ordinal = models.PositiveSmallIntegerField(_("number of the round in the year"))
    directive = models.ForeignKey(
        "directives.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evaluation_rounds",
        verbose_name=_("ordered by the letter"),
    )
    scope = models.TextField(_("scope of the round"), blank=True)
    plan = models.ForeignKey(
        "directives.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("plan of the round"),
    )
    training = models.BooleanField(_("training"), default=False)
    # The round above whose results this one uses; nothing is scored here.
    adopts = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="adopted_by", editable=False
    )
    opens_on = models.DateField(_("opens on"))
    meeting_on = models.DateField(_("council meets on"), null=True, blank=True)
    place = models.CharField(_("place of the meeting"), max_length=200, blank=True)
    send_up_to = models.CharField(_("proposals go to"), max_length=200, blank=True)

    state = models.CharField(_("state"), max_length=16, choices=RoundState.choices, default=RoundState.PREPARING)
    dossiers_fixed_at = models.DateTimeField(_("dossiers reached the council"), null=True, blank=True)
    deviation_reason = models.TextField(_("why the round differs from the council's regulation"), blank=True)
    short_notice_reason = models.TextField(_("why the council meets although the dossiers came late"), blank=True)
    short_notice_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing_confirmation = models.TextField(_("council's confirmation on minimum requirements"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    writes = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-year", "-ordinal", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "stage", "year", "ordinal", "training"], name="evaluation_round_once_a_year"
            ),
            models.CheckConstraint(condition=Q(quorum_percent__range=(1, 100)), name="evaluation_round_quorum"),
            models.CheckConstraint(
                condition=Q(ordinal__range=(1, 99), year__range=(2018, 2100)), name="evaluation_round_year_and_ordinal"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "proposed", "approved", "published"], closed_at__isnull=False)
                | Q(state__in=["preparing", "dossiers_fixed", "scoring", "discussion"], closed_at=None),
                name="evaluation_round_closed_at_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(state=RoundState.PUBLISHED, published_at__isnull=False)
                | (~Q(state=RoundState.PUBLISHED) & Q(published_at=None)),
                name="evaluation_round_published_at_when_published",
            ),
        ]
        verbose_name = _("evaluation round")
        verbose_name_plural = _("evaluation rounds")

    def __str__(self) -> str:
        return self.name

    @property
    def gives_stars(self) -> bool:
        """Whether this is a scoring stage; a screening stage ends with a list."""
        return self.stage.scores


class Entry(models.Model):
    """A dossier in a round. The result columns are empty until the round is closed, whoever asks and however.

    ``result`` holds everything that explains the result (``results.stored``); ``mean`` is as shown, thresholds were
    compared with ``total_sum`` and ``counted``. ``result_order`` is the place in the round's list, entries without a
    place last. ``told_at``: since when the dossier knows the published outcome.
    """

    round = models.ForeignKey(EvaluationRound, on_delete=models.PROTECT, related_name="entries")
    dossier = models.ForeignKey("registrations.Dossier", on_delete=models.PROTECT, related_name="entries")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"))
    in_round = models.BooleanField(default=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True)
    set_aside_reason = models.TextField(_("why it is not scored in this round"), blank=True)
    knocked_out_reason = models.TextField(_("why it was knocked out"), blank=True)
    unlisted_reason = models.TextField(_("why it is not put on the list"), blank=True)

    total_sum = models.PositiveIntegerField(_("sum of counted totals"), null=True, blank=True)
    counted = models.PositiveSmallIntegerField(_("counted sheets"), null=True, blank=True)
    mean = models.CharField(_("mean"), max_length=16, blank=True)
    stars_by_points = models.PositiveSmallIntegerField(_("stars by points"), null=True, blank=True)
    stars = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(_("place in the list"), null=True, blank=True)
    result_order = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    result = models.JSONField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["round", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "dossier"], name="entry_once_in_a_round"),
            models.UniqueConstraint(fields=["round", "order"], name="entry_order_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(in_round=True), name="entry_dossier_in_one_round_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", total_sum=None, mean="", stars=None, place=None, result=None)
                | (~Q(outcome="") & Q(result__isnull=False)),
                name="entry_result_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="entry_withdrawn_with_a_reason",
            ),
        ]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")

    def __str__(self) -> str:
        return f"{self.round_id}/{self.order}"

    @property
    def is_judged(self) -> bool:
        """Whether the council has to score it: neither withdrawn nor set aside."""
        return self.withdrawn_at is None and not self.set_aside_reason


class AgreedLevel(models.Model):
    """The level of a gated item on which the council agreed. It decides the gate only, never points."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="agreed_levels")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"))
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["entry_id", "criterion__order"]
        constraints = [models.UniqueConstraint(fields=["entry", "criterion"], name="agreed_level_once")]
        verbose_name = _("agreed level")
        verbose_name_plural = _("agreed levels")

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.criterion_id}"
