"""The request letter of a dossier among the official documents."""

from __future__ import annotations

from typing import Any

from directives.enums import SENT, DocumentState
from directives.models import Document
from directives.selectors import documents_visible_to
from registrations.letters import PURPOSE
from registrations.models import Dossier


def letter_of(dossier: Dossier) -> Document | None:
    """Return the dossier's request letter; None before it is drafted and after it was voided."""
    rows = Document.objects.filter(subject=dossier.stream, purpose=PURPOSE).exclude(state=DocumentState.VOIDED)
    return rows.select_related("office__unit", "drafting_office").order_by("-pk").first()


def letters_visible_to(user: Any, dossier: Dossier) -> tuple[Document | None, list[Document]]:
    """Return the dossier's newest request letter that the person may see, and those with which it went up before."""
    drafted = Document.objects.filter(subject=dossier.stream, purpose=PURPOSE).exclude(state=DocumentState.VOIDED)
    # Before the dossier has gone up there is mostly none: a short question spares the long one.
    if dossier.received_at is None or (dossier.forwarded_at is None and not drafted.exists()):
        return None, []
    rows = documents_visible_to(user).filter(subject=dossier.stream, purpose=PURPOSE)
    found = list(rows.exclude(state=DocumentState.VOIDED).order_by("-pk"))
    return (found[0] if found else None), [letter for letter in found[1:] if letter.state in SENT]
