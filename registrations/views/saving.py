"""Saving a form: what goes wrong stands on the same page, with everything that was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest

from activity.errors import Conflict, Refused
from registrations.editing import ChangedElsewhere
from registrations.forms.seen import SeenForm

T = TypeVar("T")


@dataclass(frozen=True)
class Guard:
    """A form, the service that saves the fields of these names, and where to look for what is stored now."""

    form: SeenForm
    save: Callable[[list[str]], Any]
    stored: Callable[[], Any]


def saved(
    form: forms.BaseForm,
    save: Callable[[], T],
    stored: Callable[[], Any] | None = None,
    *,
    passing: type[Refused] | tuple[()] = (),
) -> T | None:
    """Call a service for a valid form and return its result; errors go into the form and ``None`` comes back.

    Args:
        stored: fetches the row anew, so that the form can show both versions after a conflict.
        passing: refusals that the view places itself, where the page has several forms.
    """
    try:
        return save()
    except ChangedElsewhere as error:
        if stored is not None:
            form.show_theirs(stored())  # type: ignore[attr-defined]
        form.add_error(None, str(error))
    except passing:
        raise
    except (Conflict, Refused) as error:
        form.add_error(None, str(error))
    return None


def saves(request: HttpRequest, *guards: Guard) -> bool:
    """Save what was changed in the forms of a page, one after the other; False when the page must be shown again.

    The button "take the stored version" of a conflict saves nothing: the page comes again with that version.
    """
    if request.method != "POST":
        return False
    valid = [guard.form.is_valid() for guard in guards]
    if not all(valid):
        return False
    for guard in guards:
        guard.form.note_sent(request.POST)
    if name := request.POST.get("take"):
        for guard in guards:
            guard.form.take(name, guard.stored())
        return False
    return all(_saved(guard) is not None for guard in guards)


def _saved(guard: Guard) -> Any:
    return saved(guard.form, lambda: guard.save(guard.form.changed_names), guard.stored)
