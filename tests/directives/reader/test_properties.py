"""What holds for any text at all."""

from __future__ import annotations

import datetime
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from directives.reader import as_json, read

PIECES = st.sampled_from(
    [
        "Số: 12/UBND-NN", "Số: /QĐ-UBND", "ỦY BAN NHÂN DÂN", "HUYỆN NGỌC HỒI", "Kính gửi:",
        "- UBND các xã;", "V/v ", "V⁄v ",
        "trước ngày ", "chậm nhất ", "đến hết ngày ", "ngày 31/02/2024", "25/3/2024",
        "ngày 02 tháng 11 năm 2021", "15/6",
        "hàng tháng", "hằng quý", "Đợt 1: ", "1. ", "a) ", "(2) ", "Giao Phòng Kinh tế chủ trì, phối hợp với ", "./.",
        "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH",
        "Nguyễn Văn Việt", "PHỤ LỤC I",
        "Công văn số 1/A-B ngày 1/1/2020 của Bộ Y tế", "Luật Đất đai ngày ", "\n", "\n\n", "\t",
        "     ", "**", "|", "\r\n", "\u0301",
        "trước 11 giờ 30’ ngày ", "từ ngày ", "nộp hồ sơ ", "thu\u031b\u0301", "\x0c", "⁽¹⁾ ", "\u200b",
    ]
)  # fmt: skip
LETTERS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60).map(" ".join)


@settings(max_examples=250, deadline=None)
@given(LETTERS)
def test_any_text_is_read_twice_alike_with_places_inside_it(text: str) -> None:
    reading = read(text)

    assert reading == read(text)
    for place in reading.places:
        assert 0 <= place.start <= place.end <= len(text)
        assert 0 < place.confidence <= 1
    assert len(as_json(reading, text)["spans"]) == len(reading.places)


@settings(max_examples=150, deadline=None)
@given(LETTERS)
def test_no_date_is_read_whose_numbers_are_not_in_the_text(text: str) -> None:
    numbers = {int(found) for found in re.findall(r"\d+", text) if len(found) < 6}

    reading = read(text)

    for value in [reading.date, *(task.deadline for task in reading.tasks), *(ref.date for ref in reading.references)]:
        if value is not None and not re.search(r"[oOlI]\d|\d[oOlI]", text):
            date = datetime.date.fromisoformat(value)
            assert {date.day, date.month} <= numbers
            assert date.year in numbers or date.year % 100 in numbers
