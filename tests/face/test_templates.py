"""Every template keeps the rules of the house: no inline code, one frame, one heading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
APPS = (
    "accounts",
    "activity",
    "catalogue",
    "dashboards",
    "directives",
    "evaluations",
    "foundation",
    "registrations",
    "rubrics",
)
ALL = sorted(
    [*TEMPLATES.rglob("*.html"), *(path for app in APPS for path in (ROOT / app).rglob("templates/**/*.html"))]
)
# Official documents are rendered to paper: they bring their own style sheet, and are no pages.
SCREENS = [path for path in ALL if "documents" not in path.parts]
NO_PAGES = {"components", "bootstrap5", "elements", "layouts", "snippets", "partials", "svg"}
FRAMES = {"base.html", "error_base.html"}
PAGES = [
    path
    for path in SCREENS
    if not NO_PAGES & set(path.parts) and path.name not in FRAMES and not path.name.startswith("_")
]
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/(?:ld\+)?json\")",
    re.I,
)


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SCREENS, ids=label)
def test_template_has_no_inline_code(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=label)
def test_page_stands_in_the_frame(path: Path) -> None:
    text = path.read_text()

    assert text.lstrip().startswith("{% extends "), "a page extends base.html or a template that does"


@pytest.mark.parametrize("path", [path for path in PAGES if '"base.html"' in path.read_text()], ids=label)
def test_page_has_a_title_and_a_heading(path: Path) -> None:
    text = path.read_text()

    assert "{% block title %}" in text
    assert "{% page_header" in text or "<h1" in text


def test_inline_code_is_found_where_there_is_some() -> None:
    bad = ['<p style="x">', "<style>", '<a onclick="x">', "<script>x</script>", '<a href="javascript:x">']
    good = ['<script src="x" defer></script>', '<script type="application/json">', '<p data-on="x">']

    assert [text for text in bad if not INLINE.search(text)] == []
    assert [text for text in good if INLINE.search(text)] == []
