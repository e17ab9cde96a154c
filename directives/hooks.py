"""What upper storeys do when a document of theirs is approved or issued, and what they offer to do with a letter.

Filled in ``AppConfig.ready()``. A document names its hook by ``purpose``. The functions run inside the transaction of
the act: an error undoes the act, the number included. They run for training documents too (``document.training``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from directives.models import Document
    from directives.rendering import Certificate, OfficialDocument


@dataclass(frozen=True)
class Hook:
    """What happens to a document of one purpose.

    Attributes:
        on_approved: ``(document) -> content | None``; number, date, signer and the content's own fields for them are
            set already. A returned content takes the place of the stored one and is what the PDF is made from. What
            is attached to the document gets its numbers after this.
        on_issued: ``(document, actor)``; it and everything attached to it are issued, its tasks are open.
        on_voided: ``(document, actor)``; the document will never be issued.
        on_rendered: ``(document)``; its PDF is stored.
        by_portal: whether the portal writes it whole and moves it together with what it is about: nobody checks its
            form, the leader signs the draft, and it is issued when its subject is sent (``enums.PORTAL_TRANSITIONS``).
    """

    on_approved: Callable[[Document], OfficialDocument | Certificate | None] | None = None
    on_issued: Callable[[Document, Any], None] | None = None
    on_voided: Callable[[Document, Any], None] | None = None
    on_rendered: Callable[[Document], None] | None = None
    by_portal: bool = False


@dataclass(frozen=True)
class FollowUp:
    """Something that an issued letter may lead to, e.g. a registration round; shown as a button on the letter's page.

    ``url_name`` takes no arguments; the letter's id is handed over as ``?directive=<id>``.
    """

    url_name: str
    label: str | Promise
    shown_to: Callable[[Any, Document], bool]


_hooks: dict[str, Hook] = {}
_follow_ups: dict[str, FollowUp] = {}
_NOTHING = Hook()


def register(purpose: str, hook: Hook) -> None:
    """Say what happens to documents of this purpose; registering again replaces it (``ready()`` may run twice)."""
    if not purpose:
        raise ValueError("a hook needs a purpose")
    _hooks[purpose] = hook


def hook_for(purpose: str) -> Hook:
    """Return the hook of a purpose; one that does nothing where none is registered."""
    return _hooks.get(purpose, _NOTHING)


def portal_purposes() -> list[str]:
    """Return the purposes whose documents the portal moves by itself."""
    return [purpose for purpose, hook in _hooks.items() if hook.by_portal]


def register_follow_up(follow_up: FollowUp) -> None:
    """Offer something to do with an issued letter; registering the same URL name again replaces it."""
    _follow_ups[follow_up.url_name] = follow_up


def follow_ups_for(user: Any, document: Document) -> list[FollowUp]:
    """Return what this person may start from this letter."""
    return [entry for entry in _follow_ups.values() if entry.shown_to(user, document)]
