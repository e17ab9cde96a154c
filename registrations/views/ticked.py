"""Rows that somebody has ticked in a list."""

from __future__ import annotations

from django.http import QueryDict


def ticked(data: QueryDict, name: str) -> list[int]:
    """Return the numbers of the ticked rows; what is no number of a row is left out."""
    return [int(pk) for pk in data.getlist(name) if pk.isdecimal() and len(pk) < 19]
