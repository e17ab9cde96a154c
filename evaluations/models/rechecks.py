"""Looking at recognised products again (rà soát, hậu kiểm)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from activity.models import WorkflowModel
from evaluations.enums.after import CampaignState, CheckVerdict
from evaluations.models.recognition import Recognition
from evaluations.models.withdrawals import Withdrawal
from foundation import clock

_USER = settings.AUTH_USER_MODEL


class RecheckCampaign(WorkflowModel):
    """A re-check of recognised products, ordered by a letter or by the office's own plan."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="rechecks", verbose_name=_("office"))
    name = models.CharField(_("name of the re-check"), max_length=200)
    scope = models.TextField(_("what is looked at"))
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    directive = models.ForeignKey(
        "directives.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="rechecks",
        verbose_name=_("ordered by the letter"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=24, choices=CampaignState.choices, default=CampaignState.PREPARING)
    created_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="recheck_ends_after_it_begins")
        ]
        verbose_name = _("re-check of recognised products")
        verbose_name_plural = _("re-checks of recognised products")

    def __str__(self) -> str:
        return self.name


class RecheckItem(models.Model):
    """One product in a re-check: what was found, what is proposed, and what became of it."""

    campaign = models.ForeignKey(RecheckCampaign, on_delete=models.PROTECT, related_name="items")
    product = models.ForeignKey("registrations.Product", on_delete=models.PROTECT, related_name="rechecks")
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stars = models.PositiveSmallIntegerField(_("stars"))
    verdict = models.CharField(_("proposal"), max_length=20, choices=CheckVerdict.choices, blank=True)
    finding = models.TextField(_("what was found"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    remedy_by = models.DateField(_("to be put right by"), null=True, blank=True)
    remedied_on = models.DateField(_("put right on"), null=True, blank=True)
    remedy_note = models.TextField(_("how it was put right"), blank=True)
    withdrawal = models.OneToOneField(
        Withdrawal, on_delete=models.PROTECT, null=True, blank=True, related_name="recheck_item"
    )

    class Meta:
        ordering = ["campaign", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "product"], name="recheck_product_once"),
            models.CheckConstraint(
                condition=Q(verdict="", finding="", checked_on=None)
                | (~Q(verdict="") & ~Q(finding="") & Q(checked_on__isnull=False)),
                name="recheck_finding_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(verdict=CheckVerdict.REMEDY, remedy_by__isnull=False)
                | (~Q(verdict=CheckVerdict.REMEDY) & Q(remedy_by=None, remedied_on=None)),
                name="recheck_remedy_has_a_day",
            ),
        ]
        verbose_name = _("product in a re-check")
        verbose_name_plural = _("products in re-checks")

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.product_id}"

    @property
    def waits_for_remedy(self) -> bool:
        """Whether something has still to be put right."""
        return self.verdict == CheckVerdict.REMEDY and self.remedied_on is None
