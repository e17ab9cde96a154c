"""Small guards around every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, UnreadablePostError
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from foundation.memory import remembering, remembering_until_written
from foundation.uploads import NoRoom, WholeBody, let_go


class RejectNullBytesMiddleware:
    """Answer 400 to a null byte in path or query: no text of ours holds one and PostgreSQL refuses it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("Yêu cầu không hợp lệ.", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class WholeBodyMiddleware:
    """Answer with a clear sentence when a form or file was cut off on the way, or when there is no room to receive it.

    The fields are read here, before anything else looks at them: nothing of such a request is ever saved.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and hasattr(request, "_stream"):
            request._stream = WholeBody(request._stream, int(length))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        try:
            _fields = request.POST
        except UnreadablePostError as error:
            let_go(request)
            no_room = isinstance(error, NoRoom)
            return render(request, "not_received.html", {"no_room": no_room}, status=507 if no_room else 400)
        return None


class MemoryMiddleware:
    """Let what a page asks several times be read once (``foundation.memory``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reads_only = request.method in ("GET", "HEAD")
        with remembering() if reads_only else remembering_until_written():
            return self.get_response(request)


class NeverCacheMiddleware:
    """Keep pages of logged-in people out of caches: offices share computers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response
