"""The commune's desk in a browser: checked, returned, answered, compared, signed by the leader, sent up."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from activity import jobs, verify
from directives.models import Document
from registrations.models import Dossier
from tests.factories.registrations import fill_dossier, make_place, make_round, make_wish
from tests.walks import dossiers
from tests.walks.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "Nêu rõ năm bắt đầu nấu rượu."
STORY = "Nội dung story. Gia đình nấu từ năm 1987."
OPINIONS = {
    "Nguồn gốc, nguyên liệu": "Nếp và men lá trong xã.",
    "Lao động": "Cả năm người là người trong xã.",
    "Nguồn gốc ý tưởng": "Nghề của gia đình.",
    "Bản sắc": "Men lá rừng của địa phương.",
}


@pytest.fixture
def people(open_as):
    """A commune with its officer, its leader, and a producer whose dossier is submitted; each at a screen."""
    from registrations import services
    from tests.factories.registrations import owner_of

    place = make_place()
    wish = make_wish(place, registration_round=make_round(place), state="selected")
    dossier = fill_dossier(wish.dossier)
    owner = owner_of(dossier.producer)
    services.submit_dossier(dossier=dossier, undertaken_by=dossier.producer.representative, actor=owner)
    return {
        "dossier": dossier.pk,
        "officer": Person(open_as(place.commune_officer)),
        "leader": Person(open_as(place.commune_leader)),
        "producer": Person(open_as(owner)),
        "office": Person(open_as(place.round_officer)),
    }


def test_from_the_return_to_the_signature(people):
    dossier, officer = people["dossier"], people["officer"]
    slip = dossiers.receives(officer, dossier)
    dossiers.checks_a_place(officer, dossier, "Câu chuyện sản phẩm", reason=REASON)
    officer.goes_to("registrations:dossier", dossier).follows("Thẩm tra từng nội dung", exact=True).sees("1/")
    dossiers.returns_what_is_marked(officer, dossier)
    the_producer_answers(people["producer"], dossier)
    the_officer_sees_the_change(officer, dossier, slip)
    dossiers.writes_the_opinion(officer, dossier, OPINIONS, "Đề nghị đánh giá, phân hạng sản phẩm.")
    the_leader_signs_from_the_list(people["leader"], dossier)
    the_dossier_goes_up_with_the_letter(officer, people["office"], dossier)

    assert verify.problems() == []


def the_producer_answers(producer: Person, dossier: int) -> None:
    producer.goes_to("registrations:dossier", dossier).sees(REASON).follows("Đến chỗ cần sửa")
    producer.fills("Câu chuyện sản phẩm", STORY).presses("Lưu")
    producer.goes_to("registrations:dossier", dossier).follows("Trả lời", exact=True).sees(REASON)
    producer.fills("Bạn đã sửa", "Đã thêm năm.").presses("Lưu").follows("Kiểm tra và nộp").follows("Nộp lại")
    producer.ticks("Tôi cam kết.").presses("Nộp hồ sơ").sees("Xác nhận đã gửi")


def the_officer_sees_the_change(officer: Person, dossier: int, slip: str) -> None:
    officer.goes_to("registrations:queue", state="submitted").follows(product_of(dossier))
    assert dossiers.receives(officer, dossier) == slip
    officer.goes_to("registrations:dossier", dossier).follows("Thay đổi sau khi trả lại")
    officer.sees(REASON, "Đã thêm năm.")
    expect(officer.main.locator("ins")).to_have_text("Gia đình nấu từ năm 1987.")
    officer.goes_to("registrations:dossier", dossier)
    expect(officer.main.get_by_role("link", name="Ghi ý kiến đánh giá")).to_have_count(0)
    dossiers.checks_a_place(officer, dossier, "Câu chuyện sản phẩm")
    officer.goes_to("registrations:dossier", dossier).does_not_see("đang chờ xử lý")


def the_leader_signs_from_the_list(leader: Person, dossier: int) -> None:
    leader.goes_to("registrations:approvals").sees("chưa mở xem")
    expect(leader.main.get_by_role("checkbox")).to_be_disabled()
    leader.follows(product_of(dossier)).sees(*OPINIONS.values()).follows("Đọc công văn")
    leader.sees("đề nghị đánh giá, phân hạng sản phẩm OCOP")
    leader.goes_to("registrations:approvals")
    expect(leader.main.get_by_role("checkbox")).to_be_checked()
    leader.presses("Ký các hồ sơ đã chọn").sees(product_of(dossier)).presses("Ký tất cả")
    leader.sees(f"Đã ký: {product_of(dossier)}.")


def the_dossier_goes_up_with_the_letter(officer: Person, office: Person, dossier: int) -> None:
    officer.goes_to("registrations:dossier", dossier).follows("Chuyển hồ sơ lên", exact=True)
    officer.fills("Số thứ tự trong mã sản phẩm", 7).presses("Chuyển hồ sơ lên").sees("-07-")
    jobs.run_waiting()
    jobs.run_waiting()
    assert Document.objects.get().state == "issued"
    office.goes_to("registrations:dossier", dossier).sees("Công văn đề nghị đánh giá", "01/UBND", "đã phát hành")


def product_of(dossier: int) -> str:
    return Dossier.objects.get(pk=dossier).product.name
