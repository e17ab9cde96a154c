"""Conflicts of interest: of members of the council, and of people on an advisory team who do not sit on it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.enums.choices import RecusalState
from evaluations.models.councils import CouncilMember
from evaluations.models.rounds import Entry
from foundation import clock


class ConflictOfInterest(models.Model):
    """What somebody declares of an entry, and what the secretary answers."""

    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=RecusalState.choices, default=RecusalState.DECLARED)
    declared_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("answer of the secretary"), blank=True)

    class Meta:
        abstract = True
        ordering = ["entry", "pk"]


def _answered_by_somebody(name: str) -> models.CheckConstraint:
    """Return the rule that an answer has its author, and a mere declaration has none."""
    declared = Q(state=RecusalState.DECLARED, confirmed_by=None)
    answered = ~Q(state=RecusalState.DECLARED) & Q(confirmed_by__isnull=False)
    return models.CheckConstraint(condition=declared | answered, name=name)


class Recusal(ConflictOfInterest):
    """A member's conflict of interest: the entry is closed to the member, the sheet is kept and not counted."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="recusals")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="recusals")

    class Meta(ConflictOfInterest.Meta):
        constraints = [
            models.UniqueConstraint(fields=["entry", "member"], name="recusal_once"),
            _answered_by_somebody("recusal_answered_by_somebody"),
        ]
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.member_id}"

    @property
    def person(self) -> Any:
        """Who is recused."""
        return self.member.user

    @property
    def person_id(self) -> int:
        """Whose conflict it is."""
        return self.member.user_id


class TeamRecusal(ConflictOfInterest):
    """An adviser's conflict of interest: the entry, its files and its report are closed to that person.

    It belongs to the person, not to the place on the team: who is taken off the team and put on it again stays out.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="team_recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="team_recusals")

    class Meta(ConflictOfInterest.Meta):
        constraints = [
            models.UniqueConstraint(fields=["entry", "user"], name="team_recusal_once"),
            _answered_by_somebody("team_recusal_answered_by_somebody"),
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
