"""Forms that are sent as a whole: what was typed outlives a lost session, and is forgotten once it is stored."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.enums import Role
from demo.people import PASSWORD
from registrations.models import Producer, Wish
from tests.factories.accounts import make_person
from tests.factories.registrations import make_place, make_producer, make_round, owner_of
from tests.factories.uploads import picture
from tests.walks.people import Person

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def place(transactional_db):
    return make_place()


def logs_in_here(page: Page, name: str) -> None:
    Person(page).fills("Tên đăng nhập", name).fills("Mật khẩu", PASSWORD).presses("Đăng nhập")


def typed(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('ocop:typed:')).length")


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def test_wish_of_several_products_is_offered_again_after_a_lost_session(place, open_as):
    row = make_round(place)
    user = with_password(owner_of(make_producer(place.commune)))
    phone = open_as(user, viewport=PHONE)
    phone.goto(reverse("registrations:wish_create") + f"?round={row.pk}")
    names = phone.get_by_label("Tên sản phẩm", exact=False)
    names.first.fill("Cà phê bột")
    phone.get_by_role("button", name="Thêm sản phẩm").click()
    expect(phone.locator("#more-products .card")).to_have_count(1)
    phone.locator("#more-products input[type=text]").first.fill("Mật ong rừng")
    Session.objects.all().delete()
    phone.get_by_role("button", name="Đăng ký", exact=True).click()
    logs_in_here(phone, user.username)

    offer = phone.locator("#keep-offer")
    expect(offer).to_contain_text("Cà phê bột")
    expect(offer).to_contain_text("Mật ong rừng")
    offer.get_by_role("button", name="Dùng").click()

    expect(phone.locator("#more-products input[type=text]").first).to_have_value("Mật ong rừng")
    expect(names.first).to_have_value("Cà phê bột")
    assert typed(phone) == 1
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert Wish.objects.count() == 0


def test_new_record_is_kept_until_it_is_stored(place, open_as):
    phone = open_as(with_password(make_person(Role.PRODUCER)), viewport=PHONE)
    address = reverse("registrations:producer_create")
    phone.goto(address)
    fills = {"name": "Hợp tác xã Sâm dây", "address": "Thôn 2", "phone": "0912345678", "representative": "Y Ngân"}
    for name, text in fills.items():
        phone.locator(f"[name={name}]").fill(text)
    phone.goto(address)
    offer = phone.locator("#keep-offer")
    expect(offer).to_contain_text("Hợp tác xã Sâm dây")
    offer.get_by_role("button", name="Dùng").click()
    phone.locator("[name=legal_form]").first.select_option("farm")
    phone.locator("[name=unit]").select_option(str(place.commune.pk))
    phone.get_by_role("button", name="Lưu").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Hợp tác xã Sâm dây")
    assert Producer.objects.get().representative == "Y Ngân"
    phone.goto(address)
    expect(phone.locator("[name=name]")).to_have_value("")
    expect(offer).to_be_empty()
    assert typed(phone) == 0


def test_thrown_away_text_is_not_offered_again(place, open_as):
    phone = open_as(with_password(make_person(Role.PRODUCER)), viewport=PHONE)
    address = reverse("registrations:producer_create")
    phone.goto(address)
    phone.locator("[name=name]").fill("Tên gõ nhầm")
    phone.goto(address)

    phone.locator("#keep-offer").get_by_role("button", name="Bỏ").click()
    phone.goto(address)

    expect(phone.locator("#keep-offer")).to_be_empty()
    assert typed(phone) == 0


def test_paper_is_kept_without_its_files(place, open_as):
    producer = make_producer(place.commune)
    user = with_password(owner_of(producer))
    phone = open_as(user, viewport=PHONE)
    address = reverse("registrations:evidence_create", args=[producer.pk])
    phone.goto(address)
    phone.locator("[name=title]").fill("Hợp đồng bao tiêu")
    phone.locator("[name=number]").fill("12/HĐ")
    phone.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(300, 200))}
    )
    Session.objects.all().delete()
    phone.get_by_role("button", name="Lưu").click()
    logs_in_here(phone, user.username)

    offer = phone.locator("#keep-offer")
    expect(offer).to_contain_text("Tệp đã chọn không được giữ")
    offer.get_by_role("button", name="Dùng").click()

    expect(phone.locator("[name=title]")).to_have_value("Hợp đồng bao tiêu")
    expect(phone.locator("[name=number]")).to_have_value("12/HĐ")
