"""What every page needs to know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from foundation import navigation, page_context


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's variables: menu entries, the person's name, and what the apps registered.

    All are evaluated only where the template shows them, so an error page costs nothing.
    """
    return page_context.values_for(request) | {
        "nav_items": page_context.once(lambda req: navigation.items_for(getattr(req, "user", None)), request),
        "person_name": page_context.once(_person_name, request),
    }


def _person_name(request: HttpRequest) -> str:
    """Return the full name of the person logged in, else the user name; nothing for visitors."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return str(user.get_full_name() or user.get_username())
