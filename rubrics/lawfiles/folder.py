"""A decision's folder: ``decision.toml`` and ``sets/*.txt`` together."""

from __future__ import annotations

from pathlib import Path

from rubrics.lawfiles.checks_of_sets import check_set
from rubrics.lawfiles.data import DecisionData, LawFileError, Problem, SetData
from rubrics.lawfiles.decisionfile import DecisionReader
from rubrics.lawfiles.setfile import SetReader

DATA_DIR = Path(__file__).resolve().parents[1] / "data"
_NAME = "decision.toml"


def decision_folders() -> list[Path]:
    """Return the folders of the decisions that the project brings along."""
    return sorted(path.parent for path in DATA_DIR.glob(f"*/{_NAME}"))


def decision_folder(path: Path) -> Path:
    """Return the folder that a path stands for: itself, or the nearest one above with a ``decision.toml``.

    Raises LawFileError where there is none.
    """
    if not path.exists():
        raise LawFileError([Problem(path, 1, "no such file or folder")])
    resolved = path.resolve()
    for folder in (resolved, *resolved.parents):
        if (folder / _NAME).is_file():
            return folder
    raise LawFileError([Problem(path, 1, f"neither here nor above is a {_NAME}")])


def read_decision(folder: Path) -> DecisionData:
    """Return the decision of a folder, read and checked; raise LawFileError with everything that is wrong."""
    path = folder / _NAME
    problems: list[Problem] = []
    reader = DecisionReader(path, _text(path, problems))
    facts = reader.read()
    problems += reader.problems
    if problems:
        raise LawFileError(problems)
    sets = [_read_set(file, facts, problems) for file in sorted((folder / "sets").glob("*.txt"))]
    problems += _twice(sets)
    if problems:
        raise LawFileError(problems)
    return DecisionData(facts, sorted(sets, key=lambda data: data.number), path)


def _text(path: Path, problems: list[Problem]) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(path, 1, f"cannot be read as UTF-8 text: {error}"))
        return ""


def _read_set(path: Path, facts: dict[str, object], problems: list[Problem]) -> SetData:
    """Read a set; what the lines mean together is only judged when each of them can be read."""
    reader = SetReader(path)
    reader.read(_text(path, problems))
    problems += reader.problems or check_set(reader.data, facts)
    return reader.data


def _twice(sets: list[SetData]) -> list[Problem]:
    seen: dict[int, SetData] = {}
    problems = []
    for data in sets:
        if data.number in seen and data.number:
            line = data.header_lines.get("set", 1)
            problems.append(Problem(data.path, line, f"set {data.number} is already in {seen[data.number].path.name}"))
        seen.setdefault(data.number, data)
    return problems
