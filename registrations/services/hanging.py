"""Whether anything in the portal points at a row, so that taking it back would take more along."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.db import models

from registrations.models import ImportRow


def hangs_on(obj: models.Model, *, but: Container[str] = ()) -> str:
    """Return by which name another row points at this one, from whichever app; empty where none does.

    Args:
        but: names that do not count. Rows of imports never do.
    """
    for relation in obj._meta.related_objects:
        model: Any = relation.related_model
        name = relation.get_accessor_name() or ""
        if model is ImportRow or name in but:
            continue
        if model._base_manager.filter(**{relation.field.name: obj.pk}).exists():
            return name
    return ""
