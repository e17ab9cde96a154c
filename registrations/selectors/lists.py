"""Reads of rounds as a whole: who sees all of one, the communes' lists, the words of a decision about a wish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import OfficeKind, Role
from accounts.models import Membership, Office, Unit
from accounts.selectors import offices_in_force, unit_ids_reached_by
from activity.journal import stream_of
from activity.models import JournalEntry
from foundation import clock
from registrations import rules
from registrations.enums import ListState, WishState
from registrations.listing import listed_rows
from registrations.models import CommuneList, RegistrationRound, Wish
from registrations.selectors.doors import of_the_office, rounds_visible_to, wishes_visible_to
from registrations.selectors.queue import communes_worked_for, list_wishes


def sees_whole_round(user: Any, registration_round: RegistrationRound) -> bool:
    """Tell whether the person runs the round or leads the office that does."""
    if rules.runs_round(user, registration_round):
        return True
    return rounds_visible_to(user).filter(of_the_office(user, ""), pk=registration_round.pk).exists()


def undecided_states() -> tuple[str, ...]:
    """Return the states of wishes that the office has still to decide."""
    return (WishState.REGISTERED, WishState.LISTED)


def units_with_wishes(user: Any) -> QuerySet[Unit]:
    """Return the communes whose wishes the person may see."""
    rows = Unit.objects.filter(pk__in=wishes_visible_to(user).order_by().values("unit_id"))
    return rows.only("name").order_by("search", "pk")


def timeline_of_wish(wish: Wish) -> QuerySet[JournalEntry]:
    """Return what happened to a wish and its support, newest first; all of it is the producer's business."""
    streams = [wish.stream, *(stream_of(support) for support in wish.supports.all())]
    return JournalEntry.objects.filter(stream__in=streams).order_by("-at", "-pk")


def reason_for(wish: Wish) -> str:
    """Return why the office selected or declined a wish; empty where nothing is decided, or without a reason."""
    action = {WishState.SELECTED: "select", WishState.DECLINED: "decline"}.get(WishState(wish.state))
    if action is None:
        return ""
    entry = JournalEntry.objects.filter(stream=wish.stream, action=action).order_by("-seq").first()
    return entry.reason if entry else ""


# -- Communes' lists ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ListLine:
    """A row of a commune's list as it was made, beside the wish as it stands now."""

    cells: Sequence[Any]
    wish: Wish


@dataclass(frozen=True)
class ListSheet:
    """A commune's list with its rows."""

    list: CommuneList
    lines: Sequence[ListLine]


def lists_visible_to(user: Any) -> QuerySet[CommuneList]:
    """Return the lists that a person may see: own ones from the draft on, the running office's once sent."""
    rows = CommuneList.objects.select_related("round__office", "unit", "letter").exclude(state=ListState.DROPPED)
    if not user or not user.is_authenticated:
        return rows.none()
    own = unit_ids_reached_by([unit.pk for unit in communes_worked_for(user)])
    return rows.filter(Q(unit_id__in=own) | (of_the_office(user, "round__") & Q(state=ListState.SENT)))


def list_sheets(user: Any, registration_round: RegistrationRound, unit: Unit) -> list[ListSheet]:
    """Return a commune's lists of a round as the person may see them, the first one first."""
    rows = lists_visible_to(user).filter(round=registration_round, unit_id__in=unit_ids_reached_by([unit.pk]))
    wishes = {wish.pk: wish for wish in list_wishes(registration_round, unit, user)}
    return [
        ListSheet(row, [ListLine(r.cells, wishes[r.wish_id]) for r in listed_rows(row) if r.wish_id in wishes])
        for row in rows.order_by("unit_id", "ordinal")
    ]


def sent_lists(registration_round: RegistrationRound, unit: Unit) -> QuerySet[CommuneList]:
    """Return the lists of a round that a commune has sent already."""
    return CommuneList.objects.filter(round=registration_round, unit=unit, state=ListState.SENT)


def office_for_letters(unit: Unit) -> Office | None:
    """Return the commune's committee if letters can be signed and issued for it in the portal today, else None."""
    today = clock.today()
    held = Membership.objects.filter(office=OuterRef("pk"), starts_on__lte=today, user__is_active=True)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    signs, issues = held.filter(role__in=(Role.COMMUNE_LEADER, Role.LEADER)), held.filter(role=Role.CLERK)
    rows = offices_in_force().filter(Exists(signs), Exists(issues), unit=unit, kind=OfficeKind.PEOPLES_COMMITTEE)
    return rows.order_by("pk").first()


def workbook_rows(sheets: Iterable[ListSheet]) -> Iterator[list[Any]]:
    """Yield the rows of lists for a workbook: what the list says, then round, list and where the wish stands now."""
    for sheet in sheets:
        for line in sheet.lines:
            yield [*line.cells, sheet.list.round.name, sheet.list.ordinal, str(line.wish.get_state_display())]
