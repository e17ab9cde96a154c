"""A council member ticks on a phone, in two windows, on a bad line and after the session has ended: no tick is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from demo.people import PASSWORD
from evaluations.models import SheetItem
from foundation import clock
from tests.factories.evaluations import DAY, entry_of, make_hall, make_round
from tests.walks.people import Person

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def entry(transactional_db) -> Iterator:
    with clock.frozen(DAY):
        hall = make_hall(members=2)
        member = hall.members[0]
        member.set_password(PASSWORD)
        member.save()
        yield entry_of(make_round(hall))


@pytest.fixture
def member(entry):
    return entry.round.council.members.get(order=1).user


def address(entry) -> str:
    return reverse("evaluations:sheet", args=[entry.pk])


def items(entry):
    return list(entry.rubric.criteria.filter(is_leaf=True).order_by("order"))


def box(page: Page, item):
    return page.locator(f"#i{item.pk}")


def tick(page: Page, item, place: int) -> None:
    box(page, item).locator("label.score-level").nth(place).click()


def stored(item) -> int | None:
    return SheetItem.objects.filter(criterion=item, answered=True).values_list("points", flat=True).first()


def test_tick_saves_itself_and_moves_the_progress_on(entry, member, open_as):
    page = open_as(member, viewport=PHONE)
    page.goto(address(entry))
    one, other = items(entry)[:2]

    tick(page, one, 1)

    expect(box(page, one)).to_have_attribute("data-save", "saved")
    expect(box(page, one).locator(".item-saved")).to_be_visible()
    expect(page.locator("#sheet-progress")).to_contain_text("1/34")
    assert box(page, other).get_attribute("data-save") is None
    assert stored(one) == one.levels.order_by("order")[1].points
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_two_windows_keep_each_others_ticks_and_show_both_where_they_differ(entry, member, open_as):
    one, other = items(entry)[:2]
    first, second = open_as(member), open_as(member)
    first.goto(address(entry))
    second.goto(address(entry))

    tick(first, one, 0)
    expect(box(first, one)).to_have_attribute("data-save", "saved")
    tick(second, other, 0)
    expect(box(second, other)).to_have_attribute("data-save", "saved")
    tick(first, one, 1)
    expect(first.locator("#save-state")).to_contain_text("Đã lưu lúc")
    expect(box(first, one)).to_have_attribute("data-save", "saved")
    tick(second, one, 2)

    expect(second.locator("#theirs")).to_contain_text(one.levels.order_by("order")[1].label)
    expect(box(second, one)).to_have_attribute("data-save", "failed")
    assert stored(one) == one.levels.order_by("order")[1].points
    second.get_by_role("button", name="Giữ nội dung của tôi").click()
    expect(box(second, one)).to_have_attribute("data-save", "saved")
    assert stored(one) == one.levels.order_by("order")[2].points
    assert stored(other) is not None


def test_ticks_on_a_dead_line_are_saved_once_it_is_back(entry, member, open_as):
    page = open_as(member, viewport=PHONE)
    page.goto(address(entry))
    one, other = items(entry)[:2]

    page.context.set_offline(True)
    tick(page, one, 1)
    expect(box(page, one)).to_have_attribute("data-save", "failed")
    tick(page, other, 1)
    page.context.set_offline(False)

    expect(box(page, one)).to_have_attribute("data-save", "saved")
    expect(box(page, other)).to_have_attribute("data-save", "saved")
    assert None not in (stored(one), stored(other))


def test_tick_after_the_session_has_ended_comes_back_after_signing_in(entry, member, open_as):
    page = open_as(member)
    page.goto(address(entry))
    one = items(entry)[0]
    Session.objects.all().delete()

    tick(page, one, 1)
    page.get_by_role("link", name="Đăng nhập lại").click()
    Person(page).fills("Tên đăng nhập", member.username).fills("Mật khẩu", PASSWORD).presses("Đăng nhập")
    page.get_by_role("button", name="Dùng lại").click()

    expect(box(page, one)).to_have_attribute("data-save", "saved")
    assert stored(one) == one.levels.order_by("order")[1].points
