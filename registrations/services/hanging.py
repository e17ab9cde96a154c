"""Whether anything in the portal points at a row, so that taking it back would take more along."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models

from registrations.models import ImportRow


def hangs_on(obj: models.Model) -> bool:
    """Tell whether any other row of the portal points at this one, from whichever app; rows of imports do not count."""
    return bool(pointed_at(type(obj), {obj.pk}))


def pointed_at(model: type[models.Model], pks: Collection[int], *, besides: Collection[str] = ()) -> dict[int, str]:
    """Return which of these rows other rows point at, and by which name; a query for each relation, however many rows.

    Rows of imports do not count, nor do the relations named in ``besides``.
    """
    found: dict[int, str] = {}
    for relation in model._meta.related_objects if pks else ():
        related: Any = relation.related_model
        accessor = relation.get_accessor_name() or ""
        if related is ImportRow or accessor in besides:
            continue
        name = relation.field.name
        rows = related._base_manager.filter(**{f"{name}__in": pks}).order_by()
        found |= dict.fromkeys(rows.values_list(name, flat=True), accessor)
    return found
