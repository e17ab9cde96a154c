"""The request letter of a dossier among the official documents."""

from __future__ import annotations

from typing import Any

from directives.enums import SENT, DocumentState
from directives.models import Document
from directives.selectors import documents_visible_to
from registrations.enums import DossierState
from registrations.letters import PURPOSE
from registrations.models import Dossier
from registrations.procedure import asks_opinions


def letter_of(dossier: Dossier) -> Document | None:
    """Return the dossier's request letter; None before it is drafted and after it was voided."""
    rows = Document.objects.filter(subject=dossier.stream, purpose=PURPOSE).exclude(state=DocumentState.VOIDED)
    return rows.select_related("office__unit", "drafting_office").order_by("-pk").first()


def letters_visible_to(user: Any, dossier: Dossier) -> tuple[Document | None, list[Document]]:
    """Return the dossier's newest request letter that the person may see, and those with which it went up before."""
    if not _may_have_letters(dossier):
        return None, []
    rows = documents_visible_to(user).filter(subject=dossier.stream, purpose=PURPOSE)
    found = list(rows.exclude(state=DocumentState.VOIDED).order_by("-pk"))
    return (found[0] if found else None), [letter for letter in found[1:] if letter.state in SENT]


def _may_have_letters(dossier: Dossier) -> bool:
    """Tell, mostly without asking, whether there can be a letter: one is drafted when the leader is asked to sign."""
    if dossier.received_at is None or not asks_opinions(dossier):
        return False
    if dossier.forwarded_at is not None or dossier.state in _WITH_LETTER:
        return True
    drafted = Document.objects.filter(subject=dossier.stream, purpose=PURPOSE).exclude(state=DocumentState.VOIDED)
    return drafted.exists()


_WITH_LETTER = (DossierState.OPINION_WAITING, DossierState.OPINION_APPROVED)
