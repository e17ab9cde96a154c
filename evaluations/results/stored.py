"""A result as it is kept on its entry: plain JSON values, complete enough to explain the result without the sheets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from evaluations.enums.choices import DecidedBy
from evaluations.results.compute import EntryResult
from evaluations.results.gating import Decided
from rubrics.scoring import UnmetGate, gate_is_met, mean_display, points_missing, required_level


def to_stored(result: EntryResult) -> dict[str, Any]:
    """Return the result as JSON values. Points are strings with a decimal point, levels carry their label."""
    return {
        "counted": [{"member_id": b.member, "member": b.name, "total": str(b.total)} for b in result.counted],
        "not_counted": [
            {
                "member_id": one.ballot.member,
                "member": one.ballot.name,
                "total": None if one.total is None else str(one.total),
                "why": one.why.value,
            }
            for one in result.not_counted
        ],
        "mean": shown_mean(result),
        "gates": _gates(result),
        "gates_considered": result.gates_considered,
        "unmet_gates": [_unmet(gate) for gate in result.unmet_gates],
        "agreed_levels": [_agreed(one) for one in result.decided if one.by is DecidedBy.AGREED],
        "spread": result.spread,
        "spread_wide": result.spread_wide,
        "next_star": _next_star(result),
    }


def without_names(stored: dict[str, Any]) -> dict[str, Any]:
    """Return a stored result that names no member: totals from the highest to the lowest, and only why others lack."""
    totals = sorted((row["total"] for row in stored.get("counted", [])), key=Fraction, reverse=True)
    whys = sorted(row["why"] for row in stored.get("not_counted", []))
    nobody = {"member_id": None, "member": ""}
    bare = {
        "counted": [nobody | {"total": total} for total in totals],
        "not_counted": [nobody | {"total": None, "why": why} for why in whys],
    }
    written = {"written": stored["written"] | {"opinions": []}} if stored.get("written") else {}
    return stored | bare | written


def shown_mean(result: EntryResult) -> str | None:
    """Return the mean as it is shown, with a decimal point; None where nobody is counted."""
    totals = result.totals
    return str(mean_display(totals.sum, totals.count, result.candidate.spec.bands)) if totals.count else None


def _unmet(gate: UnmetGate) -> dict[str, Any]:
    return {"item": gate.item, "for_stars": gate.for_stars, "needs_points": str(gate.needs_points)}


def _agreed(one: Decided) -> dict[str, Any]:
    return {
        "item": one.item.key,
        "points": str(one.level.points if one.level else 0),
        "level": one.level.label if one.level else None,
        "reason": one.reason,
    }


def _gates(result: EntryResult) -> list[dict[str, Any]]:
    """Return each gate for ranks up to the stars by points with the item and the level that decides it."""
    out = []
    for stars in range(1, (result.stars_by_points or 0) + 1):
        for one in result.decided:
            if not any(level.gate_stars == stars for level in one.item.levels):
                continue
            needs = required_level(one.item, one.level, stars)
            if needs is None:
                continue
            out.append(
                {
                    "for_stars": stars,
                    "item": one.item.key,
                    "title": one.item.title,
                    "needs": needs.label,
                    "needs_points": str(needs.points),
                    "level": one.level.label if one.level else None,
                    "points": str(one.level.points if one.level else 0),
                    "by": one.by.value,
                    "met": gate_is_met(one.item, one.level, stars),
                }
            )
    return out


def _next_star(result: EntryResult) -> dict[str, Any] | None:
    """Return the next rank, the points from which it begins, and how many the exact mean lacks (two decimals)."""
    if result.stars is None or not result.totals.count:
        return None
    band = min((b for b in result.candidate.spec.bands if b.stars > result.stars), key=lambda b: b.stars, default=None)
    if band is None:
        return None
    lacks = points_missing(result.totals, band.lower)
    # Rounded up, so that reaching what is shown is always enough.
    hundredths = -(-lacks.numerator * 100 // lacks.denominator)
    return {"stars": band.stars, "from_points": str(band.lower), "lacks": f"{hundredths // 100}.{hundredths % 100:02d}"}
