"""A dossier: the producer writes and submits it, the commune reads, returns, answers and sends it up."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import expect

from demo.papers import scan
from foundation import calendar, clock
from rubrics.models import Criterion, Level, Rubric
from tests.factories.evaluations import levels_for_total
from tests.walks.intake import PRODUCER, REPRESENTATIVE
from tests.walks.people import Person

SAVE_AND_GO_ON = "Lưu và tiếp tục"
Choice = Mapping[Criterion, Level | None]


def choices_for(rubric: Rubric, total: int, *, fixed: Mapping[str, int] | None = None) -> Choice:
    """Return for each item, in the order of the pages, the level of a sheet with this total."""
    picked = levels_for_total(rubric, total, fixed=fixed)
    levels = Level.objects.in_bulk([pk for pk in picked.values() if pk])
    leaves = rubric.criteria.filter(is_leaf=True).order_by("order")
    return {leaf: levels[pk] if (pk := picked[leaf.pk]) else None for leaf in leaves}


def picture(title: str) -> dict[str, object]:
    """Return a scan as a browser uploads it."""
    upload = scan(title, PRODUCER)
    return {"name": upload.name, "mimeType": upload.content_type, "buffer": upload.content}


def opens_own_dossier(producer: Person, product: str) -> int:
    """Go from the landing page to the dossier that waits; return its id."""
    producer.goes_to("dashboards:home").follows(product)
    expect(producer.main.get_by_role("heading", level=1)).to_have_text(product)
    return producer.number_in_address()


def writes_the_product(producer: Person) -> None:
    """Write the step about the product, beginning on the dossier's page, and go on."""
    producer.follows("Sản phẩm", exact=True, within=producer.main.get_by_role("listitem"))
    producer.fills("Mô tả", "Cà phê bột rang mộc, xay mịn.").fills("Quy cách đóng gói", "Túi giấy 250 g")
    producer.presses(SAVE_AND_GO_ON)


def names_the_organisation(producer: Person) -> None:
    """Write how the producer is organised, beginning on the dossier's page."""
    producer.follows("Lịch sử hình thành và tổ chức bộ máy", exact=True, within=producer.main.get_by_role("listitem"))
    producer.fills("Tổ chức bộ máy", "Ban giám đốc, tổ trồng, tổ rang xay.").presses("Lưu")


def writes_the_texts(producer: Person) -> None:
    """Write the steps of the dossier one after the other, beginning on its page."""
    writes_the_product(producer)
    producer.fills("Vùng nguyên liệu", "20 ha của 31 hộ liên kết trong xã.").fills("Công nghệ", "Rang nóng, xay nguội.")
    producer.fills("Chất lượng", "Tự công bố chất lượng.").fills("Thị trường", "Chợ huyện, cửa hàng nông sản.")
    producer.fills("Doanh thu", "850.000.000").presses(SAVE_AND_GO_ON)
    producer.fills("Kế hoạch sản xuất", "Thêm 5 ha.").fills("Kế hoạch thị trường", "Vào siêu thị của tỉnh.")
    producer.presses(SAVE_AND_GO_ON)
    producer.fills("Câu chuyện sản phẩm", "Cà phê trồng trên đất đỏ Bờ Y, rang mộc trong ngày.").presses(SAVE_AND_GO_ON)


def writes_the_local_roots(producer: Person, *, labour: str) -> None:
    """Write the four contents that the commune assesses."""
    producer.fills("Nguồn gốc, nguyên liệu", "Toàn bộ cà phê trồng trong xã.").fills("Lao động", labour)
    producer.fills("Nguồn gốc ý tưởng", "Từ nghề trồng cà phê của bà con.")
    producer.fills("Bản sắc", "Rang bằng chảo gang trên bếp củi.").presses(SAVE_AND_GO_ON)


def assesses(producer: Person, choices: Choice) -> None:
    """Answer the items one after the other, each on its page, from part A on."""
    first, last = next(iter(choices)), list(choices)[-1]
    producer.follows(f"{first.key} {first.title}")
    for criterion, level in choices.items():
        expect(producer.main.get_by_role("heading", level=1)).to_contain_text(f"{criterion.key}. ")
        words = f"{level.label} – {level.points} điểm" if level else "Không đạt – 0 điểm"
        producer.main.get_by_role("radio", name=words).first.check()
        producer.presses("Lưu" if criterion == last else SAVE_AND_GO_ON)


def adds_a_paper(producer: Person, kind: str, title: str) -> None:
    """Upload a scan of a paper that goes with the dossier, from the dossier's page of evidence."""
    producer.follows("Thêm minh chứng").picks("Loại minh chứng", kind).fills("Tên", title)
    producer.main.get_by_label("Bản quét hoặc ảnh chụp").set_input_files(picture(title))
    producer.presses("Lưu").sees(title)


def checks_and_submits(producer: Person, dossier: int) -> None:
    """Check the answers, undertake that they are true, submit, and read the confirmation."""
    producer.goes_to("registrations:dossier", dossier).follows("Kiểm tra và nộp")
    producer.does_not_see("Cần có trước khi nộp").follows("Cam kết và nộp")
    expect(producer.field("Họ tên người đại diện")).to_have_value(REPRESENTATIVE)
    producer.ticks("Tôi cam kết.").presses("Nộp hồ sơ")
    expect(producer.main.get_by_role("heading", level=1)).to_have_text("Xác nhận đã gửi")


def answers_and_resubmits(producer: Person, dossier: int, *, reason: str, labour: str) -> None:
    """Read exactly what the commune asked for, put it right, answer, and submit again."""
    producer.goes_to("dashboards:home").sees("trả lại để bổ sung")
    producer.goes_to("registrations:dossier", dossier).sees(reason).follows("Đến chỗ cần sửa")
    producer.fills("Lao động địa phương", labour).presses("Lưu")
    producer.follows("Trả lời", exact=True).sees(reason)
    producer.fills("Bạn đã sửa", "Đã ghi rõ số người.").presses("Lưu").follows("Kiểm tra và nộp").follows("Nộp lại")
    producer.ticks("Tôi cam kết.").presses("Nộp hồ sơ").sees("Xác nhận đã gửi")


def receives(officer: Person, dossier: int) -> str:
    """Receive a dossier as the commune, with the business registration checked; return its slip number."""
    officer.goes_to("registrations:dossier", dossier).follows("Tiếp nhận", exact=True)
    officer.ticks("Đã kiểm tra đăng ký kinh doanh").fills("Số đăng ký kinh doanh", "41K8001234")
    officer.presses("Tiếp nhận").sees("Đã tiếp nhận hồ sơ")
    return officer.value_of("Số phiếu")


def returns(officer: Person, dossier: int, *, place: str, reason: str) -> None:
    """Return a dossier as the commune, with the reason at its place."""
    officer.goes_to("registrations:dossier", dossier).follows("Trả lại để bổ sung")
    first = officer.group("Nội dung 1")
    officer.picks("Nội dung cần bổ sung", place, within=first).fills("Lý do khác", reason, within=first)
    officer.presses("Trả lại hồ sơ").sees("trả lại để bổ sung")


def checks_a_place(officer: Person, dossier: int, place: str, *, reason: str = "") -> None:
    """Say on the desk that a place is in order or, with a reason, that it is to be corrected."""
    officer.goes_to("registrations:dossier", dossier).follows("Thẩm tra từng nội dung", exact=True)
    officer.follows(place)
    officer.ticks("cần bổ sung" if reason else "đạt")
    if reason:
        officer.fills("Lý do khác", reason)
    officer.presses("Lưu và tiếp tục")


def returns_what_is_marked(officer: Person, dossier: int) -> None:
    """Return a dossier with the points that the check has marked."""
    officer.goes_to("registrations:dossier", dossier).follows("Trả lại để bổ sung")
    officer.presses("Trả lại hồ sơ").sees("trả lại để bổ sung")


def answer_day() -> str:
    """Return the last of the fifteen working days after today, in which the commune answers."""
    return calendar.add_working_days(clock.today(), 15).strftime("%d/%m/%Y")


def settles(officer: Person, dossier: int) -> None:
    """Find the corrected point in order."""
    officer.goes_to("registrations:dossier", dossier).presses("Xác nhận đã đạt")


def writes_the_opinion(officer: Person, dossier: int, opinions: Mapping[str, str], proposal: str) -> None:
    """Write the commune's opinion on the four contents and send it to the commune's leader."""
    officer.goes_to("registrations:dossier", dossier).follows("Ghi ý kiến đánh giá")
    for content, words in opinions.items():
        officer.fills(f"Xã đánh giá: {content}", words)
    officer.fills("Đề nghị của xã", proposal).presses("Lưu và trình lãnh đạo xã")


def screens(officer: Person, dossier: int, remark: str) -> None:
    """Check a dossier where the decision asks no opinions of the commune, and send the remark to its leader."""
    officer.goes_to("registrations:dossier", dossier).follows("Ghi ý kiến đánh giá")
    officer.fills("Nhận xét", remark).presses("Lưu và trình lãnh đạo xã").sees("chờ lãnh đạo xã phê duyệt")
