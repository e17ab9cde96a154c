"""Writes: decisions are published whole, once; before that they are drafts, which nothing else reads."""

from rubrics.services.drafts import (
    begin_draft,
    drop_set,
    hand_in,
    publish_draft,
    return_draft,
    save_facts,
    save_set,
)
from rubrics.services.publishing import DecisionDiffersError, Outcome, publish_decision, publish_decisions

__all__ = [
    "DecisionDiffersError",
    "Outcome",
    "begin_draft",
    "drop_set",
    "hand_in",
    "publish_decision",
    "publish_decisions",
    "publish_draft",
    "return_draft",
    "save_facts",
    "save_set",
]
