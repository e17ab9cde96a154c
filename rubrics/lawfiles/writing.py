"""Write a decision in the project's own form, so that what was read comes out again."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any

from rubrics.lawfiles.data import CriterionData, LevelData, SetData

_TABLES = ("parts", "terms")


def facts_text(facts: Mapping[str, Any]) -> str:
    """Return the facts as the text of a ``decision.toml``; what is None or False by default is left out."""
    rows = {name: value for name, value in facts.items() if _is_rows(value)}
    plain = {name: value for name, value in facts.items() if name not in (*_TABLES, *rows) and value is not None}
    lines = [f"{key} = {_value(value)}" for key, value in plain.items()]
    for name in _TABLES:
        kept = [f"{key} = {value}" for key, value in (facts.get(name) or {}).items() if value is not None]
        if kept or name in facts:
            lines += ["", f"[{name}]", *kept]
    for name, values in rows.items():
        for row in values:
            said = [f"{key} = {_value(value)}" for key, value in row.items() if _says(name, value)]
            lines += ["", f"[[{name}]]", *said]
    return "\n".join([*lines, ""])


def _is_rows(value: Any) -> bool:
    """Tell whether a fact is a list of tables: bands, stages, papers of the dossier and the like."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _says(name: str, value: Any) -> bool:
    return value is not None and (name != "stages" or (value is not False and value != ""))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)  # strings, whole numbers and lists are written alike in TOML


def set_text(data: SetData) -> str:
    """Return a set as the text of its file."""
    head = [f"{key}: {value}" for key, value in data.header.items()]
    head += [f"footer: {text}" for text in data.footers] + [f"oddity: {text}" for text in data.oddities]
    body: list[str] = []
    for part in data.parts:
        body += ["", f"{part.code} [{part.max_points}] {part.title}"]
        for criterion in part.walk():
            body += _criterion(criterion)
    return "\n".join([*head, *body, ""])


def _criterion(data: CriterionData) -> Iterator[str]:
    printed = f" {{{data.printed_max}}}" if data.printed_max else ""
    yield f"{data.key} [{data.max_points}{printed}] {data.title}"
    yield from (f"  note: {text}" for text in data.notes)
    if data.all_or_nothing:
        yield "  all or nothing"
    case: int | None = None
    for level in data.levels:
        if level.case != case:
            case = level.case
            yield f"  case {case}: {level.case_label}".rstrip()
        yield _level(level)


def _level(level: LevelData) -> str:
    printed = "" if level.printed is None else f" {{{level.printed}}}"
    stars = f" {'*' * level.gate_stars}" if level.gate_stars else ""
    return f"  {'=' if level.repeats else ''}{level.points}{printed}{stars} | {level.label}"
