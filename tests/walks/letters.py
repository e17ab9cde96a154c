"""Official documents on their way: written, checked, approved, made, issued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from playwright.sync_api import expect

from foundation import clock
from tests.walks.people import Crowd, Person

HEAD, CLERK, LEADER = "giamdoc_snn", "clerk", "leader"


def writes_the_letter(
    officer: Person, *, law: str, abstract: str, task: str, offices: Sequence[str], before: date
) -> int:
    """Write the letter that calls for products, with a task for the communes; return the letter's id."""
    officer.goes_to("dashboards:home")
    officer.page.get_by_role("navigation", name="Trình đơn chính").get_by_role(
        "link", name="Văn bản", exact=True
    ).click()
    officer.follows("Soạn văn bản")
    officer.picks("Cơ quan ban hành", "Ủy ban nhân dân tỉnh Quảng Ngãi").picks("Loại", "Công văn").presses("Tiếp tục")
    officer.fills("Trích yếu", abstract).fills("Kính gửi", "Ủy ban nhân dân các xã, phường")
    officer.picks("Thực hiện theo quyết định", law)
    officer.fills("Nội dung", f"1. {task}.\n2. Gửi hồ sơ trước ngày {before:%d/%m/%Y}.", within=officer.group("Mục 1"))
    first = officer.group("Nhiệm vụ 1")
    officer.fills("Nội dung nhiệm vụ", task, within=first).picks("Cơ quan thực hiện", *offices, within=first)
    officer.picks("Thời hạn", "Trước ngày …", within=first)
    officer.fills("Ngày hết hạn", before.isoformat(), within=first)
    officer.presses("Lưu dự thảo")
    officer.sees("dự thảo", task, f"{before - timedelta(days=1):%d/%m/%Y}")
    return officer.number_in_address()


def take_to_the_leader(crowd: Crowd, letter: int, author: str, *, head: str = HEAD) -> None:
    """Submit a draft, have its content checked by the head and its form by the clerk."""
    crowd[author].goes_to("directives:detail", letter).presses("Trình kiểm tra")
    crowd[head].goes_to("directives:detail", letter).asks_for_and_confirms("Xác nhận nội dung")
    crowd[CLERK].goes_to("directives:detail", letter).asks_for_and_confirms("Xác nhận thể thức")


def approves(leader: Person, letter: int) -> None:
    """Approve as the leader: number and date are allocated for good."""
    leader.goes_to("directives:detail", letter).asks_for_and_confirms("Duyệt và ký")
    leader.sees(f"{clock.today():%d/%m/%Y}")


def issues(clerk: Person, letter: int) -> None:
    """Issue as the clerk what the worker has made."""
    clerk.goes_to("directives:detail", letter)
    expect(clerk.main.get_by_role("link", name="Tải tệp PDF")).to_be_visible()
    clerk.asks_for_and_confirms("Phát hành").sees("đã phát hành")
