"""Reads about the reasons that offices give again and again."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role
from accounts.models import Office
from accounts.selectors import offices_with_role
from activity.errors import NotAllowed
from activity.models import JournalEntry
from registrations import rules
from registrations.models import CommonReason, Dossier
from registrations.reasons import COMMON_REASONS
from registrations.selectors.codes import issuing_office


def offices_keeping_reasons(user: Any) -> list[Office]:
    """Return the offices whose list of reasons the person keeps."""
    rows = offices_with_role(user, Role.COMMUNE_OFFICER, Role.ROUND_OFFICER).order_by("pk")
    return [office for office in rows if rules.keeps_reasons(user, office)]


def common_reasons(office: Office) -> list[CommonReason]:
    """Return the reasons that an office offers: its own list, or the defaults while it has changed none."""
    rows = list(CommonReason.objects.filter(office=office))
    if not rows:
        return [CommonReason(office=office, code=code, text=text) for code, text in COMMON_REASONS]
    return [row for row in rows if row.retired_at is None]


def reasons_for_check(user: Any, dossier: Dossier) -> list[tuple[str, str]]:
    """Return the reasons that a person may choose for a dossier, as choices: those of the office that checks it."""
    try:
        office = issuing_office(dossier, user)
    except NotAllowed:
        office = dossier.round.office
    return [(reason.key, reason.text) for reason in common_reasons(office)]


def history_of_reasons(office: Office) -> list[JournalEntry]:
    """Return the newest changes of an office's list."""
    return list(JournalEntry.objects.filter(stream=stream_of_reasons(office)).order_by("-seq")[:20])


def stream_of_reasons(office: Office) -> str:
    """Return the journal's chain of an office's list."""
    return f"registrations.commonreasons:{office.pk}"
