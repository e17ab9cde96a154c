"""The producer's own assessment, computed by the same functions as the council's (``rubrics.scoring``)."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.memory import remembered
from registrations.models import Dossier, DossierItem
from registrations.steps import url_of_item
from rubrics import scoring
from rubrics.selectors import spec_for


@dataclass(frozen=True)
class PartTally:
    """A part of the rubric: points so far, and how many of its items are answered."""

    code: str
    title: str
    points: int
    max_points: int
    answered: int
    items: int

    @property
    def is_done(self) -> bool:
        """Whether every item of the part is answered."""
        return self.answered == self.items


@dataclass(frozen=True)
class Lift:
    """One change that helps to the next star: which item, to which level, how many points more, and its page."""

    key: str
    title: str
    level: str
    points_now: int
    points_then: int
    is_gate: bool
    url: str


@dataclass(frozen=True)
class LiftWay:
    """One of several ways to the next star, without what all of them share, and the total that it leads to."""

    lifts: tuple[Lift, ...]
    total_after: int


@dataclass(frozen=True)
class Tally:
    """What a self-assessment comes to so far. Open items count as "không đạt".

    ``lifts`` is the cheapest set of changes that reaches the next star. Where other sets are as short, ``shared`` are
    the changes that all of them ask for (gates first) and ``lift_ways`` what each asks for besides.
    """

    parts: tuple[PartTally, ...]
    total: int
    max_total: int
    stars_by_points: int
    stars: int
    holds_gates: bool
    unmet: tuple[str, ...]
    next_stars: int | None
    points_missing: int
    lifts: tuple[Lift, ...]
    total_after: int
    shared: tuple[Lift, ...] = ()
    lift_ways: tuple[LiftWay, ...] = ()

    @property
    def lift_keys(self) -> set[str]:
        """The items that some way to the next star asks to raise."""
        return {lift.key for lift in (*self.shared, *(lift for way in self.lift_ways for lift in way.lifts))}

    @property
    def answered(self) -> int:
        return sum(part.answered for part in self.parts)

    @property
    def items(self) -> int:
        return sum(part.items for part in self.parts)


def choices_of(dossier: Dossier) -> dict[str, scoring.Choice]:
    """Return the answers as ``rubrics.scoring`` reads them: the level's order by item key, None for "không đạt"."""
    rows = dossier.items.filter(criterion__rubric=dossier.rubric, answered=True)
    found = remembered(("choices", dossier.pk), lambda: list(rows.values_list("criterion__key", "level__order")))
    return dict(found)


def _choices_in(answers: dict[str, DossierItem]) -> dict[str, scoring.Choice]:
    return {key: row.level.order if row.level else None for key, row in answers.items() if row.answered}


def tally_of(dossier: Dossier, answers: dict[str, DossierItem] | None = None) -> Tally | None:
    """Return what the self-assessment comes to; None where the decision's product sets are not held.

    ``answers`` are those by item key where the caller has read them already.
    """
    if dossier.rubric is None:
        return None
    spec = spec_for(dossier.rubric)
    choices = choices_of(dossier) if answers is None else _choices_in(answers)
    result = scoring.score(spec, choices, partial=True)
    ahead = scoring.next_star(spec, choices)
    ways = [(_lifts(dossier, spec, ahead, way), way.total_after) for way in ahead.ways] if ahead else []
    shared = tuple(lift for lift in ways[0][0] if all(lift in lifts for lifts, _total in ways)) if ways else ()
    return Tally(
        parts=tuple(_part(spec, part, choices, result.parts[part.code]) for part in spec.parts),
        total=result.total,
        max_total=spec.max_total,
        stars_by_points=result.stars_by_points,
        stars=result.stars,
        holds_gates=spec.holds_gates,
        unmet=tuple(f"{gate.item}. {spec.item(gate.item).title}" for gate in result.unmet_gates),
        next_stars=ahead.stars if ahead else None,
        points_missing=ahead.points_missing if ahead else 0,
        lifts=ways[0][0] if ways else (),
        total_after=ahead.total_after if ahead else result.total,
        shared=shared,
        lift_ways=_besides(ways, shared),
    )


def _part(spec: scoring.RubricSpec, part: scoring.PartSpec, choices: scoring.Choices, points: int) -> PartTally:
    keys = [item.key for item in spec.items if item.part == part.code]
    answered = sum(key in choices for key in keys)
    return PartTally(part.code, part.title, points, part.max_points, answered, len(keys))


def _besides(ways: list[tuple[tuple[Lift, ...], int]], shared: tuple[Lift, ...]) -> tuple[LiftWay, ...]:
    """Return what each way asks for besides what all share; nothing where there is only one way."""
    if len(ways) < 2:
        return ()
    return tuple(LiftWay(tuple(lift for lift in lifts if lift not in shared), total) for lifts, total in ways)


def _lifts(dossier: Dossier, spec: scoring.RubricSpec, ahead: scoring.NextStar, way: scoring.Way) -> tuple[Lift, ...]:
    gates = {gate.item for gate in ahead.gates}
    found = []
    for change in way.changes:
        item = spec.item(change.item)
        level = item.level(change.to_order)
        found.append(
            Lift(
                key=item.key,
                title=f"{item.key}. {item.title}",
                level=level.label if level else "",
                points_now=change.from_points,
                points_then=change.to_points,
                is_gate=change.item in gates,
                url=url_of_item(dossier, change.item),
            )
        )
    return tuple(found)
