"""Rows as lists show them: one line each, without the long texts and the tables that no column needs."""

from __future__ import annotations

from django.db.models import QuerySet

from registrations.models import Dossier, Wish

_NAMES = ("product__name", "producer__name", "unit__name", "round__name", "round__training", "round__meets_event")
_WISH = ("state", "created_at", "listed_at", "round__due_at", *_NAMES)
_DOSSIER = (
    "state",
    "slip_number",
    "office_slip_number",
    "due_on",
    "sort_day",
    "submitted_at",
    "forwarded_at",
    "law__code",
    "round__dossier_due_at",
    *_NAMES,
)
_JOINED = ("product", "producer", "unit", "round")


def wish_lines(rows: QuerySet[Wish]) -> QuerySet[Wish]:
    """Return wishes with what a line shows; anything else would be read row by row."""
    return rows.select_related(None).select_related(*_JOINED).only(*_WISH)


def dossier_lines(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Return dossiers with what a line shows; anything else would be read row by row."""
    return rows.select_related(None).select_related(*_JOINED, "law").only(*_DOSSIER)
