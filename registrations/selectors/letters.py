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


def earlier_letters_visible_to(user: Any, dossier: Dossier) -> list[Document]:
    """Return the letters with which a dossier went up before, newest first, as far as the person may see them."""
    newest = letter_of(dossier)
    rows = documents_visible_to(user).filter(subject=dossier.stream, purpose=PURPOSE, state__in=SENT)
    return list(rows.exclude(pk=newest.pk if newest else 0).order_by("-pk"))


def letter_visible_to(user: Any, dossier: Dossier) -> Document | None:
    """Return the dossier's request letter as far as the person may see it."""
    drafted = Document.objects.filter(subject=dossier.stream, purpose=PURPOSE).exclude(state=DocumentState.VOIDED)
    # Before the dossier has gone up there is mostly none: a short question spares the long one.
    if dossier.forwarded_at is None and not drafted.exists():
        return None
    rows = documents_visible_to(user).filter(subject=dossier.stream, purpose=PURPOSE)
    return rows.exclude(state=DocumentState.VOIDED).order_by("-pk").first()
