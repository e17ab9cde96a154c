"""Lists by keyset: page 400 costs what page 1 costs, and nothing is skipped when rows arrive meanwhile.

A list is ordered by columns that are never NULL, the primary key last. The address carries the last row's values.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

PER_PAGE = 50
# No database keeps NUL or half of a surrogate pair.
_UNFIT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Page:
    """One page of a list, as the pager component shows it."""

    items: list[Any]
    next_url: str
    previous_url: str

    @property
    def has_next(self) -> bool:
        return bool(self.next_url)

    @property
    def has_previous(self) -> bool:
        return bool(self.previous_url)

    def __iter__(self) -> Any:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def keyset_page(
    queryset: QuerySet[Any], request: HttpRequest, *, order: tuple[str, ...], per_page: int = PER_PAGE
) -> Page:
    """Return the page that the request asks for.

    Args:
        queryset: rows that the person may see, already filtered.
        request: its ``after`` or ``before`` parameter names where the page begins or ends.
        order: field names, ``-`` for descending; none may be NULL; the last must be unique (the primary key).
        per_page: rows on a page.
    """
    after, before = _decode(request.GET.get("after"), order), _decode(request.GET.get("before"), order)
    backwards = before is not None
    directed = tuple(_flip(name) for name in order) if backwards else order
    cursor = before if backwards else after
    if cursor is not None:
        try:
            queryset = queryset.filter(_beyond(directed, cursor))
            rows = _read(queryset, directed, per_page + 1)
        except (ValueError, TypeError, ValidationError):
            cursor, backwards = None, False
            rows = _read(queryset, order, per_page + 1)
    else:
        rows = _read(queryset, directed, per_page + 1)
    more, rows = len(rows) > per_page, rows[:per_page]
    if backwards:
        rows.reverse()
    has_next = bool(rows) and (backwards or more)
    has_previous = bool(rows) and (more if backwards else cursor is not None)
    return Page(
        items=rows,
        next_url=_url(request, "after", rows[-1], order) if has_next else "",
        previous_url=_url(request, "before", rows[0], order) if has_previous else "",
    )


def _read(queryset: QuerySet[Any], order: tuple[str, ...], most: int) -> list[Any]:
    """Return the first rows: their keys first, then all that the list shows of these.

    In one query the database would join and sort whole rows of all pages, to show fifty of them.
    """
    if queryset.query.distinct or not queryset.query.select_related:
        return list(queryset.order_by(*order)[:most])
    keys = list(queryset.select_related(None).order_by(*order).values_list("pk", flat=True)[:most])
    return list(queryset.filter(pk__in=keys).order_by(*order)) if keys else []


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: tuple[str, ...], values: list[Any]) -> Q:
    """Return the condition "comes after these values in this order"."""
    condition = Q()
    equal = Q()
    for name, value in zip(order, values, strict=True):
        field, operator = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= equal & Q(**{f"{field}__{operator}": value})
        equal &= Q(**{field: value})
    return condition


def _value(row: Model, path: str) -> Any:
    value: Any = row
    for part in path.removeprefix("-").split("__"):
        value = getattr(value, part)
    return value


def _url(request: HttpRequest, key: str, row: Model, order: tuple[str, ...]) -> str:
    values = json.dumps([_value(row, name) for name in order], cls=DjangoJSONEncoder)
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[key] = base64.urlsafe_b64encode(values.encode()).decode().rstrip("=")
    return f"?{query.urlencode()}"


def _decode(token: str | None, order: tuple[str, ...]) -> list[Any] | None:
    """Return the values of an address, or nothing when somebody has bent it."""
    if not token:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (ValueError, RecursionError, binascii.Error):
        return None
    if not isinstance(values, list) or len(values) != len(order) or not all(map(_is_comparable, values)):
        return None
    return values


def _is_comparable(value: Any) -> bool:
    """Tell whether a database can compare a column with this: text that it can hold, or a number."""
    if isinstance(value, str):
        return not _UNFIT.search(value)
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))
