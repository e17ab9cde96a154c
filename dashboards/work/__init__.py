"""My work today: one desk for each role that the person holds, in the order in which work flows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.enums import Role
from accounts.rules import is_administrator
from dashboards.work import commune, council, machinery, office, papers, producer
from dashboards.work.cards import Card, Desk, Progress

__all__ = ["Card", "Desk", "Progress", "desks_of"]

_DESKS: dict[str, Callable[[Any], Desk]] = {
    Role.LEADER: papers.leaders_desk,
    Role.ROUND_OFFICER: office.desk,
    Role.CLERK: papers.clerks_desk,
    Role.COMMUNE_LEADER: commune.leaders_desk,
    Role.COMMUNE_OFFICER: commune.officers_desk,
    Role.COUNCIL_MEMBER: council.desk,
    Role.PRODUCER: producer.desk,
    Role.ADMINISTRATOR: machinery.desk,
}


def desks_of(user: Any) -> list[Desk]:
    """Return the desks of the roles that the person holds today; a superuser without role finds the administrator's."""
    held = user.roles | ({Role.ADMINISTRATOR} if is_administrator(user) else set())
    return [desk(user) for role, desk in _DESKS.items() if role in held]
