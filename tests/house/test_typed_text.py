"""Whoever has typed something and is refused gets it back: no view goes elsewhere whatever came of ``acting``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.layers import STOREYS

ROOT = Path(__file__).resolve().parents[2]
# Views whose forms hold nothing that can be lost: ticks, buttons, a file (which no page can fill in again).
NOTHING_TYPED = {
    "directives/views/numbers.py:give": "one of the numbers listed",
    "directives/views/sending.py:publish": "a button",
    "directives/views/signatures.py:scan": "a file",
    "directives/views/signatures.py:signed_file": "a file",
    "evaluations/views/after/packages.py:package_tick": "one tick",
    "evaluations/views/after/rechecks.py:recheck_products": "ticks",
    "evaluations/views/papers.py:signed_paper": "a file",
    "registrations/views/digital.py:dossier_sign": "a button, and a file",
    "registrations/views/queues.py:filter_save": "the name, which goes back in the address",
    "registrations/views/review.py:dossier_compare": "ticks",
}


def views() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield every function of the views as ``file:name``."""
    for app in STOREYS:
        for path in sorted((ROOT / app).rglob("*.py")):
            inside = path.relative_to(ROOT)
            if path.name == "views.py" or "views" in inside.parts:
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                    if isinstance(node, ast.FunctionDef):
                        yield f"{inside}:{node.name}", node


def reads_a_form(function: ast.FunctionDef) -> bool:
    """Tell whether the function asks a form whether it is valid, or for what was typed."""
    names = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    return bool(names & {"is_valid", "cleaned_data"})


def leaves_anyway(function: ast.FunctionDef) -> bool:
    """Tell whether a block of ``acting`` is followed at once by a way out that asks nothing of its outcome."""
    for node in ast.walk(function):
        for block in (getattr(node, name, None) for name in ("body", "orelse")):
            rows = block if isinstance(block, list) else []
            for place, row in enumerate(rows):
                if isinstance(row, ast.With) and _acts(row) and (not rows[place + 1 :] or _returns(rows[place + 1])):
                    return True
    return False


def _acts(block: ast.With) -> bool:
    calls = [item.context_expr for item in block.items]
    return any(isinstance(call, ast.Call) and getattr(call.func, "id", "") == "acting" for call in calls)


def _returns(row: ast.stmt) -> bool:
    """A return that may show the page again, as ``return "" if refused``, is the business of its caller."""
    return isinstance(row, ast.Return) and isinstance(row.value, ast.Call)


def test_what_was_typed_is_shown_again_when_the_act_is_refused():
    found = {name for name, function in views() if reads_a_form(function) and leaves_anyway(function)}

    assert found == set(NOTHING_TYPED)


@pytest.mark.parametrize(
    ("after", "left"),
    [
        ("return redirect('x')", True),
        ("if outcome.ok:\n            return redirect('x')", False),
        ("return redirect('x' if outcome.ok else 'y')", True),
        ("", True),
    ],
)
def test_views_that_leave_are_found(after, left):
    source = f"""
def view(request):
    if form.is_valid():
        with acting(request) as outcome:
            act()
        {after}
    return render(request)
"""
    function = ast.parse(source).body[0]

    assert isinstance(function, ast.FunctionDef)
    assert (reads_a_form(function), leaves_anyway(function)) == (True, left)
