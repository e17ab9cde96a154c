"""Filled sheets to choose from: a few totals for a few product sets, seven members' sheets each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from demo.scores import sheet
from evaluations.services.sheets import NOT_REACHED
from rubrics.models import Criterion, Decision, Level, Rubric
from rubrics.scoring import Choice, LevelSpec
from rubrics.selectors import leaf_criteria, spec_for

TOTALS = (45, 55, 62, 66, 71, 75, 79, 83, 86, 91)
SETS = 5
# How far the seven members stand from the total: never beyond the spread that a regulation flags.
MEMBERS = (0, 1, -2, 2, -1, 3, -3)


@dataclass(frozen=True)
class Filled:
    """A sheet: its answers in the order of the print, and its points."""

    answers: tuple[tuple[Criterion, Level | None], ...]
    choices: Mapping[str, Choice]

    @cached_property
    def total(self) -> int:
        """The sum of the points."""
        return sum(level.points for _criterion, level in self.answers if level)

    def columns(self) -> list[tuple[int, int | None, str, int]]:
        """Return of each item the keys of criterion and level, the level's words and its points."""
        return [
            (
                criterion.pk,
                level.pk if level else None,
                level.label if level else NOT_REACHED,
                level.points if level else 0,
            )
            for criterion, level in self.answers
        ]


class Pool:
    """Sheets for the first product sets of a decision."""

    def __init__(self, law: Decision) -> None:
        self.rubrics = list(law.rubrics.select_related("decision").order_by("number")[:SETS])
        self._sheets = {(rubric.pk, total): _sheets(rubric, total) for rubric in self.rubrics for total in TOTALS}

    def rubric_of(self, number: int) -> Rubric:
        """Return the product set of a product."""
        return self.rubrics[number % len(self.rubrics)]

    def seven(self, number: int) -> tuple[Filled, ...]:
        """Return the members' sheets of a product."""
        return self._sheets[self.rubric_of(number).pk, TOTALS[number * 3 // len(self.rubrics) % len(TOTALS)]]


def _sheets(rubric: Rubric, total: int) -> tuple[Filled, ...]:
    """Members differ only in items without minimum requirement, so that nothing has to be agreed."""
    spec = spec_for(rubric)
    least = total + min(MEMBERS)
    start = sheet(spec, total=least, seed=f"{rubric.number}/{total}")
    rows = [(leaf, {level.order: level for level in leaf.levels.all()}) for leaf in leaf_criteria(rubric)]
    found = []
    for member, step in enumerate(MEMBERS):
        chosen = sheet(spec, total=total + step, seed=f"{rubric.number}/{total}/{member}", start=start)
        found.append(_filled(rows, chosen))
    return tuple(found)


def _filled(rows: list[tuple[Criterion, dict[int, Level]]], chosen: Mapping[str, LevelSpec | None]) -> Filled:
    orders = {key: level.order if level else None for key, level in chosen.items()}
    answers = tuple((leaf, levels[order] if (order := orders[leaf.key]) is not None else None) for leaf, levels in rows)
    return Filled(answers, orders)
