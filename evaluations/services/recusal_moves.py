"""Recusals that still stand follow the person from the advisory team to the council and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evaluations.enums import RECUSED_STATES
from evaluations.models import CouncilMember, Entry, Recusal, TeamRecusal


def take_to_council(member: CouncilMember) -> list[int]:
    """Make a new member's recusals as an adviser recusals of the seat; return the ids of the entries.

    An adviser who "may advise although a tie is known" brings nothing along: whether the person may judge is a question
    of its own.
    """
    rows = TeamRecusal.objects.filter(user_id=member.user_id, state__in=RECUSED_STATES)
    found = list(rows.filter(entry__round__council=member.council_id))
    Recusal.objects.bulk_create(Recusal(member=member, **_facts(row)) for row in found)
    return _gone(found)


def leave_with_person(member: CouncilMember) -> list[int]:
    """Keep what closes entries to somebody who leaves the council; return the ids of the entries.

    It closes them to the person on the advisory team too, and on the council when the person comes back.
    """
    found = list(Recusal.objects.filter(member=member))
    for row in found:
        if row.state in RECUSED_STATES:
            TeamRecusal.objects.update_or_create(entry=row.entry, user_id=member.user_id, defaults=_facts(row))
    return _gone(found)


def to_new_entries(pairs: Iterable[tuple[Entry, Entry]]) -> None:
    """Close new entries to everybody to whom the entries of the same council before them are closed.

    Args:
        pairs: the entry before and the new one, both of rounds of the same council.
    """
    new = {before.pk: entry for before, entry in pairs}
    standing = {"entry__in": list(new), "state__in": RECUSED_STATES}
    seats = list(Recusal.objects.filter(**standing))
    Recusal.objects.bulk_create(
        Recusal(member_id=row.member_id, **_facts(row) | {"entry": new[row.entry_id]}) for row in seats
    )
    team = list(TeamRecusal.objects.filter(**standing))
    TeamRecusal.objects.bulk_create(
        TeamRecusal(user_id=row.user_id, **_facts(row) | {"entry": new[row.entry_id]}) for row in team
    )


def _facts(row: Recusal | TeamRecusal) -> dict[str, Any]:
    names = ("entry", "reason", "state", "declared_at", "confirmed_by", "answered_at", "answer")
    return {name: getattr(row, name) for name in names}


def _gone(rows: list[Recusal] | list[TeamRecusal]) -> list[int]:
    entries = sorted(row.entry_id for row in rows)
    for row in rows:
        row.delete()
    return entries
