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
    """The fields of a form were changed after it was shown: the page must show both versions."""


def changed_elsewhere() -> ChangedElsewhere:
    """Return the error with its sentence."""
    return ChangedElsewhere(
        _("This was changed elsewhere while you were writing. Look at both versions, then save again.")
    )


def fingerprint(values: Mapping[str, Any]) -> str:
    """Return a short name for what the fields of a form hold."""
    plain = {name: value.pk if isinstance(value, Model) else value for name, value in values.items()}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def seen_of(obj: Model, fields: Iterable[str]) -> str:
    """Return what a form over these columns carries along, so that saving knows what its writer had seen."""
    return fingerprint({name: getattr(obj, getattr(obj._meta.get_field(name), "attname", name)) for name in fields})


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
    if seen is not None and seen_of(current, values) != seen:
        raise changed_elsewhere()
    before = {name: getattr(current, name) for name, value in values.items() if getattr(current, name) != value}
    new = {name: values[name] for name in before} | dict(also or {})
    if rows.filter(version=current.version).update(version=current.version + 1, **new) != 1:
        raise changed_elsewhere()
    obj.refresh_from_db()
    return before
