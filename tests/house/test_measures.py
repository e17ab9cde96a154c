"""The measures that the house holds itself to: sizes of files and functions."""

import ast
from pathlib import Path
from statistics import median

from tests.house.layers import STOREYS

ROOT = Path(__file__).resolve().parents[2]


def _sources():
    for app in [*STOREYS, "ocop_portal"]:
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def _function_lengths(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            has_docstring = ast.get_docstring(node) is not None
            first = node.body[1 if has_docstring and len(node.body) > 1 else 0].lineno
            yield (node.end_lineno - first + 1), f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def test_no_file_is_too_long():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _sources()}

    assert [str(path) for path, length in lengths.items() if length > 400] == []
    assert median(lengths.values()) <= 80


def test_functions_are_small():
    lengths = [entry for path in _sources() for entry in _function_lengths(path)]
    small = sum(length <= 25 for length, _name in lengths)

    assert [name for length, name in lengths if length > 60] == []
    assert small / len(lengths) >= 0.9
