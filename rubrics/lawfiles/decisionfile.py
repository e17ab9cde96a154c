"""Read and check ``decision.toml``."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rubrics.enums import StageLevel
from rubrics.lawfiles.data import Problem

# Key -> (type, default); no default: the key is required.
_DATE = datetime.date
_FACTS: dict[str, tuple[Any, ...]] = {
    "code": (str,),
    "short_name": (str,),
    "title": (str,),
    "issued_on": (_DATE,),
    "valid_from": (_DATE,),
    "valid_to": (_DATE, None),
    "amended_by": (str, ""),
    "replaces": (list, []),
    "transition_note": (str, ""),
    "holds_gates": (bool,),
    "reevaluation_in_writing": (bool, False),
    "provenance": (str, ""),
    "set_provenance": (str, ""),
    "parts": (dict,),
    "terms": (dict, {}),
    "bands": (list,),
    "stages": (list,),
    "dossier_items": (list, []),
    "withdrawal_grounds": (list, []),
    "package_items": (list, []),
}
_BAND: dict[str, tuple[Any, ...]] = {"stars": (int,), "lower": (int,)}
_ITEM: dict[str, tuple[Any, ...]] = {"code": (str,), "title": (str,), "required": (bool,)}
_GROUND: dict[str, tuple[Any, ...]] = {"code": (str,), "title": (str,)}
# ``source``: where the portal finds it; one of ``PACKAGE_SOURCES``.
_PACKAGE: dict[str, tuple[Any, ...]] = {"code": (str,), "title": (str,), "source": (str,), "required": (bool, True)}
PACKAGE_SOURCES = ("submission", "advice", "minutes", "decision", "dossier", "tests", "by_hand")
_STAGE: dict[str, tuple[Any, ...]] = {
    "level": (str,),
    "checks": (bool, False),
    "screens": (bool, False),
    "gives_opinions": (bool, False),
    "scores": (bool, False),
    "recognises": (list, None),
    "send_up_from": (int, None),
    "result_for_level_below": (bool, False),
    "valid_from": (_DATE, None),
    "valid_to": (_DATE, None),
    "note": (str, ""),
}
_TABLES = {
    "bands": _BAND,
    "stages": _STAGE,
    "dossier_items": _ITEM,
    "withdrawal_grounds": _GROUND,
    "package_items": _PACKAGE,
}


class DecisionReader:
    """Reads one file; problems are collected with the line of the key that they are about."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.problems: list[Problem] = []

    def read(self) -> dict[str, Any]:
        """Return the facts with defaults filled in; empty when the file is not TOML."""
        try:
            raw = tomllib.loads("\n".join(self.lines))
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"line (\d+)", str(error))
            self._refuse(int(at[1]) if at else len(self.lines), f"not TOML: {error}")
            return {}
        facts = self._table(raw, _FACTS, 1, within="")
        for name, shape in _TABLES.items():
            facts[name] = [
                self._table(row, shape, self._line_of(f"[[{name}]]", place), within=name)
                for place, row in enumerate(facts.get(name) or [])
            ]
        if not self.problems:
            for key, reason in (*self._dates(facts), *self._points(facts)):
                self._refuse(self._line_of(key), reason)
            self._stages(facts)
            self._sources(facts)
        return facts

    def _refuse(self, line: int, reason: str) -> None:
        self.problems.append(Problem(self.path, line, reason))

    def _line_of(self, start: str, place: int = 0) -> int:
        """Return the line of the n-th line that begins so, 1 where there is none."""
        found = [number for number, line in enumerate(self.lines, start=1) if line.startswith(start)]
        return found[place] if place < len(found) else 1

    def _table(self, raw: Any, shape: dict[str, tuple[Any, ...]], line: int, *, within: str) -> dict[str, Any]:
        """Return the values of a table; refuse unknown keys, missing ones and wrong types."""
        if not isinstance(raw, dict):
            self._refuse(line, f"{within or 'the file'} must hold tables")
            return {}
        for key in raw.keys() - shape.keys():
            self._refuse(line if within else self._line_of(key), f"unknown key {key!r}")
        values = {}
        for key, (kind, *default) in shape.items():
            value = raw.get(key, default[0] if default else None)
            if key not in raw and not default:
                self._refuse(line, f"{within or 'the decision'} lacks {key!r}")
            elif key in raw and type(value) is not kind:
                self._refuse(line if within else self._line_of(key), f"{key} must be of type {kind.__name__}")
            values[key] = value
        return values

    def _dates(self, facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if facts["valid_to"] is not None and facts["valid_to"] < facts["valid_from"]:
            yield "valid_to", "valid_to lies before valid_from"
        for key in ("parts", "terms"):
            for name, value in facts[key].items():
                if type(value) is not int or value < 0:
                    yield name, f"{name} must be a whole number"

    def _points(self, facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if sum(value for value in facts["parts"].values() if type(value) is int) != 100:
            yield "[parts]", "the parts must sum to 100"
        bands = sorted((band["stars"], band["lower"]) for band in facts["bands"])
        if [stars for stars, _ in bands] != [1, 2, 3, 4, 5]:
            yield "[[bands]]", "there must be one band for each rank from 1 to 5"
        lowers = [lower for _, lower in bands]
        if lowers != sorted(set(lowers)) or lowers[0] != 0 or lowers[-1] > 100:
            yield "[[bands]]", "bands must begin at 0 and rise with the rank, up to 100"

    def _sources(self, facts: dict[str, Any]) -> None:
        for place, item in enumerate(facts["package_items"]):
            if item["source"] not in PACKAGE_SOURCES:
                line = self._line_of("[[package_items]]", place)
                self._refuse(line, f"no source {item['source']!r}; sources are {', '.join(PACKAGE_SOURCES)}")

    def _stages(self, facts: dict[str, Any]) -> None:
        for place, stage in enumerate(facts["stages"]):
            line = self._line_of("[[stages]]", place)
            if stage["level"] not in StageLevel.values:
                self._refuse(line, f"no level {stage['level']!r}; levels are {', '.join(StageLevel.values)}")
            recognises = stage["recognises"]
            if recognises is not None and (
                len(recognises) != 2 or any(type(stars) is not int for stars in recognises)
                or not 1 <= recognises[0] <= recognises[1] <= 5 or not stage["scores"]
            ):  # fmt: skip
                self._refuse(line, "recognises is [lowest, highest] of 1 to 5, in a stage that scores")
            if stage["send_up_from"] is not None and not 0 <= stage["send_up_from"] <= 100:
                self._refuse(line, "send_up_from is in points, 0 to 100")
