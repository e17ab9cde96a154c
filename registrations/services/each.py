"""One act on several rows of a list: each by itself, so that what goes wrong with one stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import transaction

from activity.errors import Conflict, NotAllowed, Refused

Row = TypeVar("Row")


def each_by_itself(rows: Iterable[Row], act: Callable[[Row], object], *, forbidden: str) -> list[tuple[Row, str]]:
    """Do something to each row in a transaction of its own; return each with why it was not done.

    That is empty where it was done, and ``forbidden`` where the person may not.
    """
    return [(row, _problem(row, act, forbidden)) for row in rows]


def _problem(row: Row, act: Callable[[Row], object], forbidden: str) -> str:
    try:
        with transaction.atomic():
            act(row)
    except (Conflict, Refused) as error:
        return str(error)
    except NotAllowed:
        return forbidden
    return ""
