"""Which level decides a gated item: what all counted sheets say, what most say, or what the council agreed on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from evaluations.enums.choices import DecidedBy
from evaluations.results.inputs import Candidate, Regulation
from rubrics.scoring import Choice, ItemSpec, LevelSpec


@dataclass(frozen=True)
class Decided:
    """The level that decides the gates of an item, and how it came about. ``level`` None is "không đạt"."""

    item: ItemSpec
    level: LevelSpec | None
    by: DecidedBy
    reason: str = ""


def deciding_levels(candidate: Candidate, regulation: Regulation) -> tuple[Decided, ...]:
    """Return the deciding level of every gated item, in the order of the print.

    Sheets that agree decide. Where they differ the agreed level does; by regulation a level that more than half of the
    sheets give does so where nothing was agreed. What is left is ``OPEN`` and keeps the round from closing.
    """
    if not candidate.spec.holds_gates or not candidate.counted:
        return ()
    return tuple(_decide(candidate, item, regulation) for item in candidate.spec.gated_items)


def open_items(candidate: Candidate, regulation: Regulation) -> tuple[ItemSpec, ...]:
    """Return the gated items on which the council still has to agree; none for an entry that takes no stars anyway."""
    if candidate.knocked_out or not candidate.is_judged:
        return ()
    return tuple(found.item for found in deciding_levels(candidate, regulation) if found.by is DecidedBy.OPEN)


def differing_items(candidate: Candidate) -> tuple[ItemSpec, ...]:
    """Return the gated items on which the counted sheets differ, whether or not a level was agreed."""
    if not candidate.spec.holds_gates:
        return ()
    return tuple(item for item in candidate.spec.gated_items if len(_votes(candidate, item)) > 1)


def _votes(candidate: Candidate, item: ItemSpec) -> Counter[Choice]:
    return Counter(ballot.choices.get(item.key) for ballot in candidate.counted)


def _decide(candidate: Candidate, item: ItemSpec, regulation: Regulation) -> Decided:
    votes = _votes(candidate, item)
    choice, most = votes.most_common(1)[0]
    if len(votes) == 1:
        return Decided(item, item.level(choice), DecidedBy.UNANIMOUS)
    if item.key in candidate.agreed:
        agreed = candidate.agreed[item.key]
        return Decided(item, item.level(agreed.choice), DecidedBy.AGREED, agreed.reason)
    if regulation.majority_decides and most * 2 > votes.total():
        return Decided(item, item.level(choice), DecidedBy.MAJORITY)
    return Decided(item, None, DecidedBy.OPEN)
