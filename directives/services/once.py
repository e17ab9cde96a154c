"""Making a row of a form once, however often its button is pressed."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model

from activity.errors import Conflict

M = TypeVar("M", bound=Model)


def create_once(model: type[M], *, key: UUID | None, said: str, **columns: Any) -> M:
    """Create a row with the key of its form, or say that this form has made one.

    Raises:
        Conflict: ``said``, where there is a row with this key.
    """
    rows = model._default_manager
    try:
        with transaction.atomic():
            return rows.create(key=key, **columns)
    except IntegrityError as error:
        if key is None or not rows.filter(key=key).exists():
            raise
        raise Conflict(said) from error
