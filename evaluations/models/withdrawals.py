"""Taking a recognition back before its end."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from activity.models import WorkflowModel
from evaluations.enums.after import WithdrawalState
from evaluations.models.recognition import Recognition
from foundation import clock


class Withdrawal(WorkflowModel):
    """A proposal to withdraw a product's recognition, and what its decision letter made of it.

    ``recognition`` is empty where the stars came with an older list. Ground and term are copied from the law in force
    (``law``), so that they stay as read. ``due_on`` is the last day of the term; empty where the law has none.
    """

    product = models.ForeignKey("registrations.Product", on_delete=models.PROTECT, related_name="withdrawals")
    recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawals"
    )
    decision_number = models.CharField(_("recognised by decision"), max_length=60)
    stars = models.PositiveSmallIntegerField(_("stars"))
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("decides"))
    drafting_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposes"))
    law = models.ForeignKey("rubrics.Decision", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=60)
    ground_title = models.CharField(_("ground"), max_length=300)
    facts = models.TextField(_("what was found"))
    known_on = models.DateField(_("found on"))
    due_on = models.DateField(_("to be decided by"), null=True, blank=True)
    document = models.OneToOneField(
        "directives.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal"
    )
    state = models.CharField(
        _("state"), max_length=24, choices=WithdrawalState.choices, default=WithdrawalState.PROPOSED
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(state=WithdrawalState.PROPOSED), name="withdrawal_one_open_per_product"
            ),
            models.CheckConstraint(
                condition=Q(state=WithdrawalState.DECIDED, decided_on__isnull=False, document__isnull=False)
                | (~Q(state=WithdrawalState.DECIDED) & Q(decided_on=None)),
                name="withdrawal_decided_by_a_letter",
            ),
        ]
        verbose_name = _("withdrawal of a recognition")
        verbose_name_plural = _("withdrawals of recognitions")

    def __str__(self) -> str:
        return f"{self.product}: {self.ground_title}"
