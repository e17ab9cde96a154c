"""Administrative units and the offices that belong to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import OfficeKind, UnitLevel
from foundation.text import search_key


class Unit(models.Model):
    """A province, district or commune during its validity.

    A merger names successors; old rows keep the unit of their day.
    """

    level = models.CharField(_("level"), max_length=10, choices=UnitLevel.choices)
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=120, help_text=_("With its kind: “xã Bờ Y”, “huyện Ngọc Hồi”."))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors", blank=True)
    search = models.CharField(max_length=120, editable=False)

    class Meta:
        ordering = ["level", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["level", "code", "valid_from"], name="unit_code_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="unit_ends_after_it_begins"
            ),
        ]
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_key(self.name)
        super().save(*args, **kwargs)

    @property
    def bare_name(self) -> str:
        """The name without its kind: "xã Bờ Y" → "Bờ Y"."""
        for kind in ("thị trấn", "thành phố", "phường", "huyện", "quận", "thị xã", "tỉnh", "xã"):
            if self.name.lower().startswith(kind + " "):
                return self.name[len(kind) + 1 :]
        return self.name


class UnitReach(models.Model):
    """Which units a unit reaches: itself, everything below it, and the predecessors of all of these.

    Made by ``services.rebuild_reach``; selectors of all apps join it to know whose rows an office may see.
    """

    top = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="reaches")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="reached_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["top", "unit"], name="reach_once")]

    def __str__(self) -> str:
        return f"{self.top_id} → {self.unit_id}"


class Office(models.Model):
    """A body of the state at a unit: People's Committee, agriculture office, coordination office…"""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="offices")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(_("kind"), max_length=20, choices=OfficeKind.choices)
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(
        _("abbreviation in symbols"), max_length=20, help_text=_("As in “15/QĐ-UBND”: UBND. For a drafting unit: NN.")
    )
    seat = models.CharField(_("place named in letters"), max_length=80)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    runs_rounds = models.BooleanField(_("runs registration and evaluation rounds"), default=False)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ["unit", "name", "pk"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return self.name
