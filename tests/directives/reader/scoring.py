"""How well the reader reads letters whose right reading somebody wrote down: counts, then a table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from directives.reader import Reading, read

HERE = Path(__file__).parent
SINGLE = ("doc_type", "issuer", "number", "date", "place", "subject")


@dataclass
class Count:
    """True positives, false positives, misses of one kind of value."""

    hit: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, expected: Iterable[Any], got: Iterable[Any]) -> list[str]:
        """Compare two bags of values and return what differs."""
        left, wrong = list(expected), []
        for value in got:
            if value in left:
                left.remove(value)
                self.hit += 1
            else:
                self.extra += 1
                wrong.append(f"+{value}")
        self.missed += len(left)
        return wrong + [f"-{value}" for value in left]

    @property
    def precision(self) -> float:
        """Share of what was read that is right; 1 where nothing was read."""
        return self.hit / (self.hit + self.extra) if self.hit + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of what stands there that was read."""
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Score:
    """All counts of a set of letters, and the differences by letter."""

    letters: int = 0
    counts: dict[str, Count] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def add(self, letter: str, name: str, expected: Iterable[Any], got: Iterable[Any]) -> None:
        """Count one field of one letter."""
        for wrong in self.counts.setdefault(name, Count()).add(expected, got):
            self.differences.append(f"{letter} {name}: {wrong}")

    def __getitem__(self, name: str) -> Count:
        return self.counts[name]


def score_of(folder: str) -> Score:
    """Read every letter of a folder beside this file and count."""
    score = Score()
    for path in sorted((HERE / folder).glob("*.txt")):
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        reading = read(path.read_text(encoding="utf-8"))
        score.letters += 1
        _compare(score, path.stem, expected, reading)
    return score


def _compare(score: Score, letter: str, expected: dict[str, Any], reading: Reading) -> None:
    for name in SINGLE:
        if name in expected:
            score.add(letter, name, [expected[name]], [getattr(reading, name)])
    score.add(letter, "addressees", expected["addressees"], reading.addressees)
    score.add(letter, "recipients", expected["recipients"], reading.recipients)
    references = [[ref.kind, ref.number, ref.date, ref.issuer] for ref in reading.references]
    score.add(letter, "references", [ref[:3] for ref in expected["references"]], [ref[:3] for ref in references])
    score.add(letter, "reference issuers", [ref[3] for ref in expected["references"]], [ref[3] for ref in references])
    deadlines = [[task.deadline, task.deadline_kind, task.deadline_time] for task in reading.tasks if task.deadline]
    score.add(letter, "deadlines", expected["deadlines"], deadlines)
    if "period_ends" in expected:
        ends = [task.last_day for task in reading.tasks if task.last_day]
        score.add(letter, "period ends", expected["period_ends"], ends)
    cycles = [[c.every, c.day, c.month] for task in reading.tasks if (c := task.recurrence)]
    score.add(letter, "recurrences", expected.get("recurrences", []), cycles)
    signer = [reading.signing_authority, reading.signer_title, reading.signer_name]
    if "signer" in expected:
        score.add(letter, "signer", zip("ATN", expected["signer"], strict=True), zip("ATN", signer, strict=True))
    if "assignees" in expected:
        score.add(letter, "assignees", expected["assignees"], [task.assignee for task in reading.tasks])
    score.add(letter, "rounds", [expected.get("rounds", 0)], [len(reading.rounds)])


def table(title: str, score: Score) -> list[str]:
    """Return the table as lines."""
    lines = [f"{title}: {score.letters} letters", f"{'':20}{'P':>7}{'R':>7}{'F1':>7}{'n':>5}"]
    for name, count in score.counts.items():
        number = count.hit + count.missed
        lines.append(f"{name:20}{count.precision:7.3f}{count.recall:7.3f}{count.f1:7.3f}{number:5d}")
    return lines
