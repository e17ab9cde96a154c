"""Saving a form without overwriting what somebody else, or another tab, has saved meanwhile."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from activity.errors import Conflict

T = TypeVar("T", bound=Model)


class ChangedElsewhere(Conflict):
    """Fields of a form were changed after it was shown: the page must show both versions. ``names`` are the fields."""

    names: tuple[str, ...] = ()


def changed_elsewhere(names: Iterable[str] = ()) -> ChangedElsewhere:
    """Return the error with its sentence."""
    error = ChangedElsewhere(
        _("This was changed elsewhere while you were writing. Look at both versions, then save again.")
    )
    error.names = tuple(names)
    return error


def mark(value: Any) -> str:
    """Return a short name for what one field holds."""
    plain = value.pk if isinstance(value, Model) else value
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def fingerprint(values: Mapping[str, Any]) -> str:
    """Return a short name for what the fields of a form hold: a mark for each, so that each is compared by itself."""
    return join_marks({name: mark(value) for name, value in values.items()})


def join_marks(marks: Mapping[str, str]) -> str:
    """Write marks as a form carries them along."""
    return " ".join(f"{name}:{each}" for name, each in sorted(marks.items()))


def marks_in(seen: str) -> dict[str, set[str]]:
    """Read what a form carried along. A field may have several marks: each is something that its writer knows of.

    What is not a mark is left out, so that its field counts as never seen.
    """
    marks: dict[str, set[str]] = {}
    for name, colon, each in (word.partition(":") for word in seen.split()):
        if colon:
            marks.setdefault(name, set()).add(each)
    return marks


def marks_for(seen: str, names: Iterable[str], *, others: bool = False) -> str:
    """Return what was carried along about these fields alone, or about all others."""
    wanted = set(names)
    return " ".join(word for word in seen.split() if (word.partition(":")[0] in wanted) is not others)


def seen_of(obj: Model, fields: Iterable[str]) -> str:
    """Return what a form over these columns carries along, so that saving knows what its writer had seen."""
    return fingerprint({name: stored_value(obj, name) for name in fields})


def stored_value(obj: Model, name: str) -> Any:
    """Return what a column holds: for a relation the id, so that nothing is fetched."""
    return getattr(obj, getattr(obj._meta.get_field(name), "attname", name))


def save_columns(
    obj: T,
    values: Mapping[str, Any],
    *,
    seen: str | None,
    still: Q | None = None,
    also: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Save columns of a row with a ``version``, unless they were changed since ``seen``.

    Args:
        obj: the row; refreshed on success.
        values: column name → new value.
        seen: what ``seen_of`` said when the form was shown; None where no form was shown.
        still: what must still hold for the row, e.g. that it may be edited.
        also: further columns to write with them.

    Returns the columns that changed, with their values before. Raises ChangedElsewhere, and Conflict when ``still``
    does not hold any more.
    """
    rows = type(obj)._default_manager.filter(still or Q(), pk=obj.pk)
    current: Any = rows.first()
    if current is None:
        raise Conflict(_("This can no longer be changed. Your text was not saved; look at the page again."))
    if seen is not None and (stale := _stale(current, values, marks_in(seen))):
        raise changed_elsewhere(stale)
    before = {name: getattr(current, name) for name, value in values.items() if getattr(current, name) != value}
    new = {name: values[name] for name in before} | dict(also or {})
    if rows.filter(version=current.version).update(version=current.version + 1, **new) != 1:
        raise changed_elsewhere()
    obj.refresh_from_db()
    return before


def _stale(current: Model, values: Mapping[str, Any], marks: Mapping[str, set[str]]) -> list[str]:
    """Return the columns that hold neither what their writer has seen nor what the writer wants them to hold.

    The second happens when an answer was lost on the way: the same text sent again is no conflict.
    """
    now = marks_in(seen_of(current, values))
    return [name for name, value in values.items() if not now[name] & ({mark(value)} | marks.get(name, set()))]
