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


def test_stamp_of_the_receiving_office_is_neither_type_nor_subject():
    stamp = (
        "V/v thử\n                    CÔNG VĂN ĐẾN\n                    Số: 1189\n                    Ngày: 08/3/2026"
    )

    reading = read(HEAD.replace("V/v thử", stamp) + FOOT)

    assert (reading.doc_type, reading.subject, reading.number) == ("công văn", "thử", "1/UBND-NN")


def test_bracket_at_the_end_of_a_subject_stays():
    assert read(HEAD.replace("V/v thử", "“V/v nộp mẫu (lần 2)”") + FOOT).subject == "nộp mẫu (lần 2)"


def test_line_that_says_whose_conclusion_it_is_is_no_abstract():
    head = (
        "TỈNH ỦY THỬ\n*\nSố 21-KL/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nThử, ngày 02 tháng 3 năm 2026\nKẾT LUẬN\n"
        "CỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề phát triển sản phẩm OCOP\n-----\nTại phiên họp ngày 01/3/2026 đã kết luận:"
    )

    assert read(head + FOOT).subject == "phát triển sản phẩm OCOP"


def test_upper_body_of_a_union_or_the_party_is_not_the_issuer():
    head = "HỘI NÔNG DÂN VIỆT NAM\nBCH HỘI NÔNG DÂN TỈNH THỬ\n*\nSố 7-CV/HNDT\nThử, ngày 02 tháng 3 năm 2026\n"
    party = head.replace("HỘI NÔNG DÂN VIỆT NAM", "ĐẢNG BỘ TỈNH THỬ").replace("BCH HỘI NÔNG DÂN TỈNH", "HUYỆN ỦY")

    assert [read(text + FOOT).issuer for text in (head, party)] == ["BCH HỘI NÔNG DÂN TỈNH THỬ", "HUYỆN ỦY THỬ"]


@pytest.mark.parametrize(
    "value",
    ["Quý Doanh nghiệp, Hợp tác xã, Cơ sở sản xuất trong tỉnh", "Đại diện HTX Sen Vàng, Cơ sở mộc Ba Tài"],
)
def test_list_under_one_word_is_one_addressee(value):
    assert read(HEAD.replace("UBND các xã.", value) + FOOT).addressees == [value]


def test_blanks_that_a_scan_puts_before_marks_go():
    reading = read(HEAD.replace("UBND các xã.", "UBND các xã , phường .") + FOOT.replace("VT.", "VT , KT ."))

    assert (reading.addressees, reading.recipients[-1]) == (["UBND các xã, phường"], "Lưu: VT, KT")


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        (
            ("Theo nhiệm vụ được Thủ tướng Chính phủ giao tại các Quyết định: số 1/QĐ-TTg ngày 01/3/2025, "
            "số 2/QĐ-TTg ngày 02/3/2025 và số 3/QĐ-TTg ngày 03/3/2025"),
            ["Thủ tướng Chính phủ"] * 3,
        ),
        (
            ("Theo đề nghị của UBND các xã An, Bình và Hòa Thuận (tại các Công văn số 1/UBND-KT ngày 01/3/2025, "
            "số 2/UBND-KT ngày 02/3/2025 và số 3/UBND-KT ngày 03/3/2025)"),
            ["UBND xã An", "UBND xã Bình", "UBND xã Hòa Thuận"],
        ),
        (
            ("Xét đề nghị của UBND phường An tại Công văn số 1/UBND-KT ngày 01/3/2025 và UBND xã Bình tại Công văn "
            "số 2/UBND-KT ngày 02/3/2025"),
            ["UBND phường An", "UBND xã Bình"],
        ),
        (
            ("Thay thế Nghị quyết số 1/NQ-HĐND ngày 01/3/2025 của HĐND tỉnh và Nghị quyết số 2/NQ-HĐND ngày 02/3/2025 "
            "của HĐND tỉnh Thử"),
            ["HĐND tỉnh", "HĐND tỉnh Thử"],
        ),
        (
            "Ngày 01/3/2025, Phòng Kinh tế có Công văn số 1/KT; ngày 05/3/2025 Phòng tiếp tục có Công văn số 2/KT-NN",
            ["Phòng Kinh tế", "Phòng Kinh tế"],
        ),
        ("Xét Biên bản số 4/BB-HĐ ngày 10/3/2025 của Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện.",
         ["Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện"]),
    ],
)  # fmt: skip
def test_issuers_of_lists_and_pairs_of_documents(text, issuers):
    found = read(HEAD + text + FOOT).references

    assert [ref.issuer for ref in found] == issuers


def test_documents_that_addressees_are_named_by_are_read():
    head = HEAD.replace("UBND các xã.", "Các thành viên Hội đồng theo Quyết định số 5/QĐ-UBND ngày 03/01/2026.")

    assert [(ref.number, ref.date) for ref in read(head + FOOT).references] == [("5/QĐ-UBND", "2026-01-03")]


@pytest.mark.parametrize(
    ("order", "who"),
    [
        ("1. Đảng ủy các xã đưa chỉ tiêu vào nghị quyết; phân công cấp ủy viên phụ trách.", "Đảng ủy các xã"),
        ("1. Riêng Phòng Tư pháp, đề nghị thẩm định dự thảo trước ngày 20/3/2026.", "Phòng Tư pháp"),
        ("1. Ủy ban MTTQ và các tổ chức chính trị - xã hội huyện xây dựng chương trình phối hợp.",
         "Ủy ban MTTQ và các tổ chức chính trị - xã hội huyện"),
        ("1. Định kỳ vào ngày 25 hằng tháng, Phòng Kinh tế báo cáo UBND huyện.", "Phòng Kinh tế"),
        ("1. Các chủ thể có giấy chứng nhận nộp hồ sơ đánh giá lại.", "Các chủ thể có giấy chứng nhận"),
        ("1. Ban cán sự đảng UBND huyện lãnh đạo UBND huyện ban hành kế hoạch.", "Ban cán sự đảng UBND huyện"),
    ],
)  # fmt: skip
def test_subject_of_an_order_is_who_acts(order, who):
    assert [name for name, _what, _deadline in tasks("UBND huyện yêu cầu:\n" + order)] == [who]
