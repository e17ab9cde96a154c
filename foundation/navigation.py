"""The main menu, filled by each app in ``AppConfig.ready()`` so that no lower storey knows an upper one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu.

    ``shown_to`` gets the user (never anonymous) and decides; ``order`` sorts (10 home, 20 letters and tasks, 30 rounds
    and registrations, 40 dossiers, 50 evaluations, 60 dashboards, 90 administration).
    """

    label: str | Promise
    url_name: str
    shown_to: Callable[[Any], bool]
    order: int = 50


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add an entry; registering the same URL name again replaces it (``ready()`` may run twice)."""
    _items[item.url_name] = item


def items_for(user: Any) -> list[NavItem]:
    """Return the entries that this user may use, in menu order. Nobody logged in gets none."""
    if user is None or not user.is_authenticated:
        return []
    return sorted((item for item in _items.values() if item.shown_to(user)), key=lambda item: item.order)
