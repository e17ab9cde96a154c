"""Registration rounds (đợt đăng ký)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Unit
from activity.models import WorkflowModel
from directives.models import Document
from foundation import clock
from registrations.enums import AfterReturn, DossierKind, MeetsEvent, RoundState
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

    def get_absolute_url(self) -> str:
        return reverse("registrations:round", args=[self.pk])
