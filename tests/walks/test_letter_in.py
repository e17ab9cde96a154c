"""A letter in: pasted, confirmed with tasks and two rounds, reminded, reported by the commune, accepted."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from directives.models import Task
from foundation import clock
from tests.walks.people import Crowd, Person

pytestmark = pytest.mark.browser

SUBJECT = "đăng ký đánh giá, phân hạng sản phẩm OCOP"
ORDER = "Rà soát, lập danh sách sản phẩm đăng ký của xã"

LETTER = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NGÃI
Số: 2145/UBND-KTN
V/v {subject}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Ngãi, ngày {dated:%d} tháng {dated:%m} năm {dated:%Y}

Kính gửi:
- Sở Nông nghiệp và Môi trường;
- Ủy ban nhân dân các xã, phường.

Thực hiện Chương trình mỗi xã một sản phẩm, Ủy ban nhân dân tỉnh yêu cầu:
1. Ủy ban nhân dân các xã
- {order}, gửi Sở Nông nghiệp và Môi trường trước ngày {listed:%d/%m/%Y}.
2. Ban Quản lý chợ đầu mối
- Bố trí gian hàng giới thiệu sản phẩm.
3. Thời gian tiếp nhận hồ sơ:
Đợt 1: trước ngày {first:%d/%m/%Y}.
Đợt 2: trước ngày {second:%d/%m/%Y}.

Nơi nhận:
- Như trên;
- Lưu: VT, KTN.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Đặng Hữu Phước
"""


def test_pasted_letter_becomes_tasks_and_rounds_and_is_answered(crowd: Crowd) -> None:
    due = clock.today() + timedelta(days=9)
    the_letter_is_pasted(crowd["province"], due)
    nothing_exists_yet()
    the_letter_is_confirmed(crowd["province"], due)
    task = the_commune_is_reminded(crowd["commune"], due)
    the_commune_reports(crowd["commune"], task)
    the_issuer_accepts(crowd["province"], task)


def the_letter_is_pasted(officer: Person, due: date) -> None:
    officer.goes_to("dashboards:home")
    menu = officer.page.get_by_role("navigation", name="Trình đơn chính")
    menu.get_by_role("link", name="Văn bản đến", exact=True).click()
    officer.follows("Nhập văn bản đến")
    text = LETTER.format(
        subject=SUBJECT,
        order=ORDER,
        dated=clock.today() - timedelta(days=2),
        listed=due,
        first=due + timedelta(days=30),
        second=due + timedelta(days=120),
    )
    officer.fills("Hoặc dán nội dung", text).presses("Đọc công văn")
    officer.sees("Xác nhận nội dung đã đọc", "2145/UBND-KTN")


def nothing_exists_yet() -> None:
    assert not Task.objects.exists()


def the_letter_is_confirmed(officer: Person, due: date) -> None:
    # The market's board is no office of the portal: the page asks for it and registers nothing before.
    officer.presses("Xác nhận và vào sổ").sees("Hãy chọn đơn vị")
    nothing_exists_yet()
    for market in officer.group("Ban Quản lý chợ đầu mối").all():
        market.get_by_label("Tạo", exact=True).uncheck()
    officer.presses("Xác nhận và vào sổ").sees("Văn bản đã vào sổ", ORDER, "Đã tạo từ văn bản này")
    rounds = [f"{name} – {SUBJECT}" for name in ("Đợt 1", "Đợt 2")]
    officer.sees(*rounds).follows(rounds[0]).sees(f"{due + timedelta(days=29):%d/%m/%Y}")


def the_commune_is_reminded(officer: Person, due: date) -> int:
    task = Task.objects.get(assignee__name="Ủy ban nhân dân xã Bờ Y", summary__startswith=ORDER)
    for _again in range(2):
        call_command("send_reminders", "--date", f"{due - timedelta(days=4)}", stdout=io.StringIO())
    officer.goes_to("activity:notifications").sees("Còn 3 ngày", ORDER)
    officer.goes_to("dashboards:home").sees(ORDER)
    return task.pk


def the_commune_reports(officer: Person, task: int) -> None:
    officer.goes_to("directives:task", task).sees(f"{due_words(task)}").presses("Nhận nhiệm vụ")
    officer.follows("Báo cáo", exact=True).fills("Báo cáo", "Xã đã lập danh sách 03 sản phẩm và gửi Sở.")
    officer.presses("Gửi báo cáo").sees("Đã gửi báo cáo.", "đã báo cáo")


def the_issuer_accepts(officer: Person, task: int) -> None:
    officer.goes_to("directives:task", task).sees("03 sản phẩm").presses("Chấp nhận báo cáo").sees("đã chấp nhận")
    assert Task.objects.get(pk=task).state == "accepted"


def due_words(task: int) -> str:
    return f"{Task.objects.get(pk=task).last_day:%d/%m/%Y}"
