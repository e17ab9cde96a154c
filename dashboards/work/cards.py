"""The pieces of "my work today": a desk for each role, with cards that count what waits and show the first of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.enums import Role
from foundation.components import TaskItem

Text = str | Promise
SHOWN = 5


@dataclass(frozen=True)
class Progress:
    """How much of a piece of work is done."""

    label: str
    done: int
    total: int
    url: str = ""


@dataclass(frozen=True)
class Card:
    """One kind of work: how much there is, the first pieces, the page with all of it.

    ``left`` is how many pieces are not shown. ``empty`` says what comes next when there is nothing; ``late`` marks work
    that should have been done already.
    """

    title: Text
    count: int
    items: list[TaskItem]
    url: str = ""
    more: Text = ""
    empty: Text = ""
    late: bool = False
    left: int = 0
    progress: list[Progress] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """The cards of one role, and what to do when nothing waits."""

    role: Text
    cards: list[Card]
    empty: Text = ""
    url: str = ""
    action: Text = ""

    @property
    def full(self) -> list[Card]:
        """The cards on which something lies."""
        return [card for card in self.cards if card.count or card.progress]

    @property
    def quiet(self) -> list[Card]:
        """The cards on which nothing lies, with what comes next."""
        return [card for card in self.cards if not card.count and not card.progress and card.empty]


# Whoever holds several of these finds what belongs to more than one of them on the desk of the first.
_FIRST = (Role.COMMUNE_OFFICER, Role.ROUND_OFFICER, Role.COMMUNE_LEADER, Role.LEADER)


def roles_before(user: Any, role: str) -> list[str]:
    """Return the roles of a person whose desks come before that of this one when work belongs to both."""
    return [one for one in _FIRST[: _FIRST.index(Role(role))] if one in user.roles]


def card_of(title: Text, rows: QuerySet[Any], line: Callable[[Any], TaskItem], **about: Any) -> Card:
    """Return a card over rows: two queries, however many there are."""
    count, items = rows.count(), [line(row) for row in rows[:SHOWN]]
    return Card(title, count, items, left=max(0, count - len(items)), **about)


def words(*parts: Text, training: bool = False) -> str:
    """Join what a line says under its title; a training round is named first. A lone sentence keeps its full stop."""
    said = [_("TRAINING")] if training else []
    said += [str(part) for part in parts if part]
    return " · ".join([*(part.removesuffix(".") for part in said[:-1]), *said[-1:]])
