"""Addresses from which a calendar program reads deadlines without a login."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from foundation import clock


class CalendarFeed(models.Model):
    """A secret address of one person: for their own deadlines, or for those of an office that they work in.

    The token is computed from the seed and the portal's secret key; the row holds its SHA-256, so that a copy of the
    database opens nothing.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    seed = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office"], condition=Q(revoked_at=None), name="one_feed_of_person_and_office"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None, office=None), name="one_feed_of_person"
            ),
        ]
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return f"{self.user_id} {self.office_id or ''}"

    @property
    def token(self) -> str:
        """The secret part of the address."""
        return token_of(self.seed)


def token_of(seed: str) -> str:
    """Return the secret that belongs to a seed."""
    return salted_hmac("directives.calendar-feed", seed, algorithm="sha256").hexdigest()
