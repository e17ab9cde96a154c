"""The people of a walk: each a browser window of their own, handled by the words that stand on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Locator, Page, Response, expect

from demo.people import PASSWORD

expect.set_options(timeout=15_000)

# Pages about one round, wish, dossier, sheet or letter; producers and their papers belong to no round.
OF_ONE_THING = re.compile(
    r"/(dang-ky/(dot/\d|nhu-cau/|ho-so/\d|noi-dung)|danh-gia/(dot/\d|san-pham|phieu|hoi-dong/\d)|van-ban/\d)"
)


class Person:
    """Somebody at a screen. Names are the names that a screen reader says."""

    def __init__(self, page: Page, *, banner: str = "") -> None:
        self.page = page
        self.main = page.get_by_role("main")
        self.banner = banner

    # -- Going places --
    def goes_to(self, view: str, *args: Any, **query: Any) -> Person:
        """Open a page by the name of its URL."""
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        self.page.goto(reverse(view, args=args) + (f"?{asked}" if asked else ""))
        return self._arrives()

    def follows(self, name: str, *, within: Locator | None = None, exact: bool = False) -> Person:
        """Follow a link of the page's content."""
        (within or self.main).get_by_role("link", name=name, exact=exact).first.click()
        return self._arrives()

    def presses(self, name: str, *, within: Locator | None = None) -> Person:
        """Press a button of the page's content."""
        (within or self.main).get_by_role("button", name=name, exact=True).click()
        return self._arrives()

    def asks_for_and_confirms(self, name: str) -> Person:
        """Follow the link to an action and say yes on the page that asks again."""
        return self.follows(name, exact=True).presses(name)

    def _arrives(self) -> Person:
        self.page.wait_for_load_state("domcontentloaded")
        if self.banner and OF_ONE_THING.search(self.page.url):
            expect(self.page.get_by_role("complementary", name=self.banner)).to_be_visible()
        return self

    # -- Filling in --
    def fills(self, label: str, value: Any, *, within: Locator | None = None) -> Person:
        """Type into the field whose label begins with these words."""
        self.field(label, within).fill(str(value))
        return self

    def picks(self, label: str, *options: str, within: Locator | None = None) -> Person:
        """Choose options of a list."""
        self.field(label, within).select_option(label=list(options))
        return self

    def picks_like(self, label: str, beginning: str) -> Person:
        """Choose the option of a list that begins with these words."""
        field = self.field(label)
        option = field.get_by_role("option").filter(has_text=beginning).first
        field.select_option(label=option.inner_text().strip())
        return self

    def ticks(self, *labels: str, within: Locator | None = None) -> Person:
        """Tick boxes or circles."""
        for label in labels:
            (within or self.main).get_by_label(label, exact=True).check()
        return self

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """Return the first field whose label begins with these words."""
        return (within or self.main).get_by_label(label).first

    def unfolds(self, summary: str) -> Person:
        """Open a part of the page that is folded away."""
        self.main.locator("summary").filter(has_text=summary).click()
        return self

    def group(self, name: str) -> Locator:
        """Return a group of fields by its legend."""
        return self.main.get_by_role("group", name=name)

    # -- Seeing --
    def sees(self, *texts: str | re.Pattern[str]) -> Person:
        """Check that the page's content says all of these, now or in a moment."""
        for text in texts:
            expect(self.main).to_contain_text(text)
        return self

    def is_refused(self, view: str, *args: Any) -> bool:
        """Tell whether a page is not there for this person."""
        return self.page.request.get(reverse(view, args=args)).status in (403, 404)

    def does_not_see(self, *texts: str) -> Person:
        """Check that the page's content, once there, says none of these."""
        expect(self.main).to_be_visible()
        for text in texts:
            expect(self.main).not_to_contain_text(text)
        return self

    def value_of(self, term: str) -> str:
        """Return what the page's summary says about something."""
        entry = self.main.locator("dl > div").filter(has=self.page.get_by_role("term").filter(has_text=term))
        return entry.get_by_role("definition").first.inner_text().strip()

    def row(self, text: str) -> Locator:
        """Return the table row that says this."""
        return self.main.get_by_role("row").filter(has_text=text)

    def number_in_address(self) -> int:
        """Return the id that the address of the page names."""
        return _first_number(self.page.url)

    def id_behind(self, link: str) -> int:
        """Return the id in the address to which a link leads."""
        return _first_number(self.main.get_by_role("link", name=link).first.get_attribute("href") or "")


def _first_number(address: str) -> int:
    return int(next(part for part in address.split("?", maxsplit=1)[0].split("/") if part.isdecimal()))


class Crowd:
    """Everybody in the walk by login name, and what their browsers complained about.

    Where ``banner`` is set, every page about one thing must show it.
    """

    def __init__(self, open_as: Callable[..., Page], *, banner: str = "") -> None:
        self._open_as = open_as
        self._banner = banner
        self._people: dict[str, Person] = {}
        self.complaints: list[str] = []

    def __getitem__(self, username: str) -> Person:
        """Return the person, logged in through the login page the first time they are needed."""
        if username not in self._people:
            self._people[username] = self.log_in(self.stranger(), username)
        return self._people[username]

    def stranger(self, **context: Any) -> Person:
        """Return somebody who is not logged in."""
        page = self._open_as(**context)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._weigh)
        return Person(page, banner=self._banner)

    def log_in(self, person: Person, name: str) -> Person:
        """Log in with user name, e-mail or phone and the demo password."""
        person.goes_to("account_login")
        person.fills("Tên đăng nhập", name).fills("Mật khẩu", PASSWORD).presses("Đăng nhập")
        expect(person.main.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
        return person

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _weigh(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")


def downloaded(person: Person, name: str) -> bytes:
    """Follow a link to a file and return its bytes."""
    waiting: AbstractContextManager[Any] = person.page.expect_download()
    with waiting as found:
        person.follows(name)
    return found.value.path().read_bytes()
