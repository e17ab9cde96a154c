"""What differs between two sets, item by item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rubrics.lawfiles.data import CriterionData, LevelData, SetData


class Change(StrEnum):
    """How an item of the newer set stands to the older one."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """An item that differs: as it was and as it is, each line as it is printed; one side is empty."""

    key: str
    change: Change
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def differences(older: SetData, newer: SetData) -> tuple[Difference, ...]:
    """Return every criterion that is new, gone or changed, in the order of the newer print, what is gone last."""
    was = {criterion.key: _lines(criterion) for criterion in older.walk()}
    now = {criterion.key: _lines(criterion) for criterion in newer.walk()}
    return (*_newer(was, now), *(Difference(key, Change.REMOVED, was[key]) for key in was if key not in now))


def _newer(was: dict[str, tuple[str, ...]], now: dict[str, tuple[str, ...]]) -> Iterator[Difference]:
    for key, lines in now.items():
        if key not in was:
            yield Difference(key, Change.ADDED, after=lines)
        elif was[key] != lines:
            gone = tuple(line for line in was[key] if line not in lines)
            come = tuple(line for line in lines if line not in was[key])
            yield Difference(key, Change.CHANGED, gone or was[key], come or lines)


def _lines(criterion: CriterionData) -> tuple[str, ...]:
    head = f"{criterion.key} [{criterion.max_points}] {criterion.title}"
    return (head, *criterion.notes, *(_level(level) for level in criterion.levels))


def _level(level: LevelData) -> str:
    stars = f" {'*' * level.gate_stars}" if level.gate_stars else ""
    case = f"({level.case}) " if level.case else ""
    return f"{case}{level.points}{stars} – {level.label}"
