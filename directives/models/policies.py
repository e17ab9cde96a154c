"""Support policies with their budget and the people and units that they serve."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Unit
from activity.models import WorkflowModel
from directives.models.documents import Document
from directives.policies.enums import PUBLISHED, BeneficiaryKind, BudgetSource, PolicyState
from foundation import clock
from foundation.text import search_key

_USER = settings.AUTH_USER_MODEL


class Policy(WorkflowModel):
    """A support policy: prepared by an office, proposed to the leader above, issued by a document, ended.

    ``document`` is the document of the portal that issues it (from its draft on); ``issued_number`` and ``issuer_name``
    name one that was issued elsewhere, such as a resolution of a People's Council.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="policies", verbose_name=_("prepared by"))
    deciding_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="policies_decided", verbose_name=_("proposed to")
    )
    title = models.CharField(_("policy"), max_length=300)
    content = models.TextField(_("content"))
    legal_grounds = models.TextField(_("legal grounds"), blank=True)
    ground_document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="policies_grounded",
        verbose_name=_("document that it rests on"),
    )
    state = models.CharField(_("state"), max_length=20, choices=PolicyState.choices, default=PolicyState.DRAFT)
    document = models.OneToOneField(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="policy",
        verbose_name=_("issued by the document"),
    )
    issued_number = models.CharField(_("number and symbol"), max_length=80, blank=True)
    issuer_name = models.CharField(_("issued by"), max_length=200, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    key = models.UUIDField(unique=True, null=True, editable=False)
    search = models.TextField(editable=False)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PUBLISHED, issued_on__isnull=False) & ~Q(issued_number="")
                | ~Q(state__in=PUBLISHED) & Q(issued_on=None, issued_number=""),
                name="policy_issued_by_a_document",
            ),
            models.CheckConstraint(
                condition=Q(state=PolicyState.ENDED, ended_on__isnull=False)
                | ~Q(state=PolicyState.ENDED) & Q(ended_on=None),
                name="policy_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="policy_ends_after_it_begins",
            ),
        ]
        verbose_name = _("support policy")
        verbose_name_plural = _("support policies")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = policy_search_key(self.title, self.content, self.issued_number)
        super().save(*args, **kwargs)


def policy_search_key(title: str, content: str, number: str = "") -> str:
    """Return what the search of policies looks through."""
    return search_key(f"{title} {number} {content}")


class PolicyBudgetLine(models.Model):
    """What one source gives in one year. ``amount`` is in whole đồng, so that every database adds it exactly."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="budget_lines")
    source = models.CharField(_("source"), max_length=12, choices=BudgetSource.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.BigIntegerField(_("amount"))

    class Meta:
        ordering = ["year", "source", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "source", "year"], name="policy_budget_source_once_a_year"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="policy_budget_is_money"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="policy_budget_year_is_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.year}: {self.amount}"


class PolicyBeneficiary(models.Model):
    """Whom a policy serves: a kind, in a unit, by name, or so many of them."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="beneficiaries")
    kind = models.CharField(_("kind"), max_length=12, choices=BeneficiaryKind.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    count = models.PositiveIntegerField(_("how many"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(count=None) | Q(count__gte=1), name="policy_beneficiaries_are_some")
        ]

    def __str__(self) -> str:
        words = self.name or str(self.get_kind_display())
        where = f", {self.unit.name}" if self.unit else ""
        return f"{words}{where}" + (f" ({self.count})" if self.count else "")
