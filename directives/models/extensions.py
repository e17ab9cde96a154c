"""Later deadlines that were asked for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.enums import ExtensionState
from directives.models.tasks import Task
from foundation import clock

_USER = settings.AUTH_USER_MODEL


class TaskExtension(models.Model):
    """A later deadline that the office in charge asked for, and what the issuer answered."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="extensions")
    due_before = models.DateTimeField(_("deadline until now"))
    asked_until = models.DateField(_("new last day"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    state = models.CharField(_("state"), max_length=10, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    granted_until = models.DateField(_("granted until"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(state="asked"), name="one_open_extension_of_a_task"),
            models.CheckConstraint(
                condition=Q(state="granted", granted_until__isnull=False) | ~Q(state="granted") & Q(granted_until=None),
                name="granted_extension_names_its_day",
            ),
        ]
        verbose_name = _("extension of a deadline")
        verbose_name_plural = _("extensions of deadlines")

    def __str__(self) -> str:
        return f"{self.task_id} {self.asked_until:%d/%m/%Y}"
