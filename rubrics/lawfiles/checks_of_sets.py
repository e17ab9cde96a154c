"""What must hold in a set: sums, codes, levels, cases, gates. Yields every problem, not only the first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from rubrics.lawfiles.data import CriterionData, LevelData, PartData, Problem, SetData

_REQUIRED = ("set", "name", "industry")
# Line and reason; the path is added at the end.
_Found = Iterator[tuple[int, str]]


def check_set(data: SetData, facts: dict[str, Any]) -> list[Problem]:
    """Return what is wrong with a set under a decision with these facts."""
    found = [*_header(data), *_parts(data, facts), *_keys(data)]
    for criterion in data.walk():
        found += [*_sums(criterion), *_levels(criterion), *_cases(criterion), *_gates(criterion, facts)]
    return [Problem(Path(data.path), line, reason) for line, reason in sorted(found)]


def _header(data: SetData) -> _Found:
    for key in _REQUIRED:
        if key not in data.header:
            yield 1, f"the header lacks {key!r}"
    if "set" in data.header and not data.number:
        yield data.header_lines["set"], "the number of the set must be a number from 1"
    if "industry" in data.header and " " not in data.header["industry"]:
        yield data.header_lines["industry"], "industry needs its code and its name: I Thực phẩm"


def _parts(data: SetData, facts: dict[str, Any]) -> _Found:
    wanted: dict[str, int] = facts["parts"]
    codes = [part.code for part in data.parts]
    if codes != list(wanted):
        yield (
            (data.parts[0].line if data.parts else 1),
            f"the parts must be {', '.join(wanted)}, here: {', '.join(codes)}",
        )
    for part in data.parts:
        yield from _part(part, wanted.get(part.code, part.max_points))


def _part(part: PartData, wanted: int) -> _Found:
    if part.max_points != wanted:
        yield part.line, f"part {part.code} has {part.max_points} points, the decision gives it {wanted}"
    total = sum(criterion.max_points for criterion in part.criteria)
    if total != part.max_points:
        yield part.line, f"part {part.code} has {part.max_points} points, its criteria sum to {total}"


def _keys(data: SetData) -> _Found:
    uses: dict[str, int] = {}
    for criterion in data.walk():
        uses[criterion.code] = uses.get(criterion.code, 0) + 1
        expected = criterion.code if uses[criterion.code] == 1 else f"{criterion.code}#{uses[criterion.code]}"
        if criterion.key != expected:
            yield criterion.line, f"code {criterion.key} is used again or out of turn; here it must be {expected}"


def _sums(criterion: CriterionData) -> _Found:
    key, points = criterion.key, criterion.max_points
    if points < 1:
        yield criterion.line, f"criterion {key} must have at least 1 point"
    if criterion.children:
        total = sum(child.max_points for child in criterion.children)
        if total != points:
            yield criterion.line, f"criterion {key} has {points} points, the criteria under it sum to {total}"
        if criterion.levels or criterion.all_or_nothing:
            yield criterion.line, f"criterion {key} has criteria under it, so it cannot have levels"
    elif criterion.levels:
        highest = max(level.points for level in criterion.levels)
        if highest != points:
            yield criterion.line, f"item {key} has {points} points, its highest level has {highest}"
        if criterion.all_or_nothing:
            yield criterion.line, f"item {key} has levels and says 'all or nothing'"
    elif not criterion.all_or_nothing:
        yield criterion.line, f"item {key} has no levels; where the decision prints none, write 'all or nothing'"


def _by_case(criterion: CriterionData) -> dict[int | None, list[LevelData]]:
    found: dict[int | None, list[LevelData]] = {}
    for level in criterion.levels:
        found.setdefault(level.case, []).append(level)
    return found


def _levels(criterion: CriterionData) -> _Found:
    """Within a case points rise; a repeat is said to be one."""
    for levels in _by_case(criterion).values():
        if levels[0].repeats:
            yield levels[0].line, "'=' marks points that repeat those of the level before; there is none"
        for before, level in pairwise(levels):
            if level.points < before.points:
                yield level.line, f"item {criterion.key}: {level.points} stands after {before.points}; points must rise"
            elif (level.points == before.points) != level.repeats:
                reason = "points repeat; write '=' before them if the decision does so" if not level.repeats else (
                    "'=' says that the points repeat, but they do not"
                )  # fmt: skip
                yield level.line, f"item {criterion.key}: {reason}"


def _cases(criterion: CriterionData) -> _Found:
    """Cases are numbered from 1 in one run each, there are at least two, and no level stands outside."""
    numbers = [level.case for level in criterion.levels]
    runs = [number for place, number in enumerate(numbers) if place == 0 or numbers[place - 1] != number]
    if set(numbers) <= {None}:
        return
    if None in numbers:
        yield criterion.line, f"item {criterion.key}: a level stands outside the cases"
    elif runs != list(range(1, len(runs) + 1)) or len(runs) < 2:
        yield criterion.line, f"item {criterion.key}: cases must be 1, 2, … with levels each, here: {runs}"


def _gates(criterion: CriterionData, facts: dict[str, Any]) -> _Found:
    """Marks rise with the levels of a case, name a rank of the decision, and belong to a decision that holds them."""
    ranks = {band["stars"] for band in facts["bands"]}
    for levels in _by_case(criterion).values():
        marked = [(level.line, level.gate_stars) for level in levels if level.gate_stars is not None]
        for line, stars in marked:
            if not facts["holds_gates"]:
                yield line, f"item {criterion.key}: a gate in a decision with holds_gates = false"
            if stars not in ranks:
                yield line, f"item {criterion.key}: the decision has no rank of {stars} stars"
        for (_, lower), (line, higher) in pairwise(marked):
            if higher <= lower:
                yield line, f"item {criterion.key}: the gate for {higher} stars stands after the one for {lower}"
