"""What every filter with a search box shares: it narrows by its choices first, and searches in what is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet

from foundation.search import Found


class SearchingForm(forms.Form):
    """Narrows a list. ``order`` and ``nothing_exact`` speak of the list that was narrowed last.

    ``seek`` is the selector that searches in such a list; it gets rows and words.
    """

    def __init__(self, *args: Any, seek: Callable[[QuerySet[Any], str], Found[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seek = seek
        self.found: Found[Any] | None = None

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that fit; what is not valid narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        self.found = self.seek(self.restrict(rows, data), data.get("q") or "")
        return self.found.rows

    def restrict(self, rows: QuerySet[Any], data: dict[str, Any]) -> QuerySet[Any]:  # noqa: ARG002 -- for subclasses
        """Return the rows that fit everything but the words."""
        return rows

    def order(self, *names: str) -> tuple[str, ...]:
        """Return the keyset of the list that was narrowed: what holds the words first, then the list's own order."""
        return self.found.order(*names) if self.found else names

    @property
    def nothing_exact(self) -> bool:
        """Whether nothing holds the words and what is shown is only like them."""
        return self.found is not None and self.found.nothing_exact
