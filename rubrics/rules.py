"""Who enters decisions: administrators, and a second one publishes what the first has written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.rules import is_administrator

if TYPE_CHECKING:
    from rubrics.models import LawDraft


def may_enter_law(user: Any, _obj: Any = None) -> bool:
    """Administrators bring the law as data, as they bring units and rest days."""
    return is_administrator(user)


def may_edit_draft(user: Any, _draft: LawDraft) -> bool:
    """Every administrator may go on with a draft."""
    return may_enter_law(user)


def may_publish_draft(user: Any, draft: LawDraft) -> bool:
    """A second administrator: neither who wrote last nor who handed the draft in."""
    return may_enter_law(user) and user.pk not in (draft.saved_by_id, draft.handed_in_by_id)
