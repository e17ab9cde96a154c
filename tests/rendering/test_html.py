"""The HTML: strict templates, and a preview that a strict content security policy lets through."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context

from directives.rendering import PREVIEW_STYLESHEETS, render_html, render_receipt_html
from directives.rendering.strict import StrictDict, UndefinedInTemplateError, engine, render_template
from tests.rendering import samples
from tests.rendering.conftest import DOCUMENTS


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict]] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def _tags(html: str) -> list[tuple[str, dict]]:
    parser = _Tags()
    parser.feed(html)
    return parser.seen


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("preview", [True, False])
def test_html_has_no_inline_style_script_or_handler(name, preview):
    for tag, attributes in _tags(render_html(DOCUMENTS[name](), preview=preview)):
        assert tag not in {"script", "style", "link", "iframe", "object"}
        assert "style" not in attributes
        assert not [attribute for attribute in attributes if attribute.startswith("on")]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_preview_is_one_article_that_leaves_the_first_heading_to_its_page(name):
    html = render_html(DOCUMENTS[name](), preview=True)
    tags = [tag for tag, _ in _tags(html)]

    assert html.strip().startswith("<article")
    assert tags.count("article") == 1
    assert "h1" not in tags
    assert "html" not in tags


def test_preview_and_page_hold_the_same_words():
    document = samples.letter(3, training=True, annexes=samples.annexes())
    words = [
        re.sub(r"<[^>]+>", " ", html).split() for html in (render_html(document), render_html(document, preview=True))
    ]

    assert words[0][-len(words[1]) :] == words[1]


def test_form_has_a_preview_too():
    html = render_receipt_html(samples.receipt(), preview=True)

    assert html.strip().startswith("<article")
    assert "<h1" not in html


@pytest.mark.parametrize("name", PREVIEW_STYLESHEETS)
def test_preview_stylesheet_exists_and_loads_nothing_else(name):
    css = Path(finders.find(name)).read_text("utf-8")

    assert "url(" not in css
    assert "@import" not in css


def test_every_class_of_the_preview_is_styled():
    css = "".join(Path(finders.find(name)).read_text("utf-8") for name in PREVIEW_STYLESHEETS)
    used = {
        name
        for build in DOCUMENTS.values()
        for _, attributes in _tags(render_html(build(), preview=True))
        for name in (attributes.get("class") or "").split()
    }
    hooks = {name for name in used if re.fullmatch(r"official--\w+|official__(annex--\w+|call)", name)}

    assert {name for name in used - hooks if f".{name}" not in css} == set()


@pytest.mark.parametrize(
    "source",
    [
        "{{ doc.nothing }}",
        "{% if doc.nothing %}x{% endif %}",
        "{% for x in doc.nothing %}x{% endfor %}",
        "{{ nothing }}",
    ],
)
def test_undefined_variable_of_a_document_template_raises(source):
    template = engine().from_string(source)

    with pytest.raises(UndefinedInTemplateError):
        template.render(Context({"doc": StrictDict(title="x")}))


def test_template_and_view_that_disagree_raise():
    with pytest.raises(UndefinedInTemplateError):
        render_template("official", {"title": "x"})
