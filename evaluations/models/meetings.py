"""Meetings of a council: when and where, the agenda with the times of presentations, and who attended."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.enums.choices import AttendanceMark
from evaluations.models.councils import CouncilMember
from evaluations.models.rounds import Entry, EvaluationRound
from foundation import clock


class Meeting(models.Model):
    """A meeting of the council about a round. ``invited_at`` is the last time at which people were told of it."""

    round = models.ForeignKey(EvaluationRound, on_delete=models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(_("begins at"))
    place = models.CharField(_("place of the meeting"), max_length=200, blank=True)
    subject = models.TextField(_("what it is about"), blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "starts_at"], name="meeting_once_at_a_time")]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return f"{clock.local(self.starts_at):%H:%M %d/%m/%Y}"

    @property
    def local_day(self) -> datetime.date:
        """The day of the meeting in the portal's time zone."""
        return clock.local(self.starts_at).date()


class AgendaItem(models.Model):
    """When the council takes up a product; its producer may present it then."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="agenda_items")
    starts_at = models.TimeField(_("time"))

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "entry"], name="agenda_entry_once_in_a_meeting")]
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("items of the agenda")

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M} {self.entry_id}"


class Attendance(models.Model):
    """Whether a member was at a meeting; the reason where the member was excused."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="attendance")
    mark = models.CharField(_("attendance"), max_length=8, choices=AttendanceMark.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["member__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once"),
            models.CheckConstraint(condition=Q(mark__in=AttendanceMark.values), name="attendance_mark_known"),
        ]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")

    def __str__(self) -> str:
        return f"{self.member_id}: {self.mark}"
