"""How registrations writes deadlines on screen, and what its pages say about time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Unit
from foundation import clock
from foundation.calendar import describe_due
from foundation.formatting import NOTHING, day
from registrations import rules, selectors
from registrations.enums import DossierState
from registrations.models import Dossier, RegistrationRound
from registrations.selectors.time_notices import notice_for_list, notice_for_wish

register = template.Library()
NEAR = 5


@register.filter
def deadline(moment: datetime | None) -> str:
    """Return a first late moment in words that leave no doubt: "until the end of 24/03/2024"."""
    return describe_due(moment) if moment else NOTHING


@register.simple_tag
def answer_due(dossier: Any, left: int | None) -> SafeString:
    """The day of the commune's answer and the working days left; without ``left`` no term is running."""
    found = _answer_due(dossier, left)
    words = format_html('<span class="due-text">{}</span>', found["text"]) if found["text"] else ""
    return format_html(
        '<span class="due due-{}"><time datetime="{}">{}</time> {}</span>',
        found["tone"],
        found["day"].isoformat(),
        day(found["day"]),
        words,
    )


def _answer_due(dossier: Any, left: int | None) -> dict[str, Any]:
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


@register.inclusion_tag("registrations/_standing.html", takes_context=True)
def wish_time(context: dict[str, Any], registration_round: RegistrationRound) -> dict[str, Any]:
    """What the form of a wish says once a date has passed."""
    return {"standing": notice_for_wish(context["request"].user, registration_round)}


@register.inclusion_tag("registrations/_standing.html", takes_context=True)
def list_time(context: dict[str, Any], registration_round: RegistrationRound, unit: Unit) -> dict[str, Any]:
    """What the commune's list says once a date has passed."""
    return {"standing": notice_for_list(context["request"].user, registration_round, unit)}


@register.inclusion_tag("registrations/_completion.html", takes_context=True)
def completion(context: dict[str, Any], dossier: Dossier) -> dict[str, Any]:
    """What the office asked the commune to complete, for the two of them."""
    user = context["request"].user
    points = selectors.completion_points_visible_to(user, dossier)
    answers = rules.is_commune_officer_for(user, dossier) and dossier.state != DossierState.FORWARDED
    return {"dossier": dossier, "points": points, "may_answer": answers}
