"""Written opinions: a re-evaluation that the council judges without a meeting, and what each member answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.councils import CouncilMember
from evaluations.models.rounds import Entry
from foundation import clock

_USER = settings.AUTH_USER_MODEL


class WrittenRequest(models.Model):
    """The council is asked for its opinion in writing; ``answers_by`` is the last day, inclusive.

    ``meeting_reason``: why the council takes the product up at a meeting all the same; opinions given so far stay.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="written_request")
    proposal = models.TextField(_("what the members are asked"))
    answers_by = models.DateField(_("opinions until the end of"))
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    meeting_reason = models.TextField(_("why the council meets about it"), blank=True)
    to_meeting_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["entry"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_meeting_at=None, meeting_reason="")
                | (Q(to_meeting_at__isnull=False) & ~Q(meeting_reason="")),
                name="written_request_meets_with_a_reason",
            )
        ]
        verbose_name = _("request for written opinions")
        verbose_name_plural = _("requests for written opinions")

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.answers_by:%d/%m/%Y}"


class WrittenOpinion(models.Model):
    """What a member answered, with the submitted sheet to which it belongs: another sheet needs the opinion anew."""

    request = models.ForeignKey(WrittenRequest, on_delete=models.CASCADE, related_name="opinions")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="written_opinions")
    agrees = models.BooleanField(_("agrees"))
    reason = models.TextField(_("reason"), blank=True)
    sheet_sha256 = models.CharField("SHA-256", max_length=64)
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["request", "member__order"]
        constraints = [
            models.UniqueConstraint(fields=["request", "member"], name="written_opinion_once"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(reason=""), name="written_opinion_disagrees_with_a_reason"
            ),
        ]
        verbose_name = _("written opinion")
        verbose_name_plural = _("written opinions")

    def __str__(self) -> str:
        return f"{self.request_id}: {self.member_id}"
