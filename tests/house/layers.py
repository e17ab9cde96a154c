"""Reads the imports of the house: plain ones, inline ones, ``apps.get_model`` and string relations of models."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

# From the ground up: an app may import only from those before it.
STOREYS = [
    "foundation",
    "activity",
    "accounts",
    "rubrics",
    "directives",
    "registrations",
    "evaluations",
    "dashboards",
    "catalogue",
]
# The two faces stand side by side: neither imports the other.
SIDE_BY_SIDE = {frozenset({"dashboards", "catalogue"})}
_RELATION = re.compile(r"^([a-z_]+)\.[A-Z]\w*$")


def imported_apps(source: str) -> Iterator[tuple[int, str]]:
    """Yield line number and app name of everything that a module takes from an app of the house."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        elif isinstance(node, ast.Call):
            names = _named_in_call(node)
        else:
            continue
        for name in names:
            app = name.split(".")[0]
            if app in STOREYS:
                yield node.lineno, app


def _named_in_call(node: ast.Call) -> list[str]:
    """Return app labels in ``get_model("app", …)``, ``import_string("app.…")`` and relations written as text."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    texts = [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]
    if called in {"get_model", "import_module", "import_string"}:
        return texts[:1]
    if called in {"ForeignKey", "OneToOneField", "ManyToManyField"}:
        return [text for text in texts if _RELATION.match(text)]
    return []


def violations(root: Path) -> list[str]:
    """Return every import that goes up or sideways, as ``file:line``."""
    found = []
    for app in STOREYS:
        for path in sorted((root / app).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for line, other in imported_apps(path.read_text(encoding="utf-8")):
                if not allowed(app, other):
                    found.append(f"{path.relative_to(root)}:{line}: {app} must not import {other}")
    return found


def allowed(app: str, other: str) -> bool:
    """Tell whether ``app`` may import from ``other``."""
    if frozenset({app, other}) in SIDE_BY_SIDE:
        return False
    return STOREYS.index(other) <= STOREYS.index(app)
