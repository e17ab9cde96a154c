"""The explained result of an entry, from what was stored when the round was closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evaluations.enums import DecidedBy, NotCounted
from evaluations.models import Entry
from evaluations.selectors.doors import entries_with_result_for, sheets_visible_to

_NEAR = 2


@dataclass(frozen=True)
class Explanation:
    """The stored result with its words, and with the sheets that the person may open."""

    counted: list[dict[str, Any]]
    not_counted: list[dict[str, Any]]
    gates: list[dict[str, Any]]


def explanation(entry: Entry, user: Any) -> Explanation:
    """Return the stored result of an entry in words. The caller has checked that the person may see the result."""
    result: dict[str, Any] = entry.result or {"counted": [], "not_counted": [], "gates": []}
    open_to = sheets_visible_to(user).filter(entry=entry, state="sealed")
    sheets = dict(open_to.values_list("member_id", "pk"))
    return Explanation(
        counted=[row | {"sheet": sheets.get(row["member_id"])} for row in result["counted"]],
        not_counted=[row | {"why_label": NotCounted(row["why"]).label} for row in result["not_counted"]],
        gates=[row | {"by_label": DecidedBy(row["by"]).label} for row in result["gates"]],
    )


def neighbours_of(entry: Entry, user: Any) -> list[Entry]:
    """Return the entries around this one in the list, itself among them; only those that the person may see."""
    near = (entry.result_order - _NEAR, entry.result_order + _NEAR)
    rows = entries_with_result_for(user).filter(round_id=entry.round_id, result_order__range=near)
    return list(rows.exclude(place=None).order_by("result_order", "pk"))
