"""The components in a real browser: accessibility by axe, 360 px, keyboard, no JavaScript, weight of the first view."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
PAGES = ("/", "/xac-nhan/?danger", "/accounts/login/", "/accounts/signup/", "/khong-co/")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FIRST_VIEW_BUDGET = 60_000


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_page_is_accessible_unfolded(open_as: Callable[..., Any], path: str, size: dict[str, int]) -> None:
    page = open_as(viewport=size)
    page.goto(path)

    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    violations = Axe().run(page, options=RULES).response["violations"]

    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []


@pytest.mark.parametrize("path", PAGES)
def test_page_fits_a_narrow_phone(open_as: Callable[..., Any], path: str) -> None:
    page = open_as(viewport=PHONE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)

    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert complaints == []


def test_menu_opens_without_javascript(open_as: Callable[..., Any]) -> None:
    page = open_as(viewport=PHONE, java_script_enabled=False)
    page.goto("/xac-nhan/")
    letters = page.get_by_role("link", name="Văn bản", exact=True)

    hidden = letters.is_visible()
    page.locator(".nav-toggle summary").click()

    assert hidden is False
    assert letters.is_visible()


def test_first_tab_leads_to_the_content(open_as: Callable[..., Any]) -> None:
    page = open_as(viewport=DESK)
    page.goto("/xac-nhan/")

    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")

    assert focused == "#content"


def test_errors_get_the_focus_and_lead_to_their_fields(open_as: Callable[..., Any]) -> None:
    page = open_as(viewport=DESK)
    page.goto("/xac-nhan/")
    page.locator("main button[type=submit]").click()

    summary = page.locator(".error-summary")
    focused = summary.evaluate("box => box === document.activeElement")
    summary.get_by_role("link").first.click()

    assert focused
    assert page.evaluate("document.activeElement.name") == "reason"


def test_first_view_keeps_its_weight_with_everything_that_a_page_can_load(open_as: Callable[..., Any]) -> None:
    page = open_as(viewport=DESK)
    sizes: dict[str, int] = {}

    def weigh(response: Any) -> None:
        body = response.body()
        sizes[response.url] = len(body) if response.url.endswith(".woff2") else len(gzip.compress(body, 6))

    page.on("requestfinished", lambda request: weigh(request.response()))
    page.goto("/", wait_until="networkidle")

    assert any("htmx" in url for url in sizes)
    assert sum(".woff2" in url for url in sizes) == 2
    assert sum(sizes.values()) <= FIRST_VIEW_BUDGET, sizes
