"""What a result is computed from: plain frozen values, read from the database by ``selectors.tally``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rubrics.scoring import Choice, RubricSpec


@dataclass(frozen=True)
class Regulation:
    """The council's regulation (quy chế) as far as results depend on it.

    ``max_spread`` is in points, None for no limit; ``quorum_percent`` is a share of the members with a vote, of those
    not recused when ``quorum_of_remaining``. ``majority_decides``: on a gated item more than half of the sheets decide.
    """

    quorum_percent: int = 75
    quorum_of_remaining: bool = False
    chair_required: bool = True
    max_spread: int | None = 10
    majority_decides: bool = False


@dataclass(frozen=True)
class StageRules:
    """What the stage of the round may do: the law's data, see ``rubrics.models.Stage``.

    ``left_below``: the stars for which the level below may use a result that does not reach this stage's own.
    """

    scores: bool = True
    recognises: tuple[int, ...] = ()
    send_up_from: int | None = None
    left_below: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ballot:
    """One council member and what became of their sheet for one entry.

    ``sheet`` is draft, sealed, abstained, or empty where there is none; ``total`` is set for sealed sheets only.
    ``choices`` holds the levels of a sealed sheet by item key, at least those of gated items.
    """

    member: int
    name: str
    leads: bool = False
    votes: bool = True
    recused: bool = False
    sheet: str = ""
    total: int | None = None
    choices: Mapping[str, Choice] = field(default_factory=dict)

    @property
    def present(self) -> bool:
        """Tell whether the member took part: submitted a sheet or abstained, with a vote and not recused."""
        return self.votes and not self.recused and self.sheet in ("sealed", "abstained")

    @property
    def counted(self) -> bool:
        """Tell whether the sheet goes into the mean."""
        return self.votes and not self.recused and self.sheet == "sealed" and self.total is not None


@dataclass(frozen=True)
class Agreed:
    """The level that the council agreed on for an item, with its reason. It decides gates, never points."""

    choice: Choice
    reason: str = ""


@dataclass(frozen=True)
class Candidate:
    """An entry as the council leaves it."""

    key: int
    product: str
    spec: RubricSpec
    ballots: tuple[Ballot, ...]
    agreed: Mapping[str, Agreed] = field(default_factory=dict)
    knocked_out: bool = False
    withdrawn: bool = False
    set_aside: bool = False
    unlisted: bool = False

    @property
    def counted(self) -> tuple[Ballot, ...]:
        """The sheets that go into the mean; none where the entry left the round."""
        if self.withdrawn or self.set_aside:
            return ()
        return tuple(ballot for ballot in self.ballots if ballot.counted)

    @property
    def is_judged(self) -> bool:
        """Tell whether the council has to come to a result on it."""
        return not (self.withdrawn or self.set_aside)


@dataclass(frozen=True)
class RoundInput:
    """Everything that a round's results depend on. ``candidates`` come in the order of the round."""

    regulation: Regulation
    stage: StageRules
    candidates: tuple[Candidate, ...]
