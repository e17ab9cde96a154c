"""The council's sheets of an entry side by side. Shows members' totals, never a mean, a star or a place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from evaluations.enums import RECUSED_STATES, SheetState
from evaluations.models import AgreedLevel, Entry, EvaluationRound, Recusal, SheetItem
from evaluations.results import (
    Candidate,
    Far,
    Regulation,
    differing_items,
    far_members,
    missing_sheets,
    open_items,
    spread,
    spread_is_wide,
)
from evaluations.selectors.rounds import entries_of
from evaluations.selectors.tally import regulation_of, round_input
from rubrics.models import Criterion, Level
from rubrics.selectors import leaf_criteria


@dataclass(frozen=True)
class EntryState:
    """What the council still has to talk about in one entry."""

    entry: Entry
    submitted: int
    expected: int
    waiting: tuple[str, ...]
    spread: int | None
    wide: bool
    differ: int
    open: tuple[str, ...]

    @property
    def needs_talk(self) -> bool:
        """Whether anything keeps the council busy here."""
        return bool(self.wide or self.open or self.waiting)


def discussion_of(evaluation_round: EvaluationRound, user: object) -> list[EntryState]:
    """Return the entries of a round as the council discusses them, those with something to settle first."""
    entries = {entry.pk: entry for entry in entries_of(evaluation_round, user)}
    found = round_input(evaluation_round, entries.values())
    states = [_state(entries[candidate.key], candidate, found.regulation) for candidate in found.candidates]
    return sorted(states, key=lambda state: (not state.needs_talk, -(state.spread or 0), state.entry.order))


def _state(entry: Entry, candidate: Candidate, regulation: Regulation) -> EntryState:
    expected = [ballot for ballot in candidate.ballots if ballot.votes and not ballot.recused]
    return EntryState(
        entry=entry,
        submitted=sum(ballot.present for ballot in expected),
        expected=len(expected),
        waiting=tuple(ballot.name for ballot in missing_sheets(candidate)),
        spread=spread(candidate),
        wide=spread_is_wide(candidate, regulation),
        differ=len(differing_items(candidate)),
        open=tuple(item.key for item in open_items(candidate, regulation)),
    )


@dataclass(frozen=True)
class Column:
    """A member's sheet (its key) beside the others. ``total`` is None where it does not count."""

    sheet: int | None
    name: str
    total: int | None
    far: bool = False


@dataclass(frozen=True)
class Row:
    """An item across the sheets: the points of each counted one, how far apart, and what decides its gate."""

    criterion: Criterion
    points: tuple[int | None, ...]
    apart: int
    gated: bool
    needs_agreement: bool
    agreed: AgreedLevel | None
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class SideBySide:
    """All sheets of an entry in one table, the items on which members differ most first."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    state: EntryState
    far: tuple[Far, ...] = ()
    recused: tuple[str, ...] = ()


def side_by_side(entry: Entry, *, leads: bool = False) -> SideBySide:
    """Return the counted sheets of an entry side by side. The caller has checked ``rules.sees_sheets``.

    ``leads``: the reader leads the council's discussion; nobody else is shown who stands far from the rest.
    """
    evaluation_round = entry.round
    candidate = round_input(evaluation_round, [entry]).candidates[0]
    regulation = regulation_of(evaluation_round)
    state = _state(entry, candidate, regulation)
    sheets, points = _points(entry)
    far = far_members(candidate, regulation) if leads else ()
    columns = tuple(_columns(candidate, sheets, {one.ballot.member for one in far}))
    counted = [ballot.member for ballot in candidate.counted]
    levels = entry.agreed_levels.select_related("level", "set_by") if candidate.agreed else ()
    agreed = {row.criterion_id: row for row in levels}
    differ = {item.key for item in differing_items(candidate)}
    waiting = set(state.open)
    rows = []
    for criterion in leaf_criteria(entry.rubric):
        line = tuple(points[member].get(criterion.pk) for member in counted)
        known = [value for value in line if value is not None]
        rows.append(
            Row(
                criterion=criterion,
                points=line,
                apart=max(known) - min(known) if known else 0,
                gated=criterion.key in differ,
                needs_agreement=criterion.key in waiting,
                agreed=agreed.get(criterion.pk),
                levels=tuple(criterion.levels.all()),
            )
        )
    rows.sort(key=lambda row: (-row.apart, not row.needs_agreement, row.criterion.order))
    recused = tuple(ballot.name for ballot in candidate.ballots if ballot.recused)
    return SideBySide(columns, tuple(rows), state, far, recused)


def _points(entry: Entry) -> tuple[dict[int, int], dict[int, dict[int, int]]]:
    """Return the keys of the submitted sheets by member, and their points by member and item."""
    items = SheetItem.objects.filter(sheet__entry=entry, sheet__state=SheetState.SEALED).order_by()
    sheets: dict[int, int] = {}
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for member, sheet, criterion, points in items.values_list("sheet__member_id", "sheet_id", "criterion_id", "points"):
        sheets[member] = sheet
        found[member][criterion] = points
    return sheets, found


def _columns(candidate: Candidate, sheets: dict[int, int], far: set[int]) -> list[Column]:
    """Return the counted sheets; those far from the rest are marked for whoever may see it."""
    return [
        Column(sheets.get(ballot.member), ballot.name, ballot.total, far=ballot.member in far)
        for ballot in candidate.counted
    ]


def recused_names(entry: Entry) -> list[str]:
    """Return the members who are recused from an entry."""
    rows = Recusal.objects.filter(entry=entry, state__in=RECUSED_STATES).select_related("member__user")
    return [str(row.member) for row in rows]
