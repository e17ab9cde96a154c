"""Counts what a request asks of the database, when asked to by a header: timed requests carry no counter."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


class CountingMiddleware:
    """Answer ``X-Bench-Count`` with the number of queries and of rows that came back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "X-Bench-Count" not in request.headers:
            return self.get_response(request)
        seen = {"queries": 0, "rows": 0}

        def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001
            result = execute(sql, params, many, context)
            seen["queries"] += 1
            if sql.lstrip("( ").upper().startswith(("SELECT", "WITH")):
                seen["rows"] += max(0, context["cursor"].rowcount)
            return result

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response["X-Bench-Queries"] = str(seen["queries"])
        response["X-Bench-Rows"] = str(seen["rows"])
        return response
