"""How views tell people what came of an action."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest

from activity.errors import Conflict, Refused


@dataclass
class Outcome:
    """Whether the action inside ``acting`` went through."""

    ok: bool = False


@contextmanager
def acting(request: HttpRequest, done: str = "") -> Iterator[Outcome]:
    """Turn ``Conflict`` and ``Refused`` into a message on the next page; say ``done`` when all went well.

    ``NotAllowed`` passes through and becomes a 403 page.
    """
    outcome = Outcome()
    try:
        yield outcome
    except (Conflict, Refused) as error:
        messages.error(request, str(error))
    else:
        outcome.ok = True
        if done:
            messages.success(request, done)
