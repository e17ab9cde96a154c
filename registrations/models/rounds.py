"""Registration rounds (đợt đăng ký)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Unit
from activity.models import WorkflowModel
from directives.models import Document, IncomingLetter
from foundation import clock
from registrations.deadlines import Standing, standing
from registrations.enums import AfterReturn, Covers, DossierKind, MeetsEvent, RestDays, RoundState
from rubrics.enums import StageLevel
from rubrics.models import Decision


def all_kinds() -> list[str]:
    """Return every kind of dossier: what a round accepts unless its office narrows it."""
    return [str(kind) for kind in DossierKind.values]


class RegistrationRound(WorkflowModel):
    """A call of an office: which communes may register wishes until when, under which decision.

    Every ``…_at`` deadline is the first moment that is too late (``foundation.calendar``): a soft one is shown and
    marks what comes later as late, a hard one refuses it. ``due_at`` is about wishes, ``dossier_due_at`` about
    dossiers, and ``meets_event`` says for both which event must happen in time.
    """

    name = models.CharField(_("name"), max_length=200)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="registration_rounds", verbose_name=_("office")
    )
    directive = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registration_rounds",
        verbose_name=_("opened by the letter"),
    )
    incoming = models.ForeignKey(
        IncomingLetter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registration_rounds",
        verbose_name=_("opened by the incoming letter"),
    )
    law = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="registration_rounds", verbose_name=_("decision")
    )
    level = models.CharField(_("level of the office"), max_length=12, choices=StageLevel.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    opens_on = models.DateField(_("opens on"))
    due_at = models.DateTimeField(_("wishes are due"))
    hard_due_at = models.DateTimeField(_("no wishes after"), null=True, blank=True)
    dossier_due_at = models.DateTimeField(_("dossiers are due"), null=True, blank=True)
    dossier_hard_due_at = models.DateTimeField(_("no dossiers after"), null=True, blank=True)
    meets_event = models.CharField(
        _("what must happen in time"), max_length=10, choices=MeetsEvent.choices, default=MeetsEvent.RECEIVED
    )
    commune_list_due = models.DateTimeField(_("communes' lists are due"), null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("working days for the commune's answer"), default=15)
    after_return = models.CharField(
        _("after a return, the term of the answer"),
        max_length=10,
        choices=AfterReturn.choices,
        default=AfterReturn.RESTART,
    )
    rest_days = models.CharField(
        _("a date that falls on a rest day"), max_length=5, choices=RestDays.choices, default=RestDays.STAY
    )
    # What the letter says of the dates that ``rest_days`` has moved: column name → first late moment as written.
    written = models.JSONField(default=dict, blank=True, editable=False)
    place = models.CharField(_("place where papers are received"), max_length=300, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    kinds = models.JSONField(_("kinds of dossier"), default=all_kinds)
    units = models.ManyToManyField(Unit, related_name="registration_rounds", verbose_name=_("communes"))
    training = models.BooleanField(_("training round"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=RoundState.choices, default=RoundState.PREPARING)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hard_due_at=None) | Q(hard_due_at__gte=F("due_at")),
                name="registrations_round_hard_after_soft",
            ),
            models.CheckConstraint(
                condition=Q(dossier_hard_due_at=None) | Q(dossier_hard_due_at__gte=F("dossier_due_at")),
                name="registrations_round_dossier_hard_after_soft",
            ),
            models.CheckConstraint(condition=Q(answer_days__range=(1, 90)), name="registrations_round_answer_days"),
        ]
        verbose_name = _("registration round")
        verbose_name_plural = _("registration rounds")

    def __str__(self) -> str:
        return self.name

    @property
    def is_past_due(self) -> bool:
        """Whether a wish that comes now is marked as late."""
        return standing(clock.now(), self.due_at, None) is Standing.LATE

    def get_absolute_url(self) -> str:
        return reverse("registrations:round", args=[self.pk])


class LateEntry(models.Model):
    """Leave for a named producer, or for all of a named commune, to come after the hard date: until when, and why.

    ``until_at`` is the first moment that is too late again. What comes by leave keeps its mark of lateness.
    """

    round = models.ForeignKey(RegistrationRound, on_delete=models.CASCADE, related_name="late_entries")
    producer = models.ForeignKey(
        "registrations.Producer", on_delete=models.PROTECT, null=True, blank=True, related_name="late_entries"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    covers = models.CharField(_("what may come late"), max_length=10, choices=Covers.choices, default=Covers.BOTH)
    until_at = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    granted_at = models.DateTimeField(default=clock.now, editable=False)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(producer=None, unit__isnull=False) | Q(producer__isnull=False, unit=None),
                name="registrations_late_entry_names_one",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revoked_because="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_because="")),
                name="registrations_late_entry_revoked_with_reason",
            ),
            models.UniqueConstraint(
                fields=["round", "producer", "covers"],
                condition=Q(revoked_at=None),
                name="registrations_late_entry_of_producer_once",
            ),
            models.UniqueConstraint(
                fields=["round", "unit", "covers"],
                condition=Q(revoked_at=None),
                name="registrations_late_entry_of_commune_once",
            ),
        ]
        verbose_name = _("late entry")
        verbose_name_plural = _("late entries")

    def __str__(self) -> str:
        return self.named

    @property
    def named(self) -> str:
        """The producer or the commune that is named."""
        return str(self.producer or self.unit)

    @property
    def holds(self) -> bool:
        """Whether it opens anything now."""
        return self.revoked_at is None and clock.now() < self.until_at


class CommuneReminder(models.Model):
    """The office urges a commune (đôn đốc) about a round: once a day at most."""

    round = models.ForeignKey(RegistrationRound, on_delete=models.CASCADE, related_name="reminders")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit", "day"], name="registrations_commune_reminded_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"
