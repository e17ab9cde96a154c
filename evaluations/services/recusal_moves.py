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


def close_as_before(entries: Iterable[Entry]) -> None:
    """Close the new entries of a round to everybody to whom earlier entries of the same dossier are closed.

    That is everybody with a recusal in a round of the same office, and of the people on the council or its team also
    who is recused in a round of another office.
    """
    new = {entry.dossier_id: entry for entry in entries}
    found = next(iter(new.values())).round
    seats = {seat.user_id: seat for seat in found.council.members.all()}
    here = {*seats, *found.council.advisers.values_list("user_id", flat=True)}
    standing = {"state__in": RECUSED_STATES, "entry__dossier__in": list(new)}
    rows: dict[tuple[int, int], Recusal | TeamRecusal] = {}
    for model, person in ((TeamRecusal, "user"), (Recusal, "member__user")):
        earlier = model._default_manager.filter(**standing).exclude(entry__round=found)
        for row in earlier.select_related("entry__round", person).order_by("pk"):
            if row.person_id in here or row.entry.round.office_id == found.office_id:
                rows[row.entry.dossier_id, row.person_id] = row
    for (dossier, person_id), row in rows.items():
        facts = _facts(row) | {"entry": new[dossier]}
        if person_id in seats:
            Recusal.objects.create(member=seats[person_id], **facts)
        else:
            TeamRecusal.objects.create(user_id=person_id, **facts)


def _facts(row: Recusal | TeamRecusal) -> dict[str, Any]:
    names = ("entry", "reason", "state", "declared_at", "confirmed_by", "answered_at", "answer")
    return {name: getattr(row, name) for name in names}


def _gone(rows: list[Recusal] | list[TeamRecusal]) -> list[int]:
    entries = sorted(row.entry_id for row in rows)
    for row in rows:
        row.delete()
    return entries
