"""Councils and the people on them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from evaluations.enums.choices import CouncilRole
from evaluations.models.regulation import RegulationColumns
from foundation import clock


class Council(RegulationColumns):
    """A council that an office has set up to score products. Once it has begun to score, it stays as it is.

    Its regulation holds for the rounds that have not begun to score; the others keep the one with which they began.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="councils", verbose_name=_("office"))
    name = models.CharField(_("name of the council"), max_length=200)
    decision_document = models.ForeignKey(
        "directives.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decision that set it up"),
    )
    decision_text = models.CharField(
        _("number and date of that decision"),
        max_length=200,
        blank=True,
        help_text=_("If it is not kept in the portal."),
    )
    training = models.BooleanField(_("training"), default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quorum_percent__range=(1, 100)), name="council_quorum")]
        ordering = ["-pk"]
        verbose_name = _("council")
        verbose_name_plural = _("councils")

    def __str__(self) -> str:
        return self.name


class CouncilMember(models.Model):
    """A person on a council. ``counted`` members have a vote: they fill sheets and count for the quorum."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="council_seats", verbose_name=_("person")
    )
    title = models.CharField(_("post"), max_length=160, blank=True)
    office_name = models.CharField(_("works at"), max_length=200, blank=True)
    role = models.CharField(
        _("role on the council"), max_length=12, choices=CouncilRole.choices, default=CouncilRole.MEMBER
    )
    counted = models.BooleanField(_("has a vote"), default=True)
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "user"], name="council_member_once"),
            models.UniqueConstraint(fields=["council", "order"], name="council_member_order_once"),
            models.UniqueConstraint(fields=["council"], condition=Q(role=CouncilRole.CHAIR), name="council_one_chair"),
        ]
        verbose_name = _("council member")
        verbose_name_plural = _("council members")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def leads(self) -> bool:
        """Whether this member can lead a meeting: the chair or a deputy."""
        return self.role in (CouncilRole.CHAIR, CouncilRole.DEPUTY)


class AdvisoryMember(models.Model):
    """A person on the advisory team (tổ tư vấn, tổ giúp việc) of a council: checks dossiers, writes the reports.

    The team has no vote and never sees score sheets.
    """

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="advisers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="advisory_seats", verbose_name=_("person")
    )
    title = models.CharField(_("post"), max_length=160, blank=True)
    office_name = models.CharField(_("works at"), max_length=200, blank=True)
    leads = models.BooleanField(_("heads the team"), default=False)
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "user"], name="adviser_once"),
            models.UniqueConstraint(fields=["council", "order"], name="adviser_order_once"),
            models.UniqueConstraint(fields=["council"], condition=Q(leads=True), name="council_one_head_of_team"),
        ]
        verbose_name = _("member of the advisory team")
        verbose_name_plural = _("members of the advisory team")

    def __str__(self) -> str:
        return str(self.user)


class DeclaredTie(models.Model):
    """A tie of kinship or business between a person on councils and a producer, declared once by that person.

    ``ended_at``: the person took the declaration back; what followed from it in rounds stays.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="declared_ties")
    producer = models.ForeignKey("registrations.Producer", on_delete=models.CASCADE, related_name="+")
    relation = models.CharField(_("tie"), max_length=200)
    declared_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "producer"], condition=Q(ended_at=None), name="declared_tie_once_at_a_time"
            )
        ]
        verbose_name = _("declared tie")
        verbose_name_plural = _("declared ties")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.producer_id}"
