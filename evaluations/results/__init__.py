"""How sheets become results: one pure function, and what keeps a round from having any.

Every screen, document, export and command shows what ``compute`` returned when the round was closed (``stored`` keeps
it on the entries), so that nothing is ever computed twice in two ways.
"""

from evaluations.results.compute import EntryResult, Uncounted, UndecidedGateError, compute
from evaluations.results.far import Far, far_members
from evaluations.results.gating import Decided, deciding_levels, differing_items, open_items
from evaluations.results.inputs import Agreed, Ballot, Candidate, Regulation, RoundInput, StageRules
from evaluations.results.obstacles import (
    Kind,
    Obstacle,
    missing_sheets,
    needed_for_quorum,
    obstacles,
    spread,
    spread_is_wide,
)
from evaluations.results.stored import to_stored

__all__ = [
    "Agreed",
    "Ballot",
    "Candidate",
    "Decided",
    "EntryResult",
    "Far",
    "Kind",
    "Obstacle",
    "Regulation",
    "RoundInput",
    "StageRules",
    "Uncounted",
    "UndecidedGateError",
    "compute",
    "deciding_levels",
    "differing_items",
    "far_members",
    "missing_sheets",
    "needed_for_quorum",
    "obstacles",
    "open_items",
    "spread",
    "spread_is_wide",
    "to_stored",
]
