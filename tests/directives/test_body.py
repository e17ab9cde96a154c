"""From typed sections to blocks and back. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.body import SectionText, blocks_of, sections_of
from directives.enums import DocumentType
from directives.rendering import Article, Bullet, Clause, Column, Paragraph, Part, Point, Section, Table

TYPES = [value for value in DocumentType.values if value != DocumentType.GIAY_CHUNG_NHAN]
ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy ÁỐỢ0123456789.,;:)(-–+•|/“”\n\t\u00a0\u200b"


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("Triển khai", Paragraph("Triển khai")),
        ("1. Rà soát", Clause("1", text="Rà soát")),
        ("a) Lập danh sách", Point("a", "Lập danh sách")),
        ("đ) Gửi về phòng", Point("đ", "Gửi về phòng")),
        ("- Các xã", Bullet("Các xã")),
        ("– Các xã", Bullet("Các xã")),
        ("+ Các xã", Bullet("Các xã")),
        ("-5 độ", Paragraph("-5 độ")),
        ("1.500 sản phẩm", Paragraph("1.500 sản phẩm")),
        ("z) không phải điểm", Paragraph("z) không phải điểm")),
    ],
)
def test_line_becomes_its_block(line, block):
    assert blocks_of([SectionText("", line)], DocumentType.CONG_VAN) == [block]


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        (DocumentType.CONG_VAN, Clause("2", title="Hai")),
        (DocumentType.KE_HOACH, Section("Hai", number="II")),
        (DocumentType.QUYET_DINH, Article(2, title="Hai")),
    ],
)
def test_title_becomes_what_the_type_asks_for(kind, heading):
    blocks = blocks_of([SectionText("Một", "x"), SectionText("Hai", "")], kind)

    assert blocks[-1] == heading


def test_article_without_title_takes_its_first_line():
    blocks = blocks_of([SectionText("", "Công nhận sản phẩm.\n- Cà phê")], DocumentType.QUYET_DINH)

    assert blocks == [Article(1, text="Công nhận sản phẩm."), Bullet("Cà phê")]


def test_empty_sections_leave_no_trace():
    assert blocks_of([SectionText(" ", "\n \n")], DocumentType.QUYET_DINH) == []


@settings(deadline=None)
@given(
    kind=st.sampled_from(TYPES),
    typed=st.lists(st.tuples(st.text(ALPHABET, max_size=20), st.text(ALPHABET, max_size=60)), max_size=4),
)
def test_what_was_typed_comes_back_as_the_same_body(kind, typed):
    blocks = blocks_of([SectionText(*pair) for pair in typed], kind)

    sections = sections_of(blocks, kind)

    if sections is not None:
        assert blocks_of(sections, kind) == blocks


@pytest.mark.parametrize(
    "blocks",
    [
        [Table([Column("Sản phẩm")], [["Cà phê"]])],
        [Paragraph("Cà phê", lead="Thời gian:")],
        [Part("I", "Chung")],
        [Article(3, text="x")],
    ],
)
def test_body_that_text_cannot_hold_is_left_alone(blocks):
    assert sections_of(blocks, DocumentType.QUYET_DINH) is None
