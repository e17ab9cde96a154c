"""A visitor of the portal for `make bench`: logs in once, asks for pages, fills the score sheet that a page shows."""

from __future__ import annotations

import gzip
import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

PASSWORD = "ocop-demo"
LOGIN = "/accounts/login/"


@dataclass(frozen=True)
class Answer:
    """What came back, as it travelled, and after how many ms the last byte was there."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    ms: float
    cookies: list[str]

    @property
    def text(self) -> str:
        """The page in words."""
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


@dataclass
class Form(HTMLParser):
    """The hidden fields of a page, and its radio buttons by name."""

    hidden: dict[str, str] = field(default_factory=dict)
    radios: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the fields of every form of the page."""
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "input" and found.get("type") == "hidden" and name:
            self.hidden[name] = value
        if tag == "input" and found.get("type") == "radio":
            self.radios.setdefault(name, []).append(value)

    def answered(self, sample: int, *, whole: bool) -> dict[str, str]:
        """Return the data of a save: of the first item, or of all."""
        names = list(self.radios) if whole else list(self.radios)[:1]
        return self.hidden | {name: self.radios[name][sample % len(self.radios[name])] for name in names}


class Visitor:
    """Somebody with a session; a new connection for each request, as behind a proxy without keep-alive."""

    def __init__(self, port: int, login: str = "", cookies: dict[str, str] | None = None) -> None:
        self.port = port
        self.cookies = dict(cookies or {})
        if login:
            self._log_in(login)

    def at(self, port: int) -> Visitor:
        """Return the same person at another server that shares the sessions."""
        return Visitor(port, cookies=self.cookies)

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a page."""
        return self._ask("GET", address, None, headers or {})

    def form(self, address: str) -> Form:
        """Return the fields of a page."""
        page = self.get(address)
        self._keep(page)
        form = Form()
        form.feed(page.text)
        return form

    def post(self, address: str, data: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form."""
        content = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self._ask("POST", address, urlencode(data).encode(), content)

    def answers(self) -> bool:
        """Tell whether the server is there."""
        try:
            return self.get("/").status < 500
        except OSError:
            return False

    def _log_in(self, login: str) -> None:
        form = self.form(LOGIN)
        answer = self.post(LOGIN, form.hidden | {"login": login, "password": PASSWORD})
        if answer.status != 302:
            raise SystemExit(f"{login} cannot log in: {answer.status}")
        self._keep(answer)

    def _keep(self, answer: Answer) -> None:
        for line in answer.cookies:
            name, _equals, value = line.split(";")[0].partition("=")
            self.cookies[name] = value

    def _ask(self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookie, "Accept-Encoding": "gzip", "Host": "127.0.0.1", **headers}
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, address, body, sent)
        response = connection.getresponse()
        content = response.read()
        ms = (time.perf_counter() - began) * 1000
        connection.close()
        return Answer(
            response.status, dict(response.headers), content, ms, response.headers.get_all("Set-Cookie") or []
        )
