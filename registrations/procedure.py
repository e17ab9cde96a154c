"""What the decision of a round makes of the commune, by the data of its stages, never by names."""

from __future__ import annotations

from datetime import date

from registrations.models import Dossier, RegistrationRound
from rubrics import selectors as rubrics
from rubrics.enums import StageLevel
from rubrics.models import Decision, Stage


def procedure_day(law: Decision, level: str, day: date) -> date | None:
    """Return the day whose procedure a round of an office of this level follows; None where the law gives it no part.

    That is the day itself while the office has a part. A training round may run a procedure that has ended: it follows
    the last day on which an office of this level had one.
    """
    own = [stage for stage in rubrics.all_stages(law) if stage.level == level]
    if any(stage.holds_on(day) for stage in own):
        return day
    ended = [stage.valid_to for stage in own if stage.valid_to is not None and stage.valid_to < day]
    return max(ended, default=None)


def commune_stage_of(registration_round: RegistrationRound) -> Stage | None:
    """Return what the commune does in a round, as the procedure stood when the round opened."""
    day = procedure_day(registration_round.law, registration_round.level, registration_round.opens_on)
    return rubrics.stage(registration_round.law, StageLevel.COMMUNE, day) if day else None


def commune_stage(dossier: Dossier) -> Stage | None:
    """Return what the commune does with a dossier."""
    return commune_stage_of(dossier.round)


def asks_opinions(dossier: Dossier) -> bool:
    """Tell whether the commune assesses the four local contents (Mẫu 03)."""
    stage = commune_stage(dossier)
    return stage is not None and stage.gives_opinions
