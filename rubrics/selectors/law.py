"""Reads: the law that is published. Everybody may see all of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from foundation.memory import remembered
from rubrics.enums import StageLevel
from rubrics.models import Band, Criterion, Decision, Level, Part, Rubric, Stage
from rubrics.scoring import BandSpec, ItemSpec, LevelSpec, PartSpec, RubricSpec

# Specs of published sets by the hashes of their data: published data never changes, so neither does its spec.
_specs: dict[tuple[str, str], RubricSpec] = {}
# The same for the rows themselves, which also differ by database.
_trees: dict[tuple[int, str, str], tuple[PartNode, ...]] = {}
_stages: dict[tuple[int, str], tuple[Stage, ...]] = {}


def decisions() -> QuerySet[Decision]:
    """Return the published decisions, newest first, each with ``rubric_count``."""
    return _published().annotate(rubric_count=Count("rubrics"))


def decision_by_code(code: str) -> Decision:
    """Return the published decision of a full code (``26/2026/QĐ-TTg``); raise Decision.DoesNotExist."""
    return decisions().get(code=code)


def decision_in_force(on: datetime.date) -> Decision | None:
    """Return the decision under which a dossier filed on this day is judged: the last one that has begun."""
    return next(iter(decisions_in_force(on)), None)


def decisions_in_force(on: datetime.date) -> list[Decision]:
    """Return all decisions that can be applied on this day, newest first: the others to dossiers filed earlier."""
    published = remembered("published decisions", lambda: list(_published()))
    return [decision for decision in published if _holds(decision, on, published)]


def is_in_force(decision: Decision, on: datetime.date) -> bool:
    """Tell whether a decision can still be applied on this day.

    It can from ``valid_from`` to ``valid_to``, and no longer than the transition that a later decision grants when it
    replaces this one (term ``transition_days``, the last of them included).
    """
    return _holds(decision, on, list(_published()))


def _published() -> QuerySet[Decision]:
    return Decision.objects.filter(published_at__isnull=False).order_by("-valid_from")


def _holds(decision: Decision, on: datetime.date, published: list[Decision]) -> bool:
    if on < decision.valid_from or (decision.valid_to is not None and on > decision.valid_to):
        return False
    return all(
        on <= later.valid_from + datetime.timedelta(days=later.term("transition_days") or -1)
        for later in published
        if later.valid_from > decision.valid_from and decision.code in later.replaces
    )


def all_stages(decision: Decision) -> list[Stage]:
    """Return every stage that the procedure has or had, lowest first; those of a published decision stay in memory."""
    if decision.published_at is None:
        return remembered(("stages", decision.pk), lambda: list(decision.stages.order_by("order")))
    name = (decision.pk, decision.content_hash)
    if name not in _stages:
        _stages[name] = tuple(decision.stages.order_by("order"))
    return list(_stages[name])


def stages(decision: Decision, on: datetime.date) -> list[Stage]:
    """Return the stages of the procedure as it stands on this day, lowest first."""
    return [stage for stage in all_stages(decision) if stage.holds_on(on)]


def stage(decision: Decision, level: StageLevel | str, on: datetime.date) -> Stage | None:
    """Return what an office of this level does under the decision on this day; None where it does nothing."""
    return next((found for found in stages(decision, on) if found.level == level), None)


def rubrics_of(decision: Decision) -> QuerySet[Rubric]:
    """Return the product sets of a decision by number."""
    return decision.rubrics.select_related("decision").order_by("number")


def rubric_by_number(decision: Decision, number: int) -> Rubric:
    """Return a product set; raise Rubric.DoesNotExist."""
    return rubrics_of(decision).get(number=number)


def decisions_with_sets() -> QuerySet[Decision]:
    """Return the published decisions, newest first, with stages, bands and sets at hand (four queries)."""
    return _published().prefetch_related(
        Prefetch("stages", queryset=Stage.objects.order_by("valid_from", "order")),
        Prefetch("bands", queryset=Band.objects.order_by("-stars")),
        Prefetch("rubrics", queryset=Rubric.objects.order_by("number")),
    )


def published_rubrics() -> QuerySet[Rubric]:
    """Return all product sets of published decisions with their decisions, newest decision first."""
    return (
        Rubric.objects.filter(decision__published_at__isnull=False)
        .select_related("decision")
        .order_by("-decision__valid_from", "number")
    )


def leaf_criteria(rubric: Rubric) -> QuerySet[Criterion]:
    """Return the items of a set in the order of the print, with part and levels."""
    levels = Prefetch("levels", queryset=Level.objects.order_by("order"))
    return rubric.criteria.filter(is_leaf=True).select_related("part").prefetch_related(levels).order_by("order")


def level_ids(rubric: Rubric) -> dict[tuple[str, int], int]:
    """Return the row of each level by item key and order: what a sheet stores for a choice of ``scoring``."""
    rows = Level.objects.filter(criterion__rubric=rubric).values_list("criterion__key", "order", "pk")
    return {(key, order): pk for key, order, pk in rows}


def spec_for(rubric: Rubric) -> RubricSpec:
    """Return a set as ``scoring`` reads it (one query the first time; published sets are then kept in memory)."""
    decision = rubric.decision
    name = (decision.content_hash, rubric.content_hash)
    if decision.published_at is None:
        return _build_spec(rubric)
    if name not in _specs:
        _specs[name] = _build_spec(rubric)
    return _specs[name]


def _build_spec(rubric: Rubric) -> RubricSpec:
    parts: dict[str, PartSpec] = {}
    leaves: dict[str, tuple[str, str, str, int]] = {}
    levels: dict[str, dict[int, LevelSpec]] = {}
    bands: dict[int, int] = {}
    for row in _rows_of_spec(rubric):
        key, code, title, max_points, part, part_title, part_points, order, points, label, case, gate, *band = row
        parts.setdefault(part, PartSpec(part, part_title, part_points))
        leaves.setdefault(key, (code, title, part, max_points))
        found = levels.setdefault(key, {})
        if order is not None:
            found.setdefault(order, LevelSpec(order, points, label, case, gate))
        if band[0] is not None:
            bands[band[0]] = band[1]
    return RubricSpec(
        decision=rubric.decision.code,
        number=rubric.number,
        name=rubric.name,
        parts=tuple(parts.values()),
        items=tuple(
            ItemSpec(key, code, title, part, max_points, tuple(levels[key].values()))
            for key, (code, title, part, max_points) in leaves.items()
        ),
        bands=tuple(BandSpec(stars, lower) for stars, lower in sorted(bands.items(), reverse=True)),
        holds_gates=rubric.decision.holds_gates,
    )


def _rows_of_spec(rubric: Rubric) -> Any:
    """Return the items of a set with part, levels and bands in one query; an item without levels has rows, too.

    Each item stands there once for each level and band: a few hundred short rows, read once for each set.
    """
    rows = rubric.criteria.filter(is_leaf=True).order_by("part__order", "order", "levels__order")
    return rows.values_list(
        "key", "code", "title", "max_points", "part__code", "part__title", "part__max_points",
        "levels__order", "levels__points", "levels__label", "levels__case", "levels__gate_stars",
        "rubric__decision__bands__stars", "rubric__decision__bands__lower",
    )  # fmt: skip


@dataclass(frozen=True)
class CaseNode:
    """One alternative case of an item with its levels; an item without cases has a single one without number."""

    number: int | None
    label: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class CriterionNode:
    """A criterion with what stands under it: other criteria, or (a leaf) its cases with their levels."""

    criterion: Criterion
    depth: int
    children: tuple[CriterionNode, ...]
    cases: tuple[CaseNode, ...]

    @property
    def heading(self) -> str:
        """Return the heading element of this depth under the h2 of the part."""
        return f"h{min(self.depth + 3, 6)}"


@dataclass(frozen=True)
class PartNode:
    """A part of the sheet with its criteria."""

    part: Part
    children: tuple[CriterionNode, ...]


def rubric_tree(rubric: Rubric) -> tuple[PartNode, ...]:
    """Return the whole sheet for rendering (three queries the first time; published sets are then kept in memory).

    Many pages share what is returned: read it, put nothing into it.
    """
    if rubric.decision.published_at is None:
        return _build_tree(rubric)
    name = (rubric.pk, rubric.decision.content_hash, rubric.content_hash)
    if name not in _trees:
        _trees[name] = _build_tree(rubric)
    return _trees[name]


def item_nodes(rubric: Rubric) -> tuple[CriterionNode, ...]:
    """Return the items of a set, those lines that are scored, in the order of the sheet."""

    def leaves(nodes: tuple[CriterionNode, ...]) -> Iterator[CriterionNode]:
        for node in nodes:
            if node.criterion.is_leaf:
                yield node
            yield from leaves(node.children)

    return tuple(node for part in rubric_tree(rubric) for node in leaves(part.children))


def items_of(rubric: Rubric) -> dict[int, dict[int, Level]]:
    """Return the items of a set by row, each with its levels by row."""
    return {
        node.criterion.pk: {level.pk: level for case in node.cases for level in case.levels}
        for node in item_nodes(rubric)
    }


def forget_sets() -> None:
    """Drop what is kept in memory: for tests, whose databases give the same rows to different sets."""
    _specs.clear()
    _trees.clear()
    _stages.clear()


def _build_tree(rubric: Rubric) -> tuple[PartNode, ...]:
    levels = Prefetch("levels", queryset=Level.objects.order_by("order"))
    under: dict[tuple[int, int | None], list[Criterion]] = {}
    for criterion in rubric.criteria.prefetch_related(levels).order_by("order"):
        under.setdefault((criterion.part_id, criterion.parent_id), []).append(criterion)

    def nodes(part_id: int, parent_id: int | None, depth: int) -> tuple[CriterionNode, ...]:
        return tuple(
            CriterionNode(criterion, depth, nodes(part_id, criterion.pk, depth + 1), _cases(criterion))
            for criterion in under.get((part_id, parent_id), [])
        )

    return tuple(PartNode(part, nodes(part.pk, None, 0)) for part in rubric.parts.order_by("order"))


def _cases(criterion: Criterion) -> tuple[CaseNode, ...]:
    found: dict[tuple[int | None, str], list[Level]] = {}
    for level in criterion.levels.all():
        found.setdefault((level.case, level.case_label), []).append(level)
    return tuple(CaseNode(number, label, tuple(levels)) for (number, label), levels in found.items())
