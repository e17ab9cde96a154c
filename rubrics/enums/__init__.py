"""Words of the law that the code compares, and the way of a draft."""

from rubrics.enums.choices import DraftState, StageLevel

__all__ = ["DraftState", "StageLevel"]
