"""What a form has made already: its key comes back with every click on its button."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

M = TypeVar("M", bound=Model)


def form_key(text: str) -> UUID | None:
    """Return the key that a form carries; None for a bent one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def made_with(model: type[M], user: Any, key: UUID | None) -> M | None:
    """Return the row that the person has made with this form already; ``model`` has ``created_by`` and ``key``."""
    return model._default_manager.filter(created_by=user, key=key).first() if key else None
