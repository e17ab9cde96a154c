"""The explained result of an entry, from what was stored when the round was closed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from evaluations.enums import DecidedBy, NotCounted
from evaluations.models import Entry
from evaluations.selectors.doors import entries_with_result_for, sheets_visible_to
from evaluations.selectors.results import result_lines
from rubrics.selectors import spec_for

_NEAR = 2


@dataclass(frozen=True)
class Band:
    """A rank with the points from which it begins and below which it ends; None where it is the highest."""

    stars: int
    lower: int
    below: int | None


@dataclass(frozen=True)
class Explanation:
    """The stored result with its words, and with the sheets that the person may open."""

    counted: list[dict[str, Any]]
    not_counted: list[dict[str, Any]]
    gates: list[dict[str, Any]]
    band: Band | None


def explanation(entry: Entry, user: Any, *, names: bool = True) -> Explanation:
    """Return the stored result of an entry in words. The caller has checked that the person may see the result.

    Without ``names`` the totals come from the highest to the lowest, so that their order names nobody either.
    """
    result: dict[str, Any] = entry.result or {"counted": [], "not_counted": [], "gates": []}
    open_to = sheets_visible_to(user).filter(entry=entry, state="sealed")
    sheets = dict(open_to.values_list("member_id", "pk"))
    counted = [row | {"sheet": sheets.get(row["member_id"])} for row in result["counted"]]
    not_counted = [row | {"why_label": NotCounted(row["why"]).label} for row in result["not_counted"]]
    return Explanation(
        counted=counted if names else _nameless(counted),
        not_counted=not_counted if names else _uncounted(not_counted),
        band=_band(entry),
        gates=[row | {"by_label": DecidedBy(row["by"]).label} for row in result["gates"]],
    )


def _nameless(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    totals = sorted((Fraction(row["total"]), row["total"]) for row in rows)
    return [
        {"member": _("Counted sheet %(n)s") % {"n": number}, "total": total, "sheet": None}
        for number, (_exact, total) in enumerate(reversed(totals), start=1)
    ]


def _uncounted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave of sheets that do not count only why: their points are nobody's business outside the council."""
    whys = sorted(str(row["why_label"]) for row in rows)
    return [{"member": _("not counted"), "total": None, "why_label": why} for why in whys]


def _band(entry: Entry) -> Band | None:
    """Return the band that the points reach, from the decision's data."""
    bands = sorted(spec_for(entry.rubric).bands, key=lambda band: band.lower)
    above = [band.lower for band in bands[1:]]
    for band, below in zip(bands, [*above, None], strict=True):
        if band.stars == entry.stars_by_points:
            return Band(band.stars, band.lower, below)
    return None


def neighbours_of(entry: Entry, user: Any) -> list[Entry]:
    """Return the entries around this one in the list, itself among them; only those that the person may see."""
    near = (entry.result_order - _NEAR, entry.result_order + _NEAR)
    rows = result_lines(entries_with_result_for(user).filter(round_id=entry.round_id, result_order__range=near))
    return list(rows.exclude(place=None).order_by("result_order", "pk"))
