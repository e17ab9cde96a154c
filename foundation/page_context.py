"""What upper storeys add to the frame of every page, without the frame knowing them.

An app calls ``register`` in ``AppConfig.ready()``. The function runs at most once for a page, and only if the page
shows its value, so it may read the database.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Provider = Callable[[HttpRequest], Any]

# What base.html may show, and what it shows while nobody has registered a provider.
DEFAULTS: dict[str, Any] = {
    "acting_office": "",  # the office for which the person acts (accounts)
    "decision_in_force": "",  # number of the decision in force today (rubrics)
    "unread_count": 0,  # notifications not yet read (activity)
    "training": False,  # true on pages that show a training round
}

_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Let ``provider(request)`` answer for the variable ``name``; registering again replaces it.

    Raises:
        ValueError: when the frame has no such variable.
    """
    if name not in DEFAULTS:
        raise ValueError(f"the page frame shows no {name!r}")
    _providers[name] = provider


def values_for(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's variables; those with a provider are functions that templates call when they show them."""
    return DEFAULTS | {name: once(provider, request) for name, provider in _providers.items()}


def once(provider: Provider, request: HttpRequest) -> Callable[[], Any]:
    """Return a function without arguments that asks the provider the first time and remembers the answer."""
    answers: list[Any] = []

    def ask() -> Any:
        if not answers:
            answers.append(provider(request))
        return answers[0]

    return ask
