"""Which table of transitions a document follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from activity.transitions import Transition
from directives import hooks
from directives.enums import PORTAL_TRANSITIONS, TRANSITIONS

if TYPE_CHECKING:
    from directives.models import Document


def table_for(document: Document) -> Mapping[str, Transition]:
    """Return the table of a document that stands by itself: its purpose says whether the portal moves it."""
    return PORTAL_TRANSITIONS if hooks.hook_for(document.purpose).by_portal else TRANSITIONS
