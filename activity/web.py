"""How views tell people what came of an action."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from activity.errors import Conflict, DoneAlready, Refused
from activity.models import WorkflowModel
from activity.transitions import Table, may
from foundation.components import Confirm


@dataclass
class Outcome:
    """Whether the action inside ``acting`` went through."""

    ok: bool = False


@contextmanager
def acting(request: HttpRequest, done: str = "") -> Iterator[Outcome]:
    """Turn ``Conflict`` and ``Refused`` into a message on the next page; say ``done`` when all went well.

    A view goes on only where ``outcome.ok``; otherwise it shows its form again, with what was typed. A second click
    (``DoneAlready``) goes on, too, with a calm word. Services that raise it return nothing that their view needs.

    ``NotAllowed`` passes through and becomes a 403 page.
    """
    outcome = Outcome()
    try:
        yield outcome
    except DoneAlready as error:
        outcome.ok = True
        messages.info(request, str(error))
    except (Conflict, Refused) as error:
        messages.error(request, str(error))
    else:
        outcome.ok = True
        if done:
            messages.success(request, done)


def may_be_asked(request: HttpRequest, table: Table, action: str, row: WorkflowModel) -> bool:
    """Tell whether the page of an action exists for this person: while it can be done, or to send what was typed.

    Whoever sends a form when the row has moved meanwhile reads that from the service, above the words typed.
    """
    if request.method == "POST":
        return table[action].rule(request.user, row)
    return may(table, action, request.user, row)


def confirm_page(
    request: HttpRequest,
    confirm: Confirm,
    form: forms.Form | None,
    *,
    act: Callable[[dict[str, Any]], object],
    done: str,
    back: str = "",
    **context: Any,
) -> HttpResponse:
    """Ask on a page of confirmation, and carry out what was confirmed.

    Where the service refuses, or somebody else was quicker, the page comes again with what was typed.

    Args:
        form: what is asked for, a reason as a rule; ``None`` where nothing is, and nothing can be lost.
        act: calls the service with the form's cleaned data.
        back: where to go afterwards, if not to the address of "Cancel".
        context: what the page shows besides.
    """
    if request.method == "POST" and (form is None or form.is_valid()):
        with acting(request, done) as outcome:
            act(form.cleaned_data if form else {})
        if outcome.ok or form is None:
            return redirect(back or confirm.cancel_url)
    return render(request, "components/confirm.html", {"confirm": confirm, "form": form, **context})
