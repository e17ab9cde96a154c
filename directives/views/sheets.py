"""The sheet of a document as a part of a page."""

from __future__ import annotations

from django.utils.safestring import mark_safe

from directives import selectors
from directives.forms import LetterForms
from directives.models import Document
from directives.rendering import ContextError, OfficialDocument, render_html


def article_of(document: Document) -> str:
    """Return the HTML of a document as it stands; empty for certificates, which have no preview."""
    content = selectors.content_of(document)
    return _sheet(content) if isinstance(content, OfficialDocument) else ""


def article_being_written(letter: LetterForms) -> str:
    """Return the HTML of a letter as far as it is written; empty while that is not enough for a sheet."""
    letter.is_valid()
    try:
        return _sheet(letter.official_document())
    except ContextError:
        return ""


def _sheet(content: OfficialDocument) -> str:
    # The renderer has escaped everything that was typed.
    return mark_safe(render_html(content, preview=True))
