"""A producer with a phone of 360 px, with JavaScript and without: from the wish to the receipt, nothing sticks out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from registrations import services
from registrations.enums import WishState
from registrations.models import Dossier, Wish
from tests.factories.registrations import bring_wish_to, fill_dossier, make_place, make_producer, make_round, owner_of
from tests.live_worker import LiveWorker
from tests.walks import dossiers
from tests.walks.people import Person

PHONE = {"width": 360, "height": 740}
PRODUCT = "Cà phê bột"


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without"])
def test_producer_gets_from_wish_to_receipt_on_a_phone(
    open_as: Callable[..., Any], live_worker: LiveWorker, *, script: bool
) -> None:
    place = make_place()
    make_round(place)
    owner = owner_of(make_producer(place.commune))
    person = Person(open_as(owner, viewport=PHONE, java_script_enabled=script))

    registers_a_wish(person, str(place.law.rubrics.get()))
    bring_wish_to(place, Wish.objects.get(), WishState.SELECTED)
    dossier = writes_text_level_and_paper(person)
    submits(person, dossier, owner)
    services.receive_dossier(dossier=Dossier.objects.get(), actor=place.commune_officer)
    reads_the_receipt(person, dossier, live_worker)


def registers_a_wish(person: Person, rubric: str) -> None:
    person.goes_to("registrations:start").follows("Đợt ")
    fits(person)
    person.fills("Tên sản phẩm", PRODUCT).picks("Bộ sản phẩm", rubric)
    person.presses("Đăng ký").sees("đã đăng ký")
    fits(person)


def writes_text_level_and_paper(person: Person) -> int:
    """Write one of each kind by hand; the other texts and items are rows, because they are the same screens again."""
    fill_dossier(Dossier.objects.get())
    person.goes_to("registrations:start").follows(PRODUCT)
    fits(person)
    dossier = person.number_in_address()
    dossiers.writes_the_product(person)
    fits(person)
    person.goes_to("registrations:dossier", dossier)
    person.follows("Câu chuyện sản phẩm", exact=True)
    person.fills("Câu chuyện sản phẩm", "Chuyện hạt cà phê.").presses("Lưu").sees("Đã lưu")
    fits(person)
    person.goes_to("registrations:dossier_item", dossier, "1.1")
    fits(person)
    person.main.get_by_role("radio").first.check()
    person.presses("Lưu").goes_to("registrations:dossier_step", dossier, "papers")
    dossiers.adds_a_paper(person, "Phiếu kiểm nghiệm", "Kiểm nghiệm cà phê bột")
    fits(person)
    return dossier


def submits(person: Person, dossier: int, owner: Any) -> None:
    person.goes_to("registrations:dossier", dossier).follows("Kiểm tra và nộp")
    fits(person)
    person.does_not_see("Cần có trước khi nộp").follows("Cam kết và nộp")
    fits(person)
    person.fills("Họ tên người đại diện", owner.full_name).ticks("Tôi cam kết.").presses("Nộp hồ sơ")
    expect(person.main.get_by_role("heading", level=1)).to_have_text("Xác nhận đã gửi")
    fits(person)


def reads_the_receipt(person: Person, dossier: int, worker: LiveWorker) -> None:
    worker.wait_until(lambda: Dossier.objects.get().files.filter(kind="receipt").exclude(stored=None).exists())
    person.goes_to("registrations:dossier", dossier).sees("Hồ sơ đang ở đâu", Dossier.objects.get().slip_number)
    fits(person)
    receipt = person.main.get_by_role("link", name="Giấy tiếp nhận hồ sơ (Mẫu 01)").first.get_attribute("href")
    answer = person.page.request.get(str(receipt))
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
    assert Dossier.objects.get().story == "Chuyện hạt cà phê."


def fits(person: Person) -> None:
    """Check that nothing of the page stands out at the right."""
    expect(person.main).to_be_visible()
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
