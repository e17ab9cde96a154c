"""The intake: a round is opened, wishes are registered, listed, selected."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.walks import letters
from tests.walks.people import Crowd, Person

PRODUCER, REPRESENTATIVE = "Hợp tác xã Cà phê Ngọc Hải", "Y Ngọc Lan"
SAY_DAY, SAY_WORDS = "Ngày", "Theo lời văn bản"


def opens_the_round(officer: Person, name: str, *, law: str, due: date, training: bool = False) -> int:
    """Fill in the page of a new round, save and open it; return its id. ``due`` is the first day that is too late."""
    expect(officer.main.get_by_role("heading", level=1)).to_have_text("Chuẩn bị đợt đăng ký")
    officer.fills("Tên đợt", name).picks("Quyết định", law)
    for group in ("Hạn đăng ký nhu cầu", "Hạn nộp hồ sơ"):
        fields = officer.group(group)
        officer.fills(SAY_DAY, due.isoformat(), within=fields).picks(SAY_WORDS, "trước ngày này", within=fields)
    officer.fills("Nơi nhận hồ sơ giấy", "Số 1 đường Thử Nghiệm")
    if training:
        officer.ticks("Đợt tập huấn")
    officer.presses("Lưu").sees(name, f"đến hết ngày {due - timedelta(days=1):%d/%m/%Y}")
    officer.asks_for_and_confirms("Mở đợt đăng ký").sees("đang mở")
    return officer.number_in_address()


def registers_a_wish(producer: Person, *, round_name: str, product: str, rubric: str, stars: int) -> None:
    """Register a wish, with the producer's own record, on one screen; an impatient hand presses the button twice."""
    producer.goes_to("dashboards:home").follows(round_name).follows("Đăng ký nhu cầu", exact=True)
    producer.sees(round_name, "Lúc này chưa cần giấy tờ")
    producer.fills("Tên chủ thể", PRODUCER).picks("Loại hình", "Hợp tác xã").picks("Xã", "xã Bờ Y – tỉnh Quảng Ngãi")
    producer.fills("Địa chỉ", "Thôn Ngọc Hải").fills("Điện thoại", "0900000101")
    producer.fills("Người đại diện", REPRESENTATIVE)
    producer.fills("Tên sản phẩm", product).picks("Bộ sản phẩm", rubric)
    producer.ticks("★" * stars, "bao bì, nhãn mác")
    producer.main.get_by_role("button", name="Đăng ký", exact=True).dblclick()
    expect(producer.main.get_by_role("heading", level=1)).to_have_text(product)
    producer.sees("Xã và cơ quan tổ chức đợt thấy ngay")


def sends_the_list(officer: Person, round_: int, products: list[str]) -> None:
    """Put wishes on the commune's list and send it up at once, without a letter in the portal."""
    officer.goes_to("registrations:round", round_).follows("Danh sách của xã Bờ Y")
    expect(officer.main.get_by_role("checkbox")).to_have_count(len(products))
    officer.unfolds("Gửi ngay, không lập công văn").presses("Gửi danh sách của xã").sees("Đã gửi danh sách")


def sends_the_list_with_a_letter(crowd: Crowd, round_: int, products: list[str]) -> None:
    """Put wishes on the commune's list; it goes up with its letter, signed by the leader and issued by the clerk."""
    officer = crowd["commune"].goes_to("registrations:round", round_).follows("Danh sách của xã Bờ Y")
    expect(officer.main.get_by_role("checkbox")).to_have_count(len(products))
    officer.presses("Trình công văn kèm danh sách").sees("Gửi danh sách đăng ký sản phẩm OCOP")
    letter = officer.number_in_address()
    leader, clerk = crowd["commune_leader"], crowd["commune_clerk"]
    leader.goes_to("directives:detail", letter).asks_for_and_confirms("Xác nhận nội dung")
    clerk.goes_to("directives:detail", letter).asks_for_and_confirms("Xác nhận thể thức")
    letters.approves(leader, letter)
    letters.issues(clerk, letter)
    officer.goes_to("directives:detail", letter).follows("Danh sách của xã").sees("đã gửi lên", *products)


def selects(officer: Person, round_: int, product: str, *, support: str) -> None:
    """Select a product among the round's wishes and note the support that it gets."""
    officer.goes_to("registrations:round", round_).follows("Rà soát, lựa chọn")
    officer.follows("Lựa chọn", within=officer.row(product))
    officer.fills("Vì sao lựa chọn", "Có vùng nguyên liệu tại chỗ.").presses("Lựa chọn")
    expect(officer.row(product)).to_contain_text("được lựa chọn")
    officer.follows(product)
    officer.unfolds("Ghi nội dung hỗ trợ").picks("Loại hỗ trợ", "bao bì, nhãn mác").fills("Nội dung hỗ trợ", support)
    officer.fills("Đơn vị hỗ trợ", "Sở Công Thương").presses("Ghi nội dung hỗ trợ").sees(support)
