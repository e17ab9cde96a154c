"""What is scored: a product set as plain frozen values, and the errors of a sheet that does not fit it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

# The place (``LevelSpec.order``) of the level that was ticked; None is "không đạt": 0 points, no level.
Choice = int | None
# Item key -> choice. A key that is not there has not been answered yet.
Choices = Mapping[str, Choice]


class ScoringError(ValueError):
    """A sheet does not fit its product set."""


class UnknownItemError(ScoringError):
    """The sheet answers items that the set does not have; ``keys`` names them."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(f"no item of this set: {', '.join(self.keys)}")


class MissingItemsError(ScoringError):
    """The sheet leaves items open; ``keys`` names them in the order of the print."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(f"not answered: {', '.join(self.keys)}")


class NotALevelError(ScoringError):
    """An answer is no level of its item."""

    def __init__(self, key: str, value: object, allowed: Iterable[int]) -> None:
        self.key = key
        self.value = value
        self.allowed = tuple(allowed)
        super().__init__(f"item {key}: {value!r} is no level (allowed: {', '.join(map(str, self.allowed))})")


@dataclass(frozen=True, slots=True)
class LevelSpec:
    """A level of an item. ``order`` is its place in the print (from 1); ``gate_stars`` the rank that needs it."""

    order: int
    points: int
    label: str = ""
    case: int | None = None
    gate_stars: int | None = None


@dataclass(frozen=True)
class ItemSpec:
    """An item that is scored. ``key`` is unique in its set, ``code`` is what the decision prints."""

    key: str
    code: str
    title: str
    part: str
    max_points: int
    levels: tuple[LevelSpec, ...]

    @cached_property
    def _by_order(self) -> dict[int, LevelSpec]:
        return {level.order: level for level in self.levels}

    @property
    def is_gated(self) -> bool:
        """Tell whether any level of the item is the least that some rank needs."""
        return any(level.gate_stars is not None for level in self.levels)

    def level(self, choice: Choice) -> LevelSpec | None:
        """Return the level of a choice, None for "không đạt"; raise NotALevelError for any other value."""
        if choice is None:
            return None
        found = self._by_order.get(choice) if type(choice) is int else None
        if found is None:
            raise NotALevelError(self.key, choice, self._by_order)
        return found

    def level_with_points(self, points: int) -> LevelSpec | None:
        """Return the first level with these points, None for 0 without such a level; raise NotALevelError otherwise."""
        for level in self.levels:
            if level.points == points:
                return level
        if points == 0:
            return None
        raise NotALevelError(self.key, points, sorted({0, *(level.points for level in self.levels)}))


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A part of the sheet (A, B, C)."""

    code: str
    title: str
    max_points: int


@dataclass(frozen=True, slots=True)
class BandSpec:
    """A rank and the points from which it begins."""

    stars: int
    lower: int


@dataclass(frozen=True)
class RubricSpec:
    """A product set of a decision. Items stand in the order of the print; ``bands`` from the highest rank down.

    ``holds_gates`` is False where the decision has minimum requirements that are not held as data: stars are then
    the stars by points, and every result must say "chưa xét yêu cầu tối thiểu".
    """

    decision: str
    number: int
    name: str
    parts: tuple[PartSpec, ...]
    items: tuple[ItemSpec, ...]
    bands: tuple[BandSpec, ...]
    holds_gates: bool = True
    _by_key: dict[str, ItemSpec] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key.update((item.key, item) for item in self.items)

    @property
    def max_total(self) -> int:
        """Return the highest points that a sheet can reach."""
        return sum(part.max_points for part in self.parts)

    @property
    def gated_items(self) -> tuple[ItemSpec, ...]:
        """Return the items that carry gates: the ones on which members must agree."""
        return tuple(item for item in self.items if item.is_gated)

    def has(self, key: str) -> bool:
        """Tell whether the set has an item of this key."""
        return key in self._by_key

    def item(self, key: str) -> ItemSpec:
        """Return the item of a key; raise UnknownItemError."""
        if key not in self._by_key:
            raise UnknownItemError([key])
        return self._by_key[key]

    def band(self, stars: int) -> BandSpec | None:
        """Return the band of a rank, None if the decision has no such rank."""
        return next((band for band in self.bands if band.stars == stars), None)
