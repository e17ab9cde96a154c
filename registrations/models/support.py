"""Support of products: what is planned, given, or was cancelled."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from activity.models import WorkflowModel
from foundation import clock
from registrations.enums import HelpKind, SupportState
from registrations.models.rounds import RegistrationRound
from registrations.models.wishes import Wish


class Support(WorkflowModel):
    """Help for a product: what, by whom, when, from which budget line, how much (đồng); planned, given or cancelled.

    ``given_by`` names the giver in words. Where the giver is known to the portal, ``given_by_office`` and
    ``given_by_user`` say who it is: a council member who supported a product has a conflict of interest in it.
    """

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="supports")
    kind = models.CharField(_("kind of support"), max_length=12, choices=HelpKind.choices)
    given = models.CharField(_("what is given"), max_length=300)
    given_by = models.CharField(_("given by"), max_length=200, blank=True)
    given_by_office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("office that gives it"),
    )
    given_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person who does it"),
    )
    on = models.DateField(_("day"), null=True, blank=True)
    budget_line = models.CharField(_("budget line"), max_length=200, blank=True)
    amount = models.PositiveBigIntegerField(_("amount (đồng)"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=SupportState.choices, default=SupportState.PLANNED)
    noted_at = models.DateTimeField(default=clock.now, editable=False)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=SupportState.GIVEN) | Q(on__isnull=False),
                name="registrations_support_given_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(given_by="") | Q(given_by_office__isnull=False) | Q(given_by_user__isnull=False),
                name="registrations_support_by_somebody",
            ),
        ]
        verbose_name = _("support")
        verbose_name_plural = _("support")

    def __str__(self) -> str:
        return self.given

    @property
    def round(self) -> RegistrationRound:
        """The round of its wish, whose office plans it."""
        return self.wish.round

    @property
    def giver(self) -> str:
        """Who gives it, in words: the person, the office, and what else was written."""
        office = self.given_by_office.name if self.given_by_office else ""
        names = (str(self.given_by_user or ""), office, self.given_by)
        return ", ".join(dict.fromkeys(name for name in names if name))
