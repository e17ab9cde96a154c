"""What happens when somebody takes over the account that was made for them with a printed code.

Apps above register a listener in ``AppConfig.ready()``; it runs in the transaction that sets the password.
"""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User

Listener = Callable[[User], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Add a listener; the same function is added once (``ready()`` may run twice)."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(user: User) -> None:
    """Tell everybody who listens."""
    for listener in _listeners:
        listener(user)
