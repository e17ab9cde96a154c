"""Forms that the browser keeps until they are stored (``static/js/keep.js``)."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest

COOKIE = "ocop_kept"
_TOKEN = re.compile(r"[a-z0-9]{1,12}")
_MOST = 20
_SECONDS = 30 * 24 * 3600


def stored(request: HttpRequest, response: Any) -> Any:
    """Say to the browser that the form of this request is stored, so that it forgets what it has kept of it."""
    token = request.POST.get("kept", "")
    if _TOKEN.fullmatch(token):
        known = [each for each in request.COOKIES.get(COOKIE, "").split(".") if _TOKEN.fullmatch(each)]
        value = ".".join([*known[1 - _MOST :], token])
        # The script has to read it; it says nothing about anybody.
        response.set_cookie(COOKIE, value, max_age=_SECONDS, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    return response
