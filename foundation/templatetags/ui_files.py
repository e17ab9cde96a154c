"""Tags about stored files; part of the builtin library ``ui``."""

from __future__ import annotations

from typing import Any

from django import template

from foundation import viewer


def file_view(context: dict[str, Any], file: viewer.Viewable) -> viewer.FileView:
    """``{% file_view file as view %}``: a file at the page that the address names."""
    request = context.get("request")
    return viewer.view_of(file, request.GET if request else viewer.empty_query())


def add_to(register: template.Library) -> None:
    """Add these tags to a library."""
    register.simple_tag(file_view, takes_context=True)
