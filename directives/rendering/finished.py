"""What comes out of rendering: a PDF with the places for its signatures, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class RenderingError(Exception):
    """A document could not be laid out."""


class AddressRefused(RenderingError):
    """A document asked for ``address``, which is no part of the package and was not handed over; nothing was loaded."""

    def __init__(self, address: str) -> None:
        super().__init__(f"refused: {address[:200]}")
        self.address = address[:200]


@dataclass(frozen=True)
class Place:
    """A rectangle in points from the lower left corner, as PDF signatures want it; ``page`` counts from 0."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Rendering:
    """A finished PDF, and the places kept free for signature images by name ("signer", "secretary")."""

    pdf: bytes
    page_count: int
    places: Mapping[str, Place]
