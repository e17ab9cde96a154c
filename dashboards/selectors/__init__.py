"""Reads of the dashboards: numbers over a scope, and the rows behind each of them."""

from dashboards.selectors.calendar import Upcoming, upcoming
from dashboards.selectors.figures import (
    Figure,
    Funnel,
    Line,
    funnel,
    late_by_commune,
    late_by_office,
    recognised_by_stars,
    rows_url,
    total,
)
from dashboards.selectors.measures import DAYS_AHEAD, DAYS_BEFORE_END, MEASURES, NO_GROUP, Measure, narrowed
from dashboards.selectors.scope import Scope, decisions_of, units_of, years_of

__all__ = [
    "DAYS_AHEAD",
    "DAYS_BEFORE_END",
    "MEASURES",
    "NO_GROUP",
    "Figure",
    "Funnel",
    "Line",
    "Measure",
    "Scope",
    "Upcoming",
    "decisions_of",
    "funnel",
    "late_by_commune",
    "late_by_office",
    "narrowed",
    "recognised_by_stars",
    "rows_url",
    "total",
    "units_of",
    "upcoming",
    "years_of",
]
