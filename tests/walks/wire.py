"""Plain HTTP to the live server, for what no single browser can do: two requests at the very same moment."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import Cookie, CookieJar
from threading import Barrier
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from django.conf import settings
from django.test import Client

from accounts.models import User


class Wire:
    """A logged-in person's connection without a browser."""

    def __init__(self, base: str, user: User) -> None:
        self.base = base
        jar = CookieJar()
        client = Client()
        client.force_login(user)
        jar.set_cookie(_cookie(settings.SESSION_COOKIE_NAME, client.session.session_key, urlsplit(base).hostname or ""))
        self._opener = build_opener(HTTPCookieProcessor(jar))

    def get(self, path: str) -> str:
        """Return a page."""
        with self._opener.open(self.base + path, timeout=60) as answer:
            return answer.read().decode()

    def post(self, path: str, form: dict[str, Any]) -> str:
        """Send a form and return the address where it ends."""
        body = urlencode(form, doseq=True).encode()
        with self._opener.open(self.base + path, body, timeout=60) as answer:
            return answer.url

    def form(self, path: str) -> dict[str, str]:
        """Open a page and return its hidden values."""
        hidden = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", self.get(path))
        return {_attribute(tag, "name"): _attribute(tag, "value") for tag in hidden}


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Make calls in threads that start at the same moment, and return what each returned."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _cookie(name: str, value: str | None, host: str) -> Cookie:
    domain = host if "." in host else f"{host}.local"  # as the cookie jar calls hosts without a dot
    return Cookie(0, name, value, None, False, domain, True, False, "/", True, False, None, True, None, None, {})
