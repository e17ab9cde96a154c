"""The reasons that an office gives again and again when it returns dossiers, in its own words."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from foundation import clock


class CommonReason(models.Model):
    """One reason of an office's list. A retired one is offered no more; what was written with it stays as it is.

    ``code`` names the default from which it came (``registrations.reasons``); empty for the office's own.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    code = models.CharField(max_length=20, blank=True, editable=False)
    text = models.CharField(_("reason"), max_length=300)
    retired_at = models.DateTimeField(_("retired at"), null=True, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code"], condition=~Q(code=""), name="registrations_default_reason_once"
            ),
            models.UniqueConstraint(
                fields=["office", "text"], condition=Q(retired_at=None), name="registrations_reason_once"
            ),
        ]
        verbose_name = _("common reason")
        verbose_name_plural = _("common reasons")

    def __str__(self) -> str:
        return self.text

    @property
    def key(self) -> str:
        """The name under which forms and addresses know it."""
        return self.code or f"r{self.pk}"
