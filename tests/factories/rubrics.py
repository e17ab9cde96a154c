"""Law for tests: the real decisions with as few sets as the test needs, or an invented small one."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from rubrics.lawfiles import DATA_DIR, DecisionData, read_decision
from rubrics.models import Criterion, Decision, Level, Rubric
from rubrics.selectors import rubric_by_number
from rubrics.services import publish_decision

CODE_2026 = "26/2026/QĐ-TTg"
CODE_2023 = "148/QĐ-TTg"
CODE_2019 = "1048/QĐ-TTg"
_FOLDERS = {CODE_2026: "26-2026-qd-ttg", CODE_2023: "148-qd-ttg", CODE_2019: "1048-qd-ttg"}
COFFEE_2026 = 13
COFFEE_2019 = 14
_COFFEE: dict[str, tuple[int, ...]] = {CODE_2026: (COFFEE_2026,), CODE_2023: (), CODE_2019: (COFFEE_2019,)}


@lru_cache
def law_data(code: str) -> DecisionData:
    """Return a real decision as its files hold it."""
    return read_decision(Path(DATA_DIR) / _FOLDERS[code])


def publish_law(code: str = CODE_2026, *, sets: tuple[int, ...] | Literal["coffee", "all"] = "coffee") -> Decision:
    """Publish a real decision with these sets (its coffee set if not said) and return it; a published one stays."""
    data = law_data(code)
    numbers = {each.number for each in data.sets} if sets == "all" else set(_COFFEE[code] if sets == "coffee" else sets)
    existing = Decision.objects.filter(code=code).first()
    if existing is None:
        publish_decision(data=replace(data, sets=[each for each in data.sets if each.number in numbers]))
        existing = Decision.objects.get(code=code)
    if numbers - set(existing.rubrics.values_list("number", flat=True)):
        raise ValueError(
            f"{code} is already published without some of these sets: name all that the test needs at once"
        )
    return existing


def coffee_rubric() -> Rubric:
    """Return the set for coffee under the decision of 2026, published."""
    return rubric_by_number(publish_law(), COFFEE_2026)


def coffee_rubric_2019() -> Rubric:
    """Return the set for coffee under the decision of 2019, published."""
    return rubric_by_number(publish_law(CODE_2019), COFFEE_2019)


def best_levels(rubric: Rubric) -> dict[Criterion, Level]:
    """Return for each item of a set its level with the most points."""
    leaves = rubric.criteria.filter(is_leaf=True).prefetch_related("levels").order_by("order")
    return {leaf: max(leaf.levels.all(), key=lambda level: level.points) for leaf in leaves}
