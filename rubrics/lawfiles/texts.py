"""Read a decision from texts instead of a folder: what an office enters goes through the same checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rubrics.lawfiles.checks_of_sets import check_set
from rubrics.lawfiles.data import DecisionData, Problem, SetData
from rubrics.lawfiles.decisionfile import DecisionReader
from rubrics.lawfiles.setfile import SetReader

FACTS = "decision.toml"


@dataclass(frozen=True)
class ReadTexts:
    """What the texts say and everything that is wrong with them. ``facts`` is empty where they cannot be read."""

    facts: Mapping[str, Any]
    sets: tuple[SetData, ...]
    problems: tuple[Problem, ...]

    def about(self, name: str) -> tuple[Problem, ...]:
        """Return what is wrong with one text, by its file name."""
        return tuple(problem for problem in self.problems if problem.path.name == name)

    def decision(self, slug: str) -> DecisionData:
        """Return the whole decision; ask ``problems`` first."""
        return DecisionData(dict(self.facts), list(self.sets), Path(slug) / FACTS)


def set_name(number: int) -> str:
    """Return the file name under which problems of a set are reported."""
    return f"{number:02d}.txt"


def read_facts(text: str) -> tuple[dict[str, Any], list[Problem]]:
    """Return the facts of a decision and what is wrong with them."""
    reader = DecisionReader(Path(FACTS), text)
    facts = reader.read()
    return facts, reader.problems


def read_set(text: str, facts: Mapping[str, Any], *, name: str = "set.txt") -> tuple[SetData, list[Problem]]:
    """Return a set and what is wrong with it under a decision with these facts (empty: its lines only)."""
    reader = SetReader(Path(name))
    reader.read(text)
    problems = reader.problems
    if not problems and facts:
        problems = check_set(reader.data, dict(facts))
    return reader.data, problems


def read_texts(facts_text: str, sets: Mapping[int, str]) -> ReadTexts:
    """Return a decision from the texts of its facts and of its sets by number."""
    facts, problems = read_facts(facts_text)
    usable = {} if problems else facts
    found = []
    for number, text in sorted(sets.items()):
        data, wrong = read_set(text, usable, name=set_name(number))
        if data.number != number:
            wrong = [Problem(Path(set_name(number)), 1, f"the set says number {data.number}, it is kept as {number}")]
        problems = [*problems, *wrong]
        found.append(data)
    return ReadTexts(facts, tuple(found), tuple(problems))
