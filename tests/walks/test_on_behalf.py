"""A person without a computer: the officer enters wish and dossier, prints a code; the person goes on with a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.models import User
from demo import people
from foundation import clock
from registrations import services
from registrations.enums import DossierState
from registrations.models import Dossier, Producer, RegistrationRound, Wish
from rubrics.models import Decision
from tests.factories.rubrics import CODE_2026
from tests.walks.dossiers import (
    adds_a_paper,
    assesses,
    checks_and_submits,
    choices_for,
    names_the_organisation,
    picture,
)
from tests.walks.people import Crowd, Person

ROUND, PRODUCT, PERSON, TELEPHONE = "Đợt đăng ký thử nhập thay", "Măng khô Đăk Mế", "Y Ngọc Lan", "0900000733"
PRODUCER, NEW_PASSWORD = "Hộ kinh doanh Măng rừng Đăk Mế", "mang-rung-dak-me"
PHONE = {"width": 360, "height": 740}

pytestmark = pytest.mark.browser


@pytest.fixture
def round_(ground: Any) -> RegistrationRound:
    """An open round in which the commune takes part."""
    officer = people.who("province")
    today = clock.today()
    facts = services.RoundFacts(
        name=ROUND,
        law=Decision.objects.get(code=CODE_2026),
        year=today.year,
        opens_on=today,
        due_at=clock.start_of(today + timedelta(days=40)),
        units=[m.office.unit for m in people.who("commune").active_memberships if m.office],
    )
    office = next(m.office for m in officer.active_memberships if m.office)
    made = services.create_round(office=office, facts=facts, actor=officer)
    services.move_round(registration_round=made, action="open", actor=officer)
    return made


def test_person_without_a_computer_is_entered_and_takes_over(crowd: Crowd, round_: RegistrationRound) -> None:
    officer = crowd["commune"]
    sets_up_the_record(officer)
    enters_the_wish(officer)
    wish = Wish.objects.get()
    services.select_wish(wish=wish, actor=people.who("province"))
    dossier = Dossier.objects.get()
    types_the_dossier(officer, dossier)
    code = prints_the_slip(officer)

    person = crowd.stranger(viewport=PHONE)
    takes_over(person, code)
    goes_on(person, dossier)

    dossier.refresh_from_db()
    assert dossier.state == DossierState.SUBMITTED
    assert dossier.entered_by == people.who("commune")
    assert dossier.responsible is None
    assert Producer.objects.get().claimed_at is not None
    officer.goes_to("registrations:dossier", dossier.pk).sees("Chính bạn đã nhập hồ sơ này.")


def sets_up_the_record(officer: Person) -> None:
    """From the queue to the page of what is entered on behalf, and to the new record."""
    officer.goes_to("registrations:queue").follows("Nhập thay", exact=True).follows("Lập chủ thể mới")
    officer.fills("Tên chủ thể", PRODUCER).picks("Loại hình", "Hộ sản xuất, hộ gia đình có đăng ký kinh doanh")
    officer.fills("Địa chỉ", "Làng Đăk Mế").fills("Điện thoại", TELEPHONE).fills("Người đại diện", PERSON)
    officer.presses("Lưu").sees("Do cán bộ nhập thay chủ thể", "Hoàng Thị Mai")


def enters_the_wish(officer: Person) -> None:
    """The wish is refused without the scan of the signed paper, and taken with it."""
    officer.follows("Nhập nhu cầu").sees(ROUND, f"Bạn đang nhập thay cho {PRODUCER}")
    officer.fills("Tên sản phẩm", PRODUCT).field("Bộ sản phẩm").select_option(index=1)
    officer.presses("Đăng ký").sees("Hãy chọn ít nhất một tệp")
    officer.main.get_by_label("Bản quét giấy tờ đã ký").set_input_files(picture("Phiếu đăng ký đã ký"))
    officer.presses("Đăng ký").sees("Đã đăng ký nhu cầu thay", "Giấy tờ đã ký (bản quét)")


def types_the_dossier(officer: Person, dossier: Dossier) -> None:
    """The officer begins the dossier, answers the items, and is told what a submission on behalf needs."""
    officer.goes_to("dashboards:home").follows(PRODUCT).sees("Bạn đang nhập thay")
    officer.goes_to("registrations:dossier_step", dossier.pk, "product")
    officer.sees(f"Bạn đang nhập thay cho {PRODUCER}.")
    officer.fills("Mô tả", "Măng le rừng phơi khô.").presses("Lưu")
    officer.goes_to("registrations:dossier_step", dossier.pk, "story")
    officer.fills("Câu chuyện sản phẩm", "Măng lấy ở rừng cộng đồng.").presses("Lưu")
    officer.goes_to("registrations:dossier_step", dossier.pk, "part-a")
    assesses(officer, choices_for(dossier.rubric, 62))
    officer.goes_to("registrations:dossier_step", dossier.pk, "papers")
    adds_a_paper(officer, "Đăng ký kinh doanh", "Giấy chứng nhận hộ kinh doanh")
    officer.goes_to("registrations:dossier", dossier.pk).follows("Tải bản quét lên")
    officer.main.get_by_label("Bản quét giấy tờ đã ký").set_input_files(picture("Mẫu 02 đã ký"))
    officer.presses("Lưu").sees("Đã thêm bản quét giấy tờ đã ký")


def prints_the_slip(officer: Person) -> str:
    """Print the slip of the record; return the code on it."""
    officer.goes_to("registrations:behalf").follows("In phiếu nhận tài khoản").presses("In phiếu nhận tài khoản")
    officer.sees("Phiếu nhận tài khoản", TELEPHONE, PRODUCT)
    expect(officer.main.locator("svg.qr")).to_be_visible()
    found = re.search(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b", officer.main.inner_text())
    assert found is not None
    return found.group()


def takes_over(person: Person, code: str) -> None:
    """The person types the code on a phone and finds everything."""
    person.goes_to("accounts:redeem_code")
    fits(person)
    person.fills("Tên đăng nhập", TELEPHONE).fills("Mã dùng một lần", code)
    person.main.get_by_label("Mật khẩu mới", exact=True).fill(NEW_PASSWORD)
    person.main.get_by_label("Nhập lại mật khẩu mới").fill(NEW_PASSWORD)
    person.presses("Đặt mật khẩu và đăng nhập").sees(PRODUCT)
    person.goes_to("registrations:start").sees(PRODUCT, PRODUCER)
    fits(person)
    assert User.objects.get(phone=TELEPHONE).full_name == PERSON


def goes_on(person: Person, dossier: Dossier) -> None:
    """The person reads who entered the dossier, writes the rest, and submits without any scan."""
    person.goes_to("registrations:dossier", dossier.pk).sees("Do cán bộ nhập thay chủ thể", "Hoàng Thị Mai")
    fits(person)
    person.goes_to("registrations:people", dossier.producer_id).sees("Cho phép xã nhập thay tôi")
    fits(person)
    person.goes_to("registrations:dossier", dossier.pk)
    names_the_organisation(person)
    person.goes_to("registrations:dossier_step", dossier.pk, "results")
    person.fills("Vùng nguyên liệu", "Rừng cộng đồng 12 ha.").fills("Công nghệ", "Luộc, phơi nắng.")
    person.fills("Chất lượng", "Tự công bố.").fills("Thị trường", "Chợ xã.").fills("Doanh thu", "85.000.000")
    person.presses("Lưu và tiếp tục")
    fits(person)
    person.fills("Kế hoạch sản xuất", "Thêm giàn phơi.").fills("Kế hoạch thị trường", "Bán qua hợp tác xã.")
    person.presses("Lưu")
    person.goes_to("registrations:dossier_step", dossier.pk, "local")
    person.fills("Nguồn gốc, nguyên liệu", "Măng trong xã.").fills("Lao động", "3 người.")
    person.fills("Nguồn gốc ý tưởng", "Nghề của gia đình.").fills("Bản sắc", "Cách phơi của làng.").presses("Lưu")
    checks_and_submits(person, dossier.pk)
    fits(person)


def fits(person: Person) -> None:
    """Check that nothing of the page stands out at the right."""
    expect(person.main).to_be_visible()
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_invited_person_without_an_account_signs_up_on_a_phone(
    crowd: Crowd, round_: RegistrationRound, open_as: Callable[..., Any]
) -> None:
    owner = people.who("producer")
    unit = round_.units.first()
    values = {"name": PRODUCER, "legal_form": "household", "unit": unit, "address": "Làng", "phone": TELEPHONE}
    producer = services.create_producer(values=values | {"representative": PERSON}, actor=owner)
    inviter = crowd["producer"].goes_to("registrations:people", producer.pk)
    inviter.fills("Thư điện tử hoặc số điện thoại", "0900000744").presses("Mời").sees("Chuyển lời mời")
    link = inviter.main.locator(".link-to-copy a").get_attribute("href") or ""

    person = crowd.stranger(viewport=PHONE)
    person.page.goto(link)
    fits(person)
    person.sees(PRODUCER, "được xem").follows("Tạo tài khoản")
    person.fills("Họ và tên", "A Thoan").fills("Số điện thoại", "0900000744")
    person.fills("Mật khẩu", NEW_PASSWORD).fills("Nhập lại mật khẩu", NEW_PASSWORD)
    person.presses("Tạo tài khoản").sees("A Thoan").presses("Đồng ý").sees(PRODUCER)

    assert person.is_refused("registrations:producer_edit", producer.pk)
    inviter.goes_to("registrations:people", producer.pk).sees("A Thoan")
    stranger = crowd.stranger()
    assert stranger.page.request.get(link).status == 410
