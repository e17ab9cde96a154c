"""What communes do to make the programme known (tuyên truyền, vận động)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Unit
from directives.models import Task
from foundation import clock
from foundation.models import StoredFile
from registrations.enums import OutreachForm
from registrations.models.rounds import RegistrationRound


class Outreach(models.Model):
    """One meeting, visit, broadcast … of a commune: form, day, place, how many came, about what."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("commune"))
    form = models.CharField(_("form"), max_length=12, choices=OutreachForm.choices)
    on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=200)
    topic = models.CharField(_("what about"), max_length=300)
    people = models.PositiveIntegerField(_("how many came"), null=True, blank=True)
    round = models.ForeignKey(
        RegistrationRound,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outreach",
        verbose_name=_("registration round"),
    )
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("task")
    )
    note = models.TextField(_("note"), blank=True)
    file = models.OneToOneField(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photograph or scan"),
    )
    noted_at = models.DateTimeField(default=clock.now, editable=False)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["unit", "-on"], name="registrations_outreach_unit")]
        verbose_name = _("outreach")
        verbose_name_plural = _("outreach")

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return reverse("registrations:outreach_edit", args=[self.pk])
