"""What a check of a place comes to, written once for the services that know it."""

from __future__ import annotations

from accounts.models import User
from foundation import clock
from registrations.models import Dossier, ItemCheck


def write_finding(dossier: Dossier, place: str, verdict: str, reason: str, actor: User) -> ItemCheck:
    """Write what was found about a place in the dossier's newest submitted version, in the caller's transaction."""
    facts = {
        "verdict": verdict,
        "reason": reason,
        "submission": dossier.submissions.count() or 1,
        "checked_at": clock.now(),
        "checked_by": actor,
    }
    return ItemCheck.objects.update_or_create(dossier=dossier, place=place, defaults=facts)[0]
