"""Finds the texts of the house that have no Vietnamese."""

from __future__ import annotations

import ast
import re
import subprocess
import tempfile
from pathlib import Path

from django.utils.translation import templatize

from tests.house.layers import STOREYS

_KEYWORDS = (
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext:1,2", "ngettext_lazy:1,2", "pgettext:1c,2",
    "pgettext_lazy:1c,2", "npgettext:1c,2,3",
)  # fmt: skip
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_ENTRY = re.compile(
    r'^(?:msgctxt (?P<context>(?:"(?:[^"\\]|\\.)*"\s*)+))?msgid (?P<id>(?:"(?:[^"\\]|\\.)*"\s*)+)'
    r'(?:msgid_plural (?:"(?:[^"\\]|\\.)*"\s*)+)?msgstr(?:\[0\])? (?P<text>(?:"(?:[^"\\]|\\.)*"\s*)+)',
    re.MULTILINE,
)


def entries(po: str) -> dict[tuple[str, str], str]:
    """Return context and msgid → translation of a PO file's text."""
    return {
        (_join(match["context"] or ""), _join(match["id"])): _join(match["text"])
        for match in _ENTRY.finditer(po)
        if _join(match["id"])
    }


def _join(quoted: str) -> str:
    return "".join(ast.literal_eval(part) for part in _QUOTED.findall(quoted))


def used(root: Path) -> set[tuple[str, str]]:
    """Return context and msgid of every text that Python files and templates of the house mark for translation."""
    sources = [path for app in [*STOREYS, "ocop_portal"] for path in (root / app).rglob("*.py")]
    sources += list((root / "templates").rglob("*.html")) + list((root / "templates").rglob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        files = [_as_python(path, Path(folder) / f"{number}.py") for number, path in enumerate(sources)]
        out = Path(folder) / "found.po"
        keywords = [f"--keyword={keyword}" for keyword in _KEYWORDS]
        command = ["xgettext", "-L", "Python", "--from-code=UTF-8", "--no-wrap", "--no-location", "-o", str(out)]
        subprocess.run([*command, *keywords, *files], check=True, capture_output=True)
        return set(entries(out.read_text(encoding="utf-8")))


def _as_python(path: Path, target: Path) -> str:
    """Write a source so that xgettext can read it; templates are turned into calls as Django does."""
    text = path.read_text(encoding="utf-8")
    target.write_text(text if path.suffix == ".py" else templatize(text), encoding="utf-8")
    return str(target)
