"""Complaints (khiếu nại) about a result."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activity.models import WorkflowModel
from evaluations.enums.after import ComplaintState, ComplaintVerdict
from evaluations.models.rounds import Entry, EvaluationRound
from foundation import clock

_USER = settings.AUTH_USER_MODEL


class ComplaintTerms(models.Model):
    """The terms of a round's regulation for complaints, in days; empty where the regulation is silent.

    Without a row the decision's own terms count (``complaint_days``, ``complaint_answer_days``), if it has any.
    """

    round = models.OneToOneField(EvaluationRound, on_delete=models.CASCADE, related_name="complaint_terms")
    file_days = models.PositiveSmallIntegerField(_("days to file after the result is published"), null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("days to answer after filing"), null=True, blank=True)
    source = models.CharField(_("where this is laid down"), max_length=300)
    set_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("terms for complaints")
        verbose_name_plural = _("terms for complaints")

    def __str__(self) -> str:
        return self.source


class Complaint(WorkflowModel):
    """What a producer holds against the published result of an own dossier, and the office's answer."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="complaints")
    text = models.TextField(_("complaint"))
    wanted = models.TextField(_("what is asked for"), blank=True)
    filed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(default=clock.now)
    answer_due_on = models.DateField(_("to be answered by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=24, choices=ComplaintState.choices, default=ComplaintState.FILED)
    verdict = models.CharField(_("finding"), max_length=10, choices=ComplaintVerdict.choices, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state=ComplaintState.FILED), name="complaint_one_open_per_entry"
            ),
            models.CheckConstraint(
                condition=Q(state=ComplaintState.ANSWERED, answered_at__isnull=False) & ~Q(answer="") & ~Q(verdict="")
                | ~Q(state=ComplaintState.ANSWERED) & Q(answered_at=None, answer="", verdict=""),
                name="complaint_answered_with_an_answer",
            ),
        ]
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.get_state_display()}"
