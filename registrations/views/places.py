"""Ways back: from a producer's record or paper to the dossier that somebody is writing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from registrations import selectors
from registrations.models import Dossier


def dossier_in_hand(request: HttpRequest) -> Dossier | None:
    """Return the dossier that the address names as ``?dossier=``, if the person may see it."""
    pk = request.GET.get("dossier", "")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return selectors.dossiers_visible_to(request.user).filter(pk=int(pk)).first()


def back_to_dossier(dossier: Dossier | None) -> dict[str, Any]:
    """Return what pages below a dossier show of it."""
    if dossier is None:
        return {}
    return {"dossier": dossier, "training": dossier.training}
