"""How numbers, dates, lists and headings are written and broken into lines."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.rendering import wording
from directives.rendering.layout import rule_class
from directives.rendering.typeface import balanced_lines, printable, text_width
from tests.rendering import samples


@pytest.mark.parametrize(("number", "text"), [(1, "01"), (9, "09"), (10, "10"), (215, "215"), (1001, "1001")])
def test_number_below_ten_has_a_leading_zero(number, text):
    assert wording.number_text(number) == text


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (datetime.date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (datetime.date(2020, 2, 29), "ngày 29 tháng 02 năm 2020"),
        (datetime.date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (datetime.date(2021, 12, 9), "ngày 09 tháng 12 năm 2021"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_leading_zero(date, text):
    assert wording.date_text(date) == text


def test_draft_leaves_number_and_date_blank():
    assert wording.number_text(None).strip() == ""
    assert wording.date_text(None).split() == ["ngày", "tháng", "năm"]


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (39, "XXXIX")])
def test_annexes_are_counted_in_roman_numerals(number, text):
    assert wording.roman(number) == text


@pytest.mark.parametrize("typed", ["V/v đăng ký", "v/v  đăng ký.", "“V/v đăng ký”", "đăng ký"])
def test_subject_of_a_letter_begins_once_with_its_mark(typed):
    assert wording.abstract_text(samples.letter(1, abstract=typed)) == "V/v đăng ký"


@pytest.mark.parametrize(
    "name", ["ThS. Lê Văn Đạt", "PGS.TS. Lê Văn Đạt", "Ông Lê Văn Đạt", "bà Lê Văn Đạt", "Lê Văn Đạt"]
)
def test_signer_has_no_title(name):
    assert wording.signer_name(name) == "Lê Văn Đạt"


def test_name_that_looks_like_a_title_is_kept():
    assert wording.signer_name("Bàn Thị Sáu") == "Bàn Thị Sáu"


def test_list_sets_its_own_dashes_and_ends():
    assert wording.listed(["- Như trên;", "Sở Nông nghiệp.", " ", "Lưu: VT"]) == [
        "- Như trên;",
        "- Sở Nông nghiệp;",
        "- Lưu: VT.",
    ]


def test_recipients_of_a_decision_are_not_the_addressees():
    lines = wording.recipient_lines(samples.decision(recipients=["Như Điều 3", "Lưu: VT"], archive="VT, NN"))

    assert lines == ["- Như Điều 3;", "- Lưu: VT, NN."]


def test_recipients_keep_a_remark_after_the_first():
    lines = wording.recipient_lines(samples.letter(1, recipients=["Như trên (t/h)"], archive="VT"))

    assert lines == ["- Như trên (t/h);", "- Lưu: VT."]


@pytest.mark.parametrize(
    "text", ["Yêu cầu thực hiện", "Yêu cầu thực hiện.", "Yêu cầu thực hiện./.", "Yêu cầu thực hiện ;"]
)
def test_body_ends_with_one_mark(text):
    assert wording.ended(text) == "Yêu cầu thực hiện./."


def test_heading_is_broken_into_even_lines_that_do_not_end_on_a_joining_word():
    lines = balanced_lines("Phòng Nông nghiệp và Phát triển nông thôn".upper(), style="bold", size=12, width=185)

    assert lines == ["PHÒNG NÔNG NGHIỆP", "VÀ PHÁT TRIỂN NÔNG THÔN"]


@given(st.lists(st.text("abcđếư", min_size=1, max_size=9), max_size=25), st.integers(40, 400))
def test_breaking_loses_no_letter_and_keeps_to_the_width(words, width):
    lines = balanced_lines(" ".join(words), style="bold", size=14, width=width)

    assert "".join(lines).replace(" ", "") == "".join(words)
    assert all(text_width(line, style="bold", size=14) <= width for line in lines)


@given(st.lists(st.text("abcđếư", min_size=1, max_size=9), max_size=25))
def test_breaking_leaves_words_whole(words):
    lines = balanced_lines(" ".join(words), style="bold", size=14, width=150)

    assert " ".join(lines).split() == words


@given(st.lists(st.text("abcđếư", min_size=2, max_size=9), min_size=1, max_size=25))
def test_rule_is_never_longer_than_half_of_the_last_line(words):
    lines = balanced_lines(" ".join(words), style="bold", size=14, width=350)

    percent = int(rule_class(lines, size=14).rpartition("--")[2])

    assert 100 / 3 <= percent <= 50


def test_letters_that_the_typeface_has_are_kept():
    text = "Ủy ban nhân dân huyện Đắk Glong – “mật ong”, 5 ≥ 3"

    assert printable(text) == text
