"""Login is the rule; public pages are the exception and say so with ``login_not_required``."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Django's middleware, with an answer that htmx can read when the session has ended."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        """Answer 401 to htmx, so that no login page is swapped into a form; redirect everybody else to the login."""
        if request.headers.get("HX-Request") == "true":
            response = HttpResponse(status=401)
            response["HX-Trigger"] = "session-ended"
            return response
        return super().handle_no_permission(request, view_func)
