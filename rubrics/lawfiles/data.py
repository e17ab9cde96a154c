"""What the files hold, and what can be wrong with them."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is wrong."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


class LawFileError(Exception):
    """The files cannot be used; ``problems`` says where and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


def _place() -> Any:
    """Return a field that tells where something stands in a file; it is no part of the content."""
    return field(default=0, metadata={"place": True})


@dataclass
class LevelData:
    """A level line. ``printed`` is what the copy prints where the points had to be inferred."""

    points: int
    label: str
    printed: str | None = None
    gate_stars: int | None = None
    repeats: bool = False
    case: int | None = None
    case_label: str = ""
    is_printed: bool = True
    line: int = _place()


@dataclass
class CriterionData:
    """A criterion with the notes, levels and criteria under it."""

    key: str
    title: str
    max_points: int
    printed_max: str = ""
    notes: list[str] = field(default_factory=list)
    levels: list[LevelData] = field(default_factory=list)
    children: list[CriterionData] = field(default_factory=list)
    all_or_nothing: bool = False
    line: int = _place()

    @property
    def code(self) -> str:
        """Return the printed code."""
        return self.key.partition("#")[0]

    def walk(self) -> Iterator[CriterionData]:
        """Yield this criterion and all under it, in the order of the print."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class PartData:
    """A part of the sheet."""

    code: str
    title: str
    max_points: int
    criteria: list[CriterionData] = field(default_factory=list)
    line: int = _place()

    def walk(self) -> Iterator[CriterionData]:
        """Yield all criteria of the part in the order of the print."""
        for criterion in self.criteria:
            yield from criterion.walk()


@dataclass
class SetData:
    """A product set as one file holds it. ``header`` keeps the keys as written."""

    header: dict[str, str] = field(default_factory=dict)
    footers: list[str] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)
    parts: list[PartData] = field(default_factory=list)
    path: Path = field(default=Path(), metadata={"place": True})
    header_lines: dict[str, int] = field(default_factory=dict, metadata={"place": True})

    @property
    def number(self) -> int:
        """Return the number of the set; 0 while it is not readable (the check names that)."""
        written = self.header.get("set", "")
        return int(written) if written.isdecimal() else 0

    def walk(self) -> Iterator[CriterionData]:
        """Yield all criteria of the set in the order of the print."""
        for part in self.parts:
            yield from part.walk()


@dataclass
class DecisionData:
    """A decision as its folder holds it; ``facts`` are the checked values of ``decision.toml``."""

    facts: dict[str, Any]
    sets: list[SetData]
    path: Path = field(default=Path(), metadata={"place": True})

    @property
    def code(self) -> str:
        """Return the full code, e.g. ``26/2026/QĐ-TTg``."""
        return str(self.facts["code"])

    @property
    def slug(self) -> str:
        """Return the name of the folder, which is the name in addresses."""
        return self.path.parent.name


def fingerprint(data: DecisionData | SetData) -> str:
    """Return the SHA-256 of the content: comments, blank lines and places do not count."""
    text = json.dumps(_content(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _content(value: Any) -> Any:
    if is_dataclass(value):
        kept = [entry for entry in fields(value) if not entry.metadata.get("place")]
        return {entry.name: _content(getattr(value, entry.name)) for entry in kept}
    if isinstance(value, dict):
        return {key: _content(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_content(entry) for entry in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
