"""Two people write the advisory team's report at once: it saves itself, and where both wrote, both texts are shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from evaluations.models import AdvisoryNote
from foundation import clock
from tests.factories.evaluations import DAY, entry_of, make_hall, make_round

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def entry(transactional_db) -> Iterator:
    with clock.frozen(DAY):
        hall = make_hall(members=2)
        entry = entry_of(make_round(hall))
        entry.writers = (hall.officer, hall.members[1])
        yield entry


def write(page: Page, item, text: str) -> None:
    page.locator(f"#id_t{item.pk}").fill(text)


def state_of(page: Page, item):
    return page.locator(f"#div_id_t{item.pk}")


def test_report_saves_itself_and_two_writers_lose_nothing(entry, open_as):
    one, other = entry.rubric.criteria.filter(is_leaf=True).order_by("order")[:2]
    first, second = open_as(entry.writers[0], viewport=PHONE), open_as(entry.writers[1])
    for page in (first, second):
        page.goto(reverse("evaluations:advice_write", args=[entry.pk]))

    write(first, one, "Kho sạch.")
    expect(state_of(first, one)).to_have_attribute("data-save", "saved")
    write(second, other, "Thiếu hợp đồng.")
    expect(state_of(second, other)).to_have_attribute("data-save", "saved")
    write(second, one, "Kho ẩm.")

    expect(second.locator("#theirs")).to_contain_text("Kho sạch.")
    expect(state_of(second, one)).to_have_attribute("data-save", "failed")
    assert set(AdvisoryNote.objects.values_list("text", flat=True)) == {"Kho sạch.", "Thiếu hợp đồng."}
    assert first.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    second.get_by_role("button", name="Giữ nội dung của tôi").click()
    expect(state_of(second, one)).to_have_attribute("data-save", "saved")
    assert AdvisoryNote.objects.get(criterion=one).text == "Kho ẩm."
