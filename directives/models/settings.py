"""How an office numbers and signs its documents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from directives.enums import SigningWay


class LetterSettings(models.Model):
    """How an office numbers and signs. An office without a row numbers here and signs by approval in the portal."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="letter_settings")
    external_numbers = models.BooleanField(
        _("Numbers come from the office's own document system"),
        default=False,
        help_text=_("The clerk enters each number before the leader approves."),
    )
    signing = models.CharField(_("Signature"), max_length=10, choices=SigningWay.choices, default=SigningWay.APPROVAL)

    def __str__(self) -> str:
        return f"{self.office_id}"
