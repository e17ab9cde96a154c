"""How registrations writes deadlines on screen."""

from __future__ import annotations

from datetime import datetime

from django import template

from foundation.calendar import describe_due
from foundation.formatting import NOTHING

register = template.Library()


@register.filter
def deadline(moment: datetime | None) -> str:
    """Return a first late moment in words that leave no doubt: "until the end of 24/03/2024"."""
    return describe_due(moment) if moment else NOTHING
