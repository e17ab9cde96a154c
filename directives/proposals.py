"""What a confirmed letter may create in upper storeys: handlers that they register in ``AppConfig.ready()``.

The act that registers the letter calls the handlers in its own transaction: an error undoes all of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from accounts.models import Office
    from directives.models import IncomingLetter


@dataclass(frozen=True)
class RoundProposal:
    """A round as the officer confirmed it; ``due_at`` is the first late moment."""

    name: str
    due_at: datetime.datetime


@dataclass(frozen=True)
class Made:
    """Something that was created: its name and its page."""

    title: str
    url: str


@dataclass(frozen=True)
class Handler:
    """Who turns confirmed rounds into something.

    Attributes:
        label: what it makes, as the form's heading ("Registration rounds").
        offered_to: ``(user, office) -> bool``: whether this person may have it made for the receiving office.
        create: ``(letter, proposals, actor) -> what was made``. Raises Refused.
        made_from: ``(user, letter) -> what this letter made``, for the letter's page.
    """

    label: str | Promise
    offered_to: Callable[[Any, Office], bool]
    create: Callable[[IncomingLetter, Sequence[RoundProposal], Any], Sequence[Made]]
    made_from: Callable[[Any, IncomingLetter], Sequence[Made]]


_handlers: dict[str, Handler] = {}


def register(name: str, handler: Handler) -> None:
    """Add a handler; registering the same name again replaces it (``ready()`` may run twice)."""
    _handlers[name] = handler


def handlers_for(user: Any, office: Office) -> dict[str, Handler]:
    """Return the handlers that this person may use for letters of an office."""
    return {name: handler for name, handler in _handlers.items() if handler.offered_to(user, office)}


def made_from(user: Any, letter: IncomingLetter) -> list[Made]:
    """Return all that a letter made, as far as the person may see it."""
    return [made for handler in _handlers.values() for made in handler.made_from(user, letter)]
