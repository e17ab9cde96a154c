"""Decisions that are being entered: texts in the project's own form, read by nobody but their editors."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activity.models import WorkflowModel
from foundation import clock
from rubrics.enums import DraftState
from rubrics.models.decisions import Decision


class LawDraft(WorkflowModel):
    """A decision that an office enters: ``facts`` is what ``decision.toml`` holds, ``base`` what it was copied from.

    ``saved_by`` wrote last and ``handed_in_by`` handed it in: neither publishes it.
    """

    name = models.CharField(_("name of the draft"), max_length=120)
    base = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.TextField(blank=True)
    state = models.CharField(_("state"), max_length=12, choices=DraftState.choices, default=DraftState.DRAFTING)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("draft of a decision")
        verbose_name_plural = _("drafts of decisions")

    def __str__(self) -> str:
        return self.name


class LawDraftSet(models.Model):
    """A product set of a draft as the text of its file."""

    draft = models.ForeignKey(LawDraft, on_delete=models.CASCADE, related_name="sets")
    number = models.PositiveSmallIntegerField(_("number of the set"))
    text = models.TextField(_("text of the set"))

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="rubrics_draft_set_once")]
        verbose_name = _("set of a draft")
        verbose_name_plural = _("sets of a draft")

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.number}"
