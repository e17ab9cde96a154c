"""Reads of the dashboards: numbers over a scope, and the rows behind each of them."""

from dashboards.selectors.calendar import Upcoming, upcoming
from dashboards.selectors.figures import (
    Figure,
    Funnel,
    Line,
    Standing,
    funnel,
    rows_url,
    standing,
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
    "Standing",
    "Upcoming",
    "decisions_of",
    "funnel",
    "narrowed",
    "rows_url",
    "standing",
    "units_of",
    "upcoming",
    "years_of",
]
