"""Which dossiers a commune leader has opened as they stand now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from directives.enums import DocumentState
from directives.models import Document
from registrations.letters import PURPOSE
from registrations.models import Dossier, DossierOpening


def seen_now(dossiers: Sequence[Dossier]) -> dict[int, str]:
    """Return for each dossier the versions of itself and of its letter: what an opening must have seen to count."""
    streams = [dossier.stream for dossier in dossiers]
    letters = Document.objects.filter(subject__in=streams, purpose=PURPOSE).exclude(state=DocumentState.VOIDED)
    # A dossier that came back has several: the newest one, written last, is the one that counts (``letter_of``).
    newest: dict[str, int] = dict(letters.order_by("pk").values_list("subject", "version"))
    return {dossier.pk: _mark(dossier, newest.get(dossier.stream)) for dossier in dossiers}


def seen_with(dossier: Dossier, letter: Document) -> str:
    """Return the same for a dossier whose newest letter has been read already."""
    return _mark(dossier, letter.version)


def _mark(dossier: Dossier, version: int | None) -> str:
    return f"{dossier.version}/{'' if version is None else version}"


def opened_by(user: Any, dossiers: Sequence[Dossier]) -> set[int]:
    """Return which of these dossiers the person has opened as they stand now, in two queries."""
    openings = dict(DossierOpening.objects.filter(user=user, dossier__in=dossiers).values_list("dossier_id", "seen"))
    now = seen_now(dossiers) if openings else {}
    return {pk for pk, seen in openings.items() if seen == now.get(pk)}
