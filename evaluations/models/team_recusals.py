"""Conflicts of interest of people on an advisory team who do not sit on the council."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.enums.choices import RecusalState
from evaluations.models.rounds import Entry
from foundation import clock


class TeamRecusal(models.Model):
    """An adviser's conflict of interest: the entry, its files and its report are closed to that person.

    It belongs to the person, not to the place on the team: who is taken off the team and put on it again stays out.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="team_recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="team_recusals")
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=RecusalState.choices, default=RecusalState.DECLARED)
    declared_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("answer of the secretary"), blank=True)

    class Meta:
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "user"], name="team_recusal_once"),
            models.CheckConstraint(
                condition=Q(state=RecusalState.DECLARED, confirmed_by=None)
                | (~Q(state=RecusalState.DECLARED) & Q(confirmed_by__isnull=False)),
                name="team_recusal_answered_by_somebody",
            ),
        ]
        verbose_name = _("recusal of an adviser")
        verbose_name_plural = _("recusals of advisers")

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.user_id}"

    @property
    def member(self) -> str:
        """The name, as a council member's recusal gives it."""
        return str(self.user)

    @property
    def person(self) -> Any:
        """Who is recused."""
        return self.user

    @property
    def person_id(self) -> int:
        """Whose conflict it is."""
        return self.user_id
