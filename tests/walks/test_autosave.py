"""A producer writes on a phone and on a bad line: nothing that was typed is lost, nothing is overwritten silently."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from demo.people import PASSWORD
from registrations.models import Dossier
from registrations.steps import url_of_item, url_of_step
from tests.factories.registrations import make_dossier, make_place, owner_of
from tests.walks.people import Person

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
STORY = "Câu chuyện sản phẩm"


@pytest.fixture
def draft(transactional_db):
    dossier = make_dossier(make_place(), fill=False)
    owner = owner_of(dossier.producer)
    owner.set_password(PASSWORD)
    owner.save()
    return dossier


@pytest.fixture
def phone(draft, open_as) -> Page:
    return open_as(owner_of(draft.producer), viewport=PHONE)


def state(page: Page):
    return page.locator("#save-state")


def stored(draft: Dossier) -> Dossier:
    return Dossier.objects.get(pk=draft.pk)


def logs_in_here(page: Page, name: str) -> None:
    """Log in on the login page that is open."""
    Person(page).fills("Tên đăng nhập", name).fills("Mật khẩu", PASSWORD).presses("Đăng nhập")


def test_field_saves_itself_and_leaving_asks_nothing(draft, phone):
    phone.goto(url_of_step(draft, "story"))

    phone.get_by_label(STORY).press_sequentially("Cà phê trồng trên đất đỏ.")
    expect(state(phone)).to_contain_text("Đã lưu lúc")
    phone.get_by_label(STORY).press_sequentially(" Rang mộc.")
    expect(state(phone)).to_contain_text("Đang lưu")
    expect(state(phone)).to_contain_text("Đã lưu lúc")
    dialogs = []
    phone.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    phone.reload()

    expect(phone.get_by_label(STORY)).to_have_value("Cà phê trồng trên đất đỏ. Rang mộc.")
    assert stored(draft).story == "Cà phê trồng trên đất đỏ. Rang mộc."
    assert dialogs == []
    assert phone.evaluate("localStorage.length") == 0
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_wrong_format_is_said_at_its_field_while_others_are_saved(draft, phone):
    phone.goto(url_of_step(draft, "results"))

    phone.get_by_label("Doanh thu").fill("nhiều lắm")
    expect(state(phone)).to_contain_text("Chưa lưu: Doanh thu")
    phone.get_by_label("Thị trường").fill("Chợ huyện")
    expect(state(phone)).to_contain_text("Các nội dung khác đã lưu")
    expect(state(phone)).to_contain_text("Chưa lưu: Doanh thu")
    expect(phone.get_by_label("Doanh thu")).to_have_attribute("aria-invalid", "true")
    expect(phone.get_by_label("Doanh thu")).to_have_value("nhiều lắm")
    phone.get_by_label("Doanh thu").fill("350.000.000 đ")
    expect(state(phone)).to_contain_text("Đã lưu lúc")

    expect(phone.locator("[data-save-error]")).to_have_count(0)
    assert (stored(draft).revenue, stored(draft).markets) == (350_000_000, "Chợ huyện")


def test_lost_session_is_said_loudly_and_the_text_comes_back_after_login(draft, phone):
    phone.goto(url_of_step(draft, "story"))
    Session.objects.all().delete()

    phone.get_by_label(STORY).press_sequentially("Chuyện viết khi phiên đã hết")
    alert = phone.get_by_role("alert")
    expect(alert).to_contain_text("Phiên làm việc đã hết")
    expect(alert).to_contain_text("được giữ trên máy này")
    expect(state(phone)).to_contain_text("Chưa lưu")
    alert.get_by_role("link", name="Đăng nhập lại").click()
    logs_in_here(phone, owner_of(draft.producer).username)

    expect(phone).to_have_url(re.compile(re.escape(url_of_step(draft, "story")) + "$"))
    expect(phone.get_by_label(STORY)).to_have_value("")
    expect(phone.locator("#save-offer")).to_contain_text("Có nội dung chưa lưu từ")
    expect(phone.locator("#save-offer")).to_contain_text("Chuyện viết khi phiên đã hết")
    phone.get_by_role("button", name="Dùng lại").click()
    expect(state(phone)).to_contain_text("Đã lưu lúc")
    assert stored(draft).story == "Chuyện viết khi phiên đã hết"
    assert phone.evaluate("localStorage.length") == 0


def test_kept_text_can_be_thrown_away(draft, phone):
    phone.goto(url_of_step(draft, "story"))
    Session.objects.all().delete()
    phone.get_by_label(STORY).fill("Bỏ đi")
    phone.get_by_role("link", name="Đăng nhập lại").click()
    logs_in_here(phone, owner_of(draft.producer).username)

    phone.get_by_role("button", name="Bỏ đi").click()

    expect(phone.locator("#save-offer")).to_be_empty()
    assert phone.evaluate("localStorage.length") == 0
    assert stored(draft).story == ""


def test_kept_text_is_never_offered_to_another_person(draft, phone):
    other = make_dossier(make_place(), fill=False)
    stranger = owner_of(other.producer)
    stranger.set_password(PASSWORD)
    stranger.save()
    phone.goto(url_of_step(draft, "story"))
    Session.objects.all().delete()
    phone.get_by_label(STORY).fill("Chuyện riêng của tôi")
    phone.get_by_role("link", name="Đăng nhập lại").click()
    logs_in_here(phone, stranger.username)

    phone.goto(url_of_step(other, "story"))

    expect(phone.get_by_label(STORY)).to_have_value("")
    expect(phone.locator("#save-offer")).to_be_empty()
    expect(phone.locator("body")).not_to_contain_text("Chuyện riêng của tôi")


def test_lost_line_is_said_and_the_text_is_saved_when_it_is_back(draft, phone):
    phone.goto(url_of_step(draft, "story"))
    phone.context.set_offline(True)

    phone.get_by_label(STORY).fill("Viết khi mất mạng")
    expect(phone.get_by_role("alert")).to_contain_text("Mất kết nối")
    expect(state(phone)).to_contain_text("Chưa lưu")
    assert stored(draft).story == ""
    phone.context.set_offline(False)

    expect(state(phone)).to_contain_text("Đã lưu lúc")
    expect(phone.get_by_role("alert")).to_be_hidden()
    assert stored(draft).story == "Viết khi mất mạng"


def test_retry_button_saves_and_leaving_before_is_warned_of(draft, phone):
    phone.clock.install()
    phone.goto(url_of_step(draft, "story"))
    phone.route("**/buoc/story/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    phone.get_by_label(STORY).fill("Thử lại")
    expect(state(phone)).to_contain_text("Chưa lưu")
    phone.clock.pause_at(phone.evaluate("Date.now()") + 2500)  # the page would try again by itself after four seconds
    dialogs = []
    phone.once("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.dismiss()))
    phone.get_by_role("link", name="Trở lại các bước").click()
    phone.unroute("**/buoc/story/")

    state(phone).get_by_role("button", name="Lưu lại").click()

    expect(state(phone)).to_contain_text("Đã lưu lúc")
    assert dialogs == ["beforeunload"]
    assert stored(draft).story == "Thử lại"


def test_answer_that_was_lost_is_no_conflict(draft, phone):
    phone.goto(url_of_step(draft, "story"))

    def swallow(route):
        route.fetch()  # the portal saves, the phone never hears of it
        route.abort()

    phone.route("**/buoc/story/", swallow, times=1)
    phone.get_by_label(STORY).fill("Chuyện")
    expect(phone.get_by_role("alert")).to_contain_text("Mất kết nối")
    phone.get_by_label(STORY).fill("Chuyện dài hơn")

    expect(state(phone)).to_contain_text("Đã lưu lúc")
    expect(phone.locator("#theirs")).to_be_empty()
    assert stored(draft).story == "Chuyện dài hơn"


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("Giữ nội dung của tôi", "Chuyện của tab hai"), ("Dùng nội dung đang lưu", "Chuyện của tab một")],
)
def test_two_tabs_show_both_texts_and_leave_the_choice(draft, phone, choice, kept):
    second = phone.context.new_page()
    for tab in (phone, second):
        tab.goto(url_of_step(draft, "story"))
    phone.get_by_label(STORY).fill("Chuyện của tab một")
    expect(state(phone)).to_contain_text("Đã lưu lúc")

    second.get_by_label(STORY).fill("Chuyện của tab hai")
    both = second.locator("#theirs")
    expect(state(second)).to_contain_text("đã được sửa ở nơi khác")
    expect(both).to_contain_text("Chuyện của tab một")
    expect(both).to_contain_text("Chuyện của tab hai")
    assert stored(draft).story == "Chuyện của tab một"
    both.get_by_role("button", name=choice).click()

    expect(both).to_be_empty()
    expect(second.get_by_label(STORY)).to_have_value(kept)
    second.get_by_label(STORY).press_sequentially(".")
    expect(state(second)).to_contain_text("Đã lưu lúc")
    assert stored(draft).story == f"{kept}."


def test_level_brings_the_running_totals_at_once(draft, phone):
    level = draft.rubric.criteria.get(key="1.1").levels.order_by("-points").first()
    phone.goto(url_of_item(draft, "1.1"))

    phone.get_by_label(level.label).first.check()

    expect(state(phone)).to_contain_text(f"{level.points} điểm")
    expect(phone.locator("#tally")).to_contain_text(f"{level.points}/")
    assert draft.items.get().level == level


def test_without_javascript_the_same_step_saves_with_its_button(draft, open_as):
    page = open_as(owner_of(draft.producer), viewport=PHONE, java_script_enabled=False)
    page.goto(url_of_step(draft, "results"))

    page.get_by_label("Thị trường").fill("Chợ huyện")
    page.get_by_role("button", name="Lưu", exact=True).click()

    expect(page.get_by_role("main")).to_contain_text("Đã lưu")
    assert stored(draft).markets == "Chợ huyện"
