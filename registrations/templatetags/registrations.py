"""How registrations writes deadlines on screen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import clock
from foundation.calendar import describe_due
from foundation.formatting import NOTHING

register = template.Library()
NEAR = 5


@register.filter
def deadline(moment: datetime | None) -> str:
    """Return a first late moment in words that leave no doubt: "until the end of 24/03/2024"."""
    return describe_due(moment) if moment else NOTHING


@register.inclusion_tag("components/due.html")
def answer_due(dossier: Any, left: int | None) -> dict[str, Any]:
    """The day of the commune's answer and the working days left; without ``left`` no term is running."""
    if left is None:
        return {"day": dossier.due_on, "text": "", "tone": "neutral"}
    if left < 0 or (left == 0 and dossier.due_on < clock.today()):
        late = max(-left, 1)
        text = ngettext("%(n)s working day late", "%(n)s working days late", late) % {"n": late}
        return {"day": dossier.due_on, "text": text, "tone": "late"}
    if left == 0:
        return {"day": dossier.due_on, "text": _("today is the last day"), "tone": "waiting"}
    text = ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    return {"day": dossier.due_on, "text": text, "tone": "waiting" if left <= NEAR else "neutral"}
