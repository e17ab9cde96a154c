"""Reminders: the ladders as data, the hours in which people are told, and what each person was told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directives.enums import Audience


class ReminderLadder(models.Model):
    """On which days people are told of a kind of deadline. A kind without a row goes by the row ``default``.

    ``rungs`` are days before (positive) and after (negative) the last day; 0 is that day itself.
    """

    kind = models.CharField(_("kind of deadline"), max_length=60, unique=True)
    rungs = models.JSONField(default=list)
    head_after = models.PositiveSmallIntegerField(_("head of office told after so many days"), null=True, blank=True)
    leader_after = models.PositiveSmallIntegerField(_("leader told after so many days"), null=True, blank=True)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("ladder of reminders")
        verbose_name_plural = _("ladders of reminders")

    def __str__(self) -> str:
        return self.kind


class ReminderHours(models.Model):
    """When the portal may remind: hours of the day, and whether on rest days too. One row at most, ``pk=1``."""

    first_hour = models.PositiveSmallIntegerField(_("from this hour on"), default=7)
    last_hour = models.PositiveSmallIntegerField(_("until this hour"), default=18)
    working_days_only = models.BooleanField(_("on working days only"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_hour__lt=F("last_hour"), last_hour__lte=24), name="reminder_hours_are_a_span"
            ),
            models.CheckConstraint(condition=Q(pk=1), name="reminder_hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_hour}-{self.last_hour}"


class ReminderMark(models.Model):
    """One rung of one deadline that one person is told of, once; ``told_at`` is empty until it stands in a digest."""

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    deadline = models.CharField(max_length=60)
    rung = models.SmallIntegerField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.WORKER)
    title = models.CharField(max_length=300)
    due_at = models.DateTimeField()
    url = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "deadline", "recipient", "rung"], name="reminder_once_per_rung"
            )
        ]
        indexes = [models.Index(fields=["recipient", "told_at"], name="reminder_pending")]

    def __str__(self) -> str:
        return f"{self.subject} {self.rung}"
