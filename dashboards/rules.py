"""Who sees which dashboard."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role
from accounts.rules import has_role, is_administrator

# In whose offices' area the numbers of the leader's page lie.
WATCHING = (Role.LEADER, Role.ROUND_OFFICER, Role.ADMINISTRATOR)


def sees_leaders_page(user: Any) -> bool:
    """Leaders, the officers who run rounds, and administrators see the numbers of their area."""
    return has_role(user, *WATCHING) or is_administrator(user)
