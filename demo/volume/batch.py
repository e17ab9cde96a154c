"""Rows into the database, a few thousand at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)
SIZE = 2000
Say = Callable[[str], None]


def insert(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    """Write rows and return them with their keys."""
    manager: Any = model._default_manager
    made = list(rows)
    manager.bulk_create(made, batch_size=SIZE)
    return made


def pour(model: type[Row], rows: Iterable[Row], say: Say | None = None) -> int:
    """Write rows that nobody needs afterwards, never holding more than one batch; return how many there were."""
    manager: Any = model._default_manager
    source, count = iter(rows), 0
    while batch := list(islice(source, SIZE)):
        manager.bulk_create(batch)
        count += len(batch)
        if say and count % (SIZE * 25) == 0:
            say(f"{model._meta.verbose_name_plural}: {count:,}")
    return count
