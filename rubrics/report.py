"""A scored sheet in writing: for programs and for people at a terminal."""

from __future__ import annotations

import json
from typing import Any

from rubrics.scoring import Change, Choices, NextStar, RubricSpec, SheetScore, UnmetGate, next_star, score

# The law's words for a result without its minimum requirements; documents and screens use them as they stand.
GATES_NOT_HELD = "chưa xét yêu cầu tối thiểu"


def as_json(spec: RubricSpec, choices: Choices, *, partial: bool = False) -> str:
    """Return the result as JSON: points are strings, ``next_star`` is null at the highest rank.

    Raises ScoringError for choices that do not fit the set.
    """
    result = score(spec, choices, partial=partial)
    return json.dumps(_facts(spec, result, next_star(spec, choices)), ensure_ascii=False, indent=2)


def _facts(spec: RubricSpec, result: SheetScore, ahead: NextStar | None) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "parts": {code: str(points) for code, points in result.parts.items()},
        "total": str(result.total),
        "stars_by_points": result.stars_by_points,
        "stars": result.stars,
        "unmet_gates": [_gate(gate) for gate in result.unmet_gates],
        "next_star": None if ahead is None else _ahead(ahead),
    }
    if not spec.holds_gates:
        facts["note"] = GATES_NOT_HELD
    return facts


def _gate(gate: UnmetGate) -> dict[str, Any]:
    return {"item": gate.item, "for_stars": gate.for_stars, "needs_points": str(gate.needs_points)}


def _ahead(ahead: NextStar) -> dict[str, Any]:
    return {
        "stars": ahead.stars,
        "points_needed": str(ahead.points_needed),
        "points_missing": str(ahead.points_missing),
        "gates": [_gate(gate) for gate in ahead.gates],
        "changes": [
            {"item": change.item, "from_points": str(change.from_points), "to_points": str(change.to_points)}
            for change in ahead.changes
        ],
        "total_after": str(ahead.total_after),
    }


def as_text(spec: RubricSpec, choices: Choices, *, partial: bool = False) -> str:
    """Return the result as lines to read. Raises ScoringError for choices that do not fit the set."""
    result = score(spec, choices, partial=partial)
    lines = [f"{spec.decision}, set {spec.number}: {spec.name}", ""]
    lines += [
        f"  {part.code}  {result.parts[part.code]:>3} / {part.max_points:<3}  {part.title}" for part in spec.parts
    ]
    lines += [f"     {result.total:>3} / {spec.max_total}", ""]
    lines.append(f"Stars by points: {result.stars_by_points}")
    lines.append(f"Stars:           {result.stars}" + ("" if spec.holds_gates else f"  ({GATES_NOT_HELD})"))
    lines += [_gate_line(spec, gate) for gate in result.unmet_gates]
    ahead = next_star(spec, choices)
    if ahead is not None:
        lines += ["", f"To {ahead.stars} stars: {ahead.points_missing} points missing to {ahead.points_needed}"]
        lines += [_gate_line(spec, gate) for gate in ahead.gates]
        for place, way in enumerate(ahead.ways):
            lines += ["  or"] if place else []
            lines += [_change_line(spec, change) for change in way.changes]
            lines.append(f"  total then {way.total_after}")
        if not ahead.ways:
            lines.append("  this set cannot reach them")
    return "\n".join(lines)


def _change_line(spec: RubricSpec, change: Change) -> str:
    title = spec.item(change.item).title
    return f"  raise {change.item} from {change.from_points} to {change.to_points}: {title}"


def _gate_line(spec: RubricSpec, gate: UnmetGate) -> str:
    return f"  {gate.for_stars} stars need {gate.needs_points} in {gate.item}: {spec.item(gate.item).title}"
