"""Saving a form: what goes wrong stands on the same page, with everything that was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from activity.errors import Conflict, Refused
from registrations.editing import ChangedElsewhere

T = TypeVar("T")


def saved(form: forms.BaseForm, save: Callable[[], T], stored: Callable[[], Any] | None = None) -> T | None:
    """Call a service for a valid form and return its result; errors go into the form and ``None`` comes back.

    Args:
        stored: fetches the row anew, so that the form can show both versions after a conflict.
    """
    try:
        return save()
    except ChangedElsewhere as error:
        if stored is not None:
            form.show_theirs(stored())  # type: ignore[attr-defined]
        form.add_error(None, str(error))
    except (Conflict, Refused) as error:
        form.add_error(None, str(error))
    return None
