"""What the office that runs a round asks of the commune about a dossier that it sent up."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import clock
from registrations.enums import Lack
from registrations.models.dossiers import Dossier


class CompletionRequest(models.Model):
    """One thing that a commune must complete before it sends a dossier up again; answered by the commune."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="completion_requests")
    lack = models.CharField(_("what is missing"), max_length=10, choices=Lack.choices)
    text = models.TextField(_("what is to be done"))
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="registrations_completion_answered_with_words",
            )
        ]
        verbose_name = _("request for completion")
        verbose_name_plural = _("requests for completion")

    def __str__(self) -> str:
        return self.get_lack_display()
