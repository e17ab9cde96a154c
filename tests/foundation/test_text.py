"""Vietnamese text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import text


@pytest.mark.parametrize(
    ("written", "key"),
    [("Cà phê Bờ Y", "ca phe bo y"), ("ĐẮK GLONG", "dak glong"), ("  Măng\u00a0khô ", "mang kho")],
)
def test_search_key_ignores_accents(written, key):
    assert text.search_key(written) == key
    assert text.search_key(unicodedata.normalize("NFD", written)) == key


def test_names_sort_by_given_name():
    names = ["Trần Thị Bình", "Nguyễn Văn An", "Lê Văn Ân", "A Thút"]

    assert sorted(names, key=text.sort_key) == ["Nguyễn Văn An", "Lê Văn Ân", "Trần Thị Bình", "A Thút"]


@pytest.mark.parametrize(
    ("title", "within"),
    [
        ("Hỗ trợ bao bì", "hỗ trợ bao bì"),
        ("OCOP: hỗ trợ bao bì", "OCOP: hỗ trợ bao bì"),
        ("Ủng hộ", "ủng hộ"),
        ("", ""),
    ],
)
def test_title_within_a_sentence_keeps_the_letters_of_a_name(title, within):
    assert text.lower_first(title) == within


def test_direction_marks_and_zero_width_are_removed():
    assert text.one_line("Cà\u202e phê\u200b  rang\x00") == "Cà phê rang"


@given(st.text())
def test_cleaning_twice_changes_nothing(raw):
    once = text.one_line(raw)

    assert text.one_line(once) == once


def test_slug_is_fit_for_a_file():
    assert text.slug("Cà phê Đắk Hà 100%") == "ca-phe-dak-ha-100"
