"""Who is acting from where: kept per request, read by the journal.

The ground floor does not know offices; ``accounts`` registers the look-up that names a person's office.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Origin:
    """Where an action comes from."""

    ip: str | None = None


_NOWHERE = Origin()
_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)
OfficeLookup = Callable[[Any], tuple[int | None, str]]


def _no_office(_user: Any) -> tuple[int | None, str]:
    return None, ""


_office_lookup: OfficeLookup = _no_office


def origin() -> Origin:
    """Return the origin of the present request; an empty one in jobs and commands."""
    return _origin.get() or _NOWHERE


def set_origin(value: Origin) -> object:
    """Set the origin and return the token for ``reset_origin``."""
    return _origin.set(value)


def reset_origin(token: Any) -> None:
    """Forget the origin that ``set_origin`` has set."""
    _origin.reset(token)


def register_office_lookup(lookup: OfficeLookup) -> None:
    """Say how to find the id and the name of the office for which a person acts."""
    global _office_lookup  # noqa: PLW0603 -- one registry, filled once at start
    _office_lookup = lookup


def office_of(user: Any) -> tuple[int | None, str]:
    """Return id and name of the person's office, ``(None, "")`` for the system and for people without office."""
    return _office_lookup(user) if user is not None else (None, "")
