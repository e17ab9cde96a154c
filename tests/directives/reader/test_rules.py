"""Rules of the reader one by one, each also with what it must not take."""

from __future__ import annotations

import pytest

from directives.reader import read

HEAD = """UBND HUYỆN THỬ
Số: 1/UBND-NN
V/v thử
Thử, ngày 02 tháng 3 năm 2026
Kính gửi: UBND các xã.
"""
FOOT = """
Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Nguyễn Văn Thử
"""


def tasks(body: str) -> list[tuple[str | None, str, str | None]]:
    return [(task.assignee, task.summary, task.deadline) for task in read(HEAD + body + FOOT).tasks]


def test_list_of_papers_under_an_order_is_no_list_of_orders():
    body = "Đề nghị UBND các xã gửi hồ sơ gồm:\n- Danh sách chủ thể;\n- Bản sao đăng ký;\n- Hình chụp nhãn."

    assert all(deadline is None for _who, _what, deadline in tasks(body))
    assert not any("Danh sách" in what or "Bản sao" in what for _who, what, _deadline in tasks(body))


def test_orders_with_unknown_verbs_count_under_an_order():
    body = "UBND huyện yêu cầu UBND các xã:\n- Quét vôi cổng chào;\n- Khuân vác bàn ghế."

    assert [what for _who, what, _deadline in tasks(body)] == ["Quét vôi cổng chào", "Khuân vác bàn ghế"]


def test_rounds_under_a_heading_of_their_own_do_not_repeat_the_order_before():
    body = (
        "Yêu cầu:\n1. UBND các xã\n- Gửi danh sách trước ngày 10/3/2026.\n2. Lịch nhận hồ sơ\n"
        "- Đợt 1: trước ngày 15/4/2026.\n- Đợt 2: trước ngày 15/8/2026."
    )

    found = tasks(body)

    assert [deadline for _who, _what, deadline in found] == ["2026-03-10", "2026-04-15", "2026-08-15"]
    assert [what.startswith("Lịch nhận hồ sơ") for _who, what, _deadline in found] == [False, True, True]


@pytest.mark.parametrize("frame", ["", "|"])
def test_wrapped_cells_belong_to_the_row_above(frame):
    gap = " | " if frame else "\t"
    rows = (
        ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"),
        ("1", "Mở lớp", "Phòng Kinh tế", "Trước ngày"),
        ("", "tập huấn", "và Hạ tầng", "20/4/2026"),
        ("2", "Tổng kết", "Phòng Nội vụ", "10/12/2026"),
    )
    body = "\n".join(f"{frame} {gap.join(row)} {frame}" if frame else gap.join(row) for row in rows)

    assert tasks(body) == [
        ("Phòng Kinh tế và Hạ tầng", "Mở lớp tập huấn", "2026-04-20"),
        ("Phòng Nội vụ", "Tổng kết", "2026-12-10"),
    ]


def test_day_of_an_event_in_a_table_is_no_deadline():
    body = (
        "TT\tHoạt động\tĐơn vị chủ trì\tThời gian tổ chức\n1\tHội chợ\tPhòng Kinh tế\t20/4/2026\n"
        "2\tTriển lãm\tPhòng Kinh tế\t22/4/2026"
    )

    assert all(deadline is None for _who, _what, deadline in tasks(body))


@pytest.mark.parametrize(
    "sentence",
    [
        "Căn cứ Công văn số 5/SNN ngày 01/3/2026 của Sở (yêu cầu gửi trước ngày 09/3/2026), UBND huyện thông báo.",
        "Báo cáo: đến ngày 20/3/2026 đã xong 04 hồ sơ.",
    ],
)
def test_days_of_another_letter_and_of_a_count_are_no_deadlines(sentence):
    assert all(deadline is None for _who, _what, deadline in tasks(sentence))


def test_place_that_sounds_like_an_hour_keeps_its_date():
    letter = HEAD.replace("Thử, ngày", "Bình Lục, ngày") + FOOT

    assert (read(letter).place, read(letter).date) == ("Bình Lục", "2026-03-02")


def test_places_of_wrapped_cells_lie_in_the_text():
    body = "TT\tNhiệm vụ\tĐơn vị chủ trì\tThời hạn\n1\tMở\tPhòng Kinh tế\tTrước ngày\n\tlớp\t\t20/4/2026"
    letter = HEAD + body + FOOT

    places = [place for place in read(letter).places if place.field.endswith(".deadline")]

    assert [letter[place.start : place.end] for place in places] == ["20/4/2026"]
