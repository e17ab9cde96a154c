"""A published decision as the data from which it was made: the way back from rows to the project's own form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.models import JSONField

from rubrics.lawfiles import CriterionData, DecisionData, LevelData, PartData, SetData
from rubrics.models import Criterion, Decision, Level, Rubric, Stage

_PLAIN = (
    "code", "short_name", "title", "issued_on", "valid_from", "valid_to", "amended_by", "replaces", "transition_note",
    "holds_gates", "reevaluation_in_writing", "provenance",
)  # fmt: skip


def decision_data(decision: Decision) -> DecisionData:
    """Return a decision with all its sets; where no set is held its parts are not known and left out."""
    rubrics = list(decision.rubrics.prefetch_related("parts", "criteria__levels").order_by("number"))
    usual = Counter(rubric.provenance for rubric in rubrics).most_common(1)
    provenance = usual[0][0] if usual else ""
    sets = [set_data(rubric, provenance) for rubric in rubrics]
    facts: dict[str, Any] = {name: getattr(decision, name) for name in _PLAIN}
    facts |= {
        "set_provenance": provenance,
        "parts": {part.code: part.max_points for part in sets[0].parts} if sets else {},
        "terms": dict(decision.terms),
        "bands": [{"stars": band.stars, "lower": band.lower} for band in decision.bands.order_by("-stars")],
        "stages": [_stage(decision, stage) for stage in decision.stages.order_by("pk")],
    }
    facts |= {name: list(getattr(decision, name)) for name in _lists()}
    return DecisionData(facts, sets, Path(decision.slug) / "decision.toml")


def _lists() -> list[str]:
    """Return the columns of a decision that hold lists of rows: papers of the dossier and whatever else it lists."""
    columns = [field.name for field in Decision._meta.concrete_fields if isinstance(field, JSONField)]
    return [name for name in columns if name not in ("replaces", "terms")]


def _stage(decision: Decision, stage: Stage) -> dict[str, Any]:
    return {
        "level": stage.level,
        "checks": stage.checks,
        "screens": stage.screens,
        "gives_opinions": stage.gives_opinions,
        "scores": stage.scores,
        "recognises": None if stage.recognises_min is None else [stage.recognises_min, stage.recognises_max],
        "send_up_from": stage.send_up_from,
        "result_for_level_below": stage.result_for_level_below,
        "valid_from": None if stage.valid_from == decision.valid_from else stage.valid_from,
        "valid_to": stage.valid_to,
        "note": stage.note,
    }


def set_data(rubric: Rubric, provenance: str = "") -> SetData:
    """Return a product set; ``provenance`` is what the decision says of its sets, named only where this one differs."""
    header = {
        "set": str(rubric.number),
        "name": rubric.name,
        "industry": f"{rubric.industry_code} {rubric.industry}",
        "group": rubric.group,
        "ministry": rubric.managing_ministry,
        "classification": rubric.printed_classification,
        "code-format": rubric.product_code_format,
        "knockout": rubric.knockout_note,
        "provenance": "" if rubric.provenance == provenance else rubric.provenance,
    }
    rows = list(rubric.criteria.prefetch_related("levels").order_by("order"))
    parts = [
        PartData(
            part.code, part.title, part.max_points, _under([row for row in rows if row.part_id == part.pk], parent=None)
        )
        for part in rubric.parts.order_by("order")
    ]
    kept = {key: value for key, value in header.items() if value}
    return SetData(kept, list(rubric.notes), list(rubric.oddities), parts)


def _under(rows: list[Criterion], *, parent: int | None) -> list[CriterionData]:
    return [_criterion(row, rows) for row in rows if row.parent_id == parent]


def _criterion(row: Criterion, rows: list[Criterion]) -> CriterionData:
    levels = sorted(row.levels.all(), key=lambda level: level.order)
    whole = row.is_leaf and len(levels) == 1 and not levels[0].is_printed
    return CriterionData(
        key=row.key,
        title=row.title,
        max_points=row.max_points,
        printed_max=row.printed_max,
        notes=list(row.notes),
        levels=[] if whole else list(_levels(levels)),
        children=_under(rows, parent=row.pk),
        all_or_nothing=whole,
    )


def _levels(levels: Iterable[Level]) -> Iterable[LevelData]:
    before: Level | None = None
    for level in levels:
        printed = None if not level.printed_points else level.printed_points.replace("–", "")
        repeats = before is not None and (before.case, before.points) == (level.case, level.points)
        yield LevelData(
            points=level.points,
            label=level.label,
            printed=printed,
            gate_stars=level.gate_stars,
            repeats=repeats,
            case=level.case,
            case_label=level.case_label,
        )
        before = level
