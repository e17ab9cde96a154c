"""The one place where points become stars. Pure and exact: integers and fractions, no Django, no clock, no files.

Every screen, letter, export and command shows what these functions return:

- ``score``: one sheet: points per part, total, stars by points, stars after gates, unmet gates;
- ``score_entry``: the members' totals of one entry together, with the levels that decide its gates;
- ``next_star``: what lifts a sheet to the next star;
- ``rank``: places of a round;
- ``mean_display``: the mean as it is shown.
"""

from rubrics.scoring.advice import MOST_WAYS, Change, NextStar, Way, next_star
from rubrics.scoring.entries import (
    Contender,
    EntryScore,
    EntryTotals,
    Place,
    mean_display,
    points_missing,
    rank,
    score_entry,
)
from rubrics.scoring.gates import UnmetGate, gate_is_met, gates_unmet, required_level
from rubrics.scoring.sheets import (
    SheetScore,
    choices_from_points,
    levels_chosen,
    points_by_part,
    score,
    stars_after_gates,
    stars_for,
)
from rubrics.scoring.specs import (
    BandSpec,
    Choice,
    Choices,
    ItemSpec,
    LevelSpec,
    MissingItemsError,
    NotALevelError,
    PartSpec,
    RubricSpec,
    ScoringError,
    UnknownItemError,
)

__all__ = [
    "MOST_WAYS",
    "BandSpec",
    "Change",
    "Choice",
    "Choices",
    "Contender",
    "EntryScore",
    "EntryTotals",
    "ItemSpec",
    "LevelSpec",
    "MissingItemsError",
    "NextStar",
    "NotALevelError",
    "PartSpec",
    "Place",
    "RubricSpec",
    "ScoringError",
    "SheetScore",
    "UnknownItemError",
    "UnmetGate",
    "Way",
    "choices_from_points",
    "gate_is_met",
    "gates_unmet",
    "levels_chosen",
    "mean_display",
    "next_star",
    "points_by_part",
    "points_missing",
    "rank",
    "required_level",
    "score",
    "score_entry",
    "stars_after_gates",
    "stars_for",
]
