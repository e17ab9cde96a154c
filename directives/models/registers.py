"""Registers of documents: which numbers they have given."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from directives.enums import NumberState, Register
from directives.models.documents import Document
from foundation import clock

_USER = settings.AUTH_USER_MODEL


class RegisterCounter(models.Model):
    """The last number that a register has given in a year. Moved only by ``services.numbering``."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "series", "year"], name="register_counter_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


class SetAsideNumber(models.Model):
    """A number that a clerk has set aside: for a document to come, or given by the office's own document system.

    ``reserved`` until a document takes it or it is voided with a reason; either way it is never given again.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(_("register"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=NumberState.choices, default=NumberState.RESERVED)
    external = models.BooleanField(_("given by another system"), default=False)
    reason = models.TextField(_("reason"))
    voided_because = models.TextField(_("voided because"), blank=True)
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="set_aside_number"
    )
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["series", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "series", "year", "number"], name="set_aside_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="set_aside_number_counts_from_one"),
            models.CheckConstraint(
                condition=~Q(state="used") | Q(document__isnull=False), name="used_number_names_its_document"
            ),
            models.CheckConstraint(
                condition=Q(state="voided", document=None) | ~Q(state="voided"), name="voided_number_has_no_document"
            ),
        ]
        verbose_name = _("number set aside")
        verbose_name_plural = _("numbers set aside")

    def __str__(self) -> str:
        return f"{self.number:02d} ({self.series} {self.year})"

    @property
    def series_label(self) -> str:
        """The series in words; a council's own series is its name."""
        return str(dict(Register.choices).get(self.series, self.series))
