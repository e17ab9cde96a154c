"""Registers of documents: which numbers they have given."""

from __future__ import annotations

from django.db import models

from accounts.models import Office


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
