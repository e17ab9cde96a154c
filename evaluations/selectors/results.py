"""Results as they were stored when the round was closed. Nothing here computes anything."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from evaluations.enums import RESULT_STATES
from evaluations.models import Entry, EvaluationRound


def has_results(evaluation_round: EvaluationRound) -> bool:
    """Tell whether results exist: from ``closed`` on."""
    return evaluation_round.state in RESULT_STATES


def results_of(evaluation_round: EvaluationRound) -> QuerySet[Entry]:
    """Return the entries of a closed round in the order of its list; none before it is closed.

    The caller has checked who may see them: screens go through ``entries_with_result_for``.
    """
    rows = Entry.objects.filter(round=evaluation_round).select_related(
        "dossier__product", "dossier__producer", "dossier__unit", "rubric"
    )
    return rows.exclude(outcome="").order_by("result_order", "pk") if has_results(evaluation_round) else rows.none()


def result_lines(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Return entries with what a line of the list shows: names and results, without what explains these."""
    names = ("dossier__product__name", "dossier__producer__name", "dossier__unit__name")
    shown = ("place", "mean", "stars", "stars_by_points", "outcome", "result_order")
    joined = ("dossier__product", "dossier__producer", "dossier__unit")
    return rows.select_related(None).select_related(*joined).only(*shown, *names)


def result_of(entry: Entry) -> dict[str, Any] | None:
    """Return the stored result of an entry; None before its round is closed."""
    return entry.result if entry.round.state in RESULT_STATES else None


def ranking(evaluation_round: EvaluationRound) -> list[dict[str, Any]]:
    """Return the entries of a closed round as ``rank_round`` prints them; decimals are strings with a point."""
    return [_ranked(entry) for entry in results_of(evaluation_round)]


def _ranked(entry: Entry) -> dict[str, Any]:
    result: dict[str, Any] = entry.result or {}
    return {
        "product": entry.dossier.product.name,
        "place": entry.place,
        "mean": entry.mean or None,
        "stars": entry.stars,
        "stars_by_points": entry.stars_by_points,
        "counted": [{"member": row["member"], "total": row["total"]} for row in result["counted"]],
        "not_counted": [
            {"member": row["member"], "total": row["total"], "why": row["why"]} for row in result["not_counted"]
        ],
        "unmet_gates": result["unmet_gates"],
        "agreed_levels": result["agreed_levels"],
        "knocked_out": entry.outcome == "knocked_out",
        "outcome": entry.outcome,
    }
