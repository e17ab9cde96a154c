"""A value, the place in the text that it was read from, and how sure the rule is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """Something read; ``start`` and ``end`` are places in ``Source.text``, ``confidence`` between 0 and 1."""

    value: str
    start: int
    end: int
    confidence: float
