"""Terms: which days are set, which are only told, and which are counted because the letter names none."""

from __future__ import annotations

import pytest

from directives.reader import Task, read
from tests.directives.reader.test_rules import FOOT, HEAD


def tasks(body: str) -> list[Task]:
    return read(HEAD + body + FOOT).tasks


def deadlines(body: str) -> list[str]:
    return [task.deadline for task in tasks(body) if task.deadline]


def last_days(body: str) -> list[str]:
    return [task.last_day for task in tasks(body) if task.last_day]


@pytest.mark.parametrize(
    ("order", "last"),
    [
        ("Đề nghị UBND các xã báo cáo kết quả, hoàn tất trong tháng 7 năm 2026.", "2026-07-31"),
        ("1. UBND các xã rà soát, xong trong quý III năm 2026.", "2026-09-30"),
        ("1. UBND các xã lập danh sách, hoàn thành trước tháng 9/2026.", "2026-08-31"),
        ("1. Tập huấn cho chủ thể: quý IV/2026 (02 lớp).", "2026-12-31"),
        ("UBND các xã trả lời trong vòng 15 ngày, kể từ ngày 05/3/2026.", "2026-03-20"),
    ],
)
def test_month_quarter_and_count_of_days_end_on_a_day_but_name_no_deadline(order, last):
    found = tasks(order)

    assert [(task.deadline, task.last_day, task.deadline_kind) for task in found] == [(None, last, "until")]


def test_counted_day_is_told_as_a_doubt():
    reading = read(HEAD + "1. UBND các xã rà soát, hoàn thành trong quý II/2026." + FOOT)

    assert any("tính ra ngày cuối là 30/06/2026" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "sentence",
    [
        "Đề nghị các đơn vị góp ý trong thời hạn 05 ngày làm việc kể từ ngày 05/3/2026.",
        "Sản phẩm được công nhận trong quý II/2025 được hỗ trợ 10 triệu đồng.",
        "Đề nghị UBND các xã gửi báo cáo để Phòng tổng hợp, trình UBND huyện trong tháng 4/2026.",
        "Phòng sẽ tổng hợp, trình UBND huyện trong tháng 4/2026.",
        "Phấn đấu hoàn thành 02 sản phẩm mới trong quý II/2026.",
        "Dự thảo được đăng trên cổng thông tin trong 20 ngày, từ ngày 05/3/2026.",
    ],
)
def test_working_days_facts_and_purposes_are_not_counted(sentence):
    assert last_days(sentence) == []


@pytest.mark.parametrize(
    ("body", "set_"),
    [
        (
            (
                "Theo Công văn số 12/UBND-KT ngày 03/01/2026 các xã phải gửi danh sách trước ngày 15/02/2026 nhưng "
                "đến nay 05 xã vẫn chưa gửi. Đề nghị gửi ngay, chậm nhất ngày 10/3/2026."
            ),
            ["2026-03-10"],
        ),
        (
            (
                "Ngày 05/01/2026, UBND huyện có Công văn số 9/UBND-KT đề nghị các xã gửi hồ sơ trước ngày 15/01/2026. "
                "Tuy nhiên, đến 17 giờ ngày 20/02/2026 mới nhận được 3 hồ sơ."
            ),
            [],
        ),
        ("09 xã chưa nộp dù thời hạn theo Kế hoạch số 8/KH-UBND ngày 02/01/2026 là trước ngày 30/01/2026.", []),
        ("Gia hạn thời gian nộp hồ sơ từ trước ngày 28/02/2026 sang trước ngày 20/3/2026.", ["2026-03-20"]),
        ("Hạn nộp lùi đến hết ngày 30/3/2026 thay cho thời hạn trước ngày 28/02/2026.", ["2026-03-30"]),
        ("Các xã đã nộp hồ sơ trước ngày 25/02/2026 bổ sung bản sao, hạn chót là ngày 25/3/2026.", ["2026-03-25"]),
        ("Năm trước đã thu 40 hồ sơ (hạn nộp 31/10/2025).", []),
        ("Hồ sơ nộp trước ngày 01/3/2026 tiếp tục thực hiện theo quy định cũ.", []),
        ("Số liệu chốt đến ngày 28/02/2026; gửi về Phòng trước ngày 08/3/2026.", ["2026-03-08"]),
        ("Trung ương hỗ trợ 50 triệu đồng, giải ngân trước ngày 31/3/2026 (đã chuyển).", []),
        ("Thực hiện yêu cầu của Sở gửi trước ngày 05/3/2026, Phòng đề nghị gửi trước ngày 04/3/2026.", ["2026-03-04"]),
        ("Giấy chứng nhận có thời hạn đến ngày 30/12/2027.", []),
    ],
)
def test_days_that_are_told_are_no_deadlines(body, set_):
    assert deadlines(body) == set_


@pytest.mark.parametrize(
    ("body", "time"),
    [
        ("Có báo cáo thẩm định chậm nhất vào cuối giờ làm việc ngày 24/3/2026.", None),
        ("UBND các xã gửi phiếu về Phòng không\nmuộn\n   hơn ngày 24/3/2026.", None),
        ("Mỗi xã đăng ký 05 sản phẩm; hạn cuối đăng ký ngày 24/3/2026.", None),
        ("Hội chợ mở ngày 05/5/2026: đơn vị gửi phiếu từ ngày 10/3/2026 đến hết ngày 24/3/2026.", None),
        ("Hạn cuối nhận bài dự thi là 17h00 ngày 24/3/2026.", "17:00"),
    ],
)
def test_ways_to_name_a_last_day(body, time):
    assert [(task.deadline, task.deadline_kind, task.deadline_time) for task in tasks(body)] == [
        ("2026-03-24", "until", time)
    ]


def test_term_of_a_heading_holds_for_its_items_until_the_next_heading():
    body = (
        "II. NHIỆM VỤ\n1. Các việc hoàn thành trước ngày 20/3/2026:\na) Phòng Nội vụ: Tham mưu quyết định.\n"
        "b) UBND các xã: Lập danh sách.\n2. Các việc thường xuyên:\na) Công an xã: Nắm tình hình."
    )

    assert [(task.assignee, task.deadline) for task in tasks(body)] == [
        ("Phòng Nội vụ", "2026-03-20"),
        ("UBND các xã", "2026-03-20"),
        ("Công an xã", None),
    ]


def test_heading_that_is_only_a_quarter_holds_for_its_items():
    body = (
        "1. Trong quý II/2026:\na) Chi cục Thuế: Lập danh sách.\n2. Từ quý III/2026:\na) Phòng Kinh tế: Tổng hợp hồ sơ."
    )

    assert [task.last_day for task in tasks(body)] == ["2026-06-30", None]


def test_heading_may_name_who_and_when():
    body = "1. Phòng Nội vụ (hoàn thành trước ngày 15/4/2026):\n- Tham mưu kiện toàn.\n- Xây dựng quy chế làm việc."

    assert [(task.assignee, task.deadline) for task in tasks(body)] == [("Phòng Nội vụ", "2026-04-15")] * 2


def test_rounds_within_a_sentence_share_what_they_are_for():
    reading = read(
        HEAD + "Phòng tiếp nhận hồ sơ theo 02 đợt: đợt 1 đến hết ngày 31/3; đợt 2 đến hết ngày 31/7/2026." + FOOT
    )

    assert [(one.name, one.deadline) for one in reading.rounds] == [("Đợt 1", "2026-03-31"), ("Đợt 2", "2026-07-31")]


def test_rounds_stand_in_a_table_of_their_own():
    body = (
        "UBND các xã gửi phiếu theo các đợt sau:\nĐợt | Đối tượng | Hạn nộp | Họp Hội đồng\n"
        "Đợt 1 | Sản phẩm cũ | Trước ngày 05/4/2026 | 20/4/2026\n"
        "Đợt 2 | Sản phẩm mới, đã có phiếu | Trước ngày 05/8/2026 | 20/8/2026"
    )
    reading = read(HEAD + body + FOOT)

    assert [(one.name, one.deadline) for one in reading.rounds] == [("Đợt 1", "2026-04-05"), ("Đợt 2", "2026-08-05")]


def test_column_of_terms_may_name_months_and_days_that_come_back():
    body = (
        "TT\tNội dung\tĐơn vị thực hiện\tThời gian hoàn thành\n1\tMở lớp tập huấn\tPhòng Nội vụ\tTháng 7/2026\n"
        "2\tTổng kết\tPhòng Kinh tế\tQuý IV năm 2026\n3\tBáo cáo\tUBND các xã\tTrước ngày 20/6 hằng năm"
    )
    found = tasks(body)

    assert [task.last_day for task in found] == ["2026-07-31", "2026-12-31", None]
    assert [(one.every, one.day, one.month) for task in found if (one := task.recurrence)] == [("year", 20, 6)]


def test_year_written_with_one_deadline_serves_those_before_it():
    body = "1- Gửi danh sách về Phòng trước 10/4.\n2- Nộp hồ sơ trước ngày 25/4/2026."

    assert deadlines(body) == ["2026-04-10", "2026-04-25"]


def test_recurrences_over_line_ends_with_dashes_and_in_pairs():
    body = (
        "1. UBND các xã gửi báo cáo trước ngày 15 hằng\ntháng.\n"
        "2. UBND các xã định kỳ hằng năm (trước ngày 10-12) báo cáo UBND huyện.\n"
        "3. UBND các xã báo cáo 6 tháng gửi trước ngày 10/6.\n"
        "4. UBND các xã định kỳ 6 tháng, năm báo cáo UBND huyện."
    )

    assert [(one.every, one.day, one.month) for task in tasks(body) if (one := task.recurrence)] == [
        ("month", 15, None), ("year", 10, 12), ("half_year", 10, 6), ("period", None, None),
    ]  # fmt: skip


def test_meeting_that_comes_back_is_no_order():
    body = "1. UBND các xã gửi báo cáo.\nSở sẽ công bố danh sách nộp chậm tại hội nghị giao ban hằng quý."

    assert not any(task.recurrence for task in tasks(body))
