"""What the commune sees of its own work on the page of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from registrations import rules, selectors
from registrations.contents import Contents
from registrations.enums import DossierState
from registrations.models import Dossier
from registrations.screenings import screenings_of

# Producer, product and papers stand beside the texts and the items of the rubric.
_OTHER_PLACES = 3


@dataclass(frozen=True)
class DeskNumbers:
    """How far the check is."""

    checked: int
    total: int
    to_correct: int


def desk_panel(request: HttpRequest, row: Dossier, contents: Contents) -> dict[str, Any]:
    """Return the panel of reception and check, and the request letter as far as the person may see it."""
    inside = rules.reads_desk(request.user, row) and row.submitted_at is not None
    came_back = row.returned_at is not None and row.state != DossierState.RETURNED
    letter, earlier = selectors.letters_visible_to(request.user, row)
    receives_now = row.state == DossierState.RECEIVED and rules.is_commune_officer_for(request.user, row)
    return {
        "desk": _numbers(row, contents) if inside else None,
        "reception": getattr(row, "reception", None) if inside else None,
        "notes_reception": receives_now,
        "shows_changes": came_back and (inside or rules.runs_round(request.user, row)),
        "letter": letter,
        "earlier_letters": earlier,
        "screenings": screenings_of(request.user, row),
    }


def _numbers(row: Dossier, contents: Contents) -> DeskNumbers:
    numbers: Any = row  # counted with the dossier itself (``selectors.dossier_page_of``)
    total = _OTHER_PLACES + len(contents.texts) + sum(len(part.items) for part in contents.parts)
    return DeskNumbers(numbers.checks_made, total, numbers.checks_to_correct)
