"""A second click while the first is under way sends nothing again; whoever clicks twice reads that it went through."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from evaluations.enums import SheetState
from evaluations.models import Sheet
from foundation import clock
from tests.factories.evaluations import DAY, entry_of, make_hall, make_round

pytestmark = pytest.mark.browser


@pytest.fixture
def entry(transactional_db) -> Iterator:
    with clock.frozen(DAY):
        yield entry_of(make_round(make_hall(members=2)))


def slow_line(page: Page, address: str) -> list[str]:
    """Let what is posted to an address take a while on its way; return what was posted."""
    posted: list[str] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            posted.append(route.request.url)
            time.sleep(0.5)
        route.continue_()

    page.route(f"**{address}", hold)
    return posted


def test_two_clicks_on_a_confirmation_are_one_act_and_say_so(entry, open_as):
    page = open_as(entry.round.council.members.get(order=1).user)
    address = reverse("evaluations:sheet_abstain", args=[entry.pk])
    page.goto(address)
    posted = slow_line(page, address)
    page.get_by_label("Lý do").fill("Chưa đọc kịp hồ sơ.")

    # Both clicks before the answer is there, as an impatient hand does it.
    page.evaluate(
        """() => {
            const button = document.querySelector("main form button[type=submit]");
            button.click();
            setTimeout(() => button.click(), 100);
        }"""
    )

    expect(page).to_have_url(re.compile(f"{reverse('evaluations:round', args=[entry.round_id])}$"))
    expect(page.get_by_text("Bạn không cho ý kiến")).to_be_visible()
    assert len(posted) == 1
    assert Sheet.objects.get().state == SheetState.ABSTAINED
