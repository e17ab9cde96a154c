"""Title, addressees and body: assertions T1, K1, B1 to B7 and the annexes A1 of the form."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest

from tests.rendering.conftest import ALL, LETTERS, TYPED
from tests.rendering.measure import MM, Line, middle

LEFT = 31 * MM
RIGHT = 595.28 - 17 * MM
TEXT_MIDDLE = (LEFT + RIGHT) / 2
INDENT = 36
FONT_LINE_HEIGHT = 14 * (1825 + 443 + 87) / 2048
ISSUER_LINES = ("PHÒNG NÔNG NGHIỆP", "VÀ PHÁT TRIỂN NÔNG THÔN", "HUYỆN ĐẮK GLONG")
TITLES = {
    "quyet_dinh": "QUYẾT ĐỊNH",
    "thong_bao": "THÔNG BÁO",
    "bien_ban": "BIÊN BẢN",
    "ke_hoach": "KẾ HOẠCH",
    "bao_cao": "BÁO CÁO",
    "to_trinh": "TỜ TRÌNH",
    "giay_moi": "GIẤY MỜI",
}


def _main_lines(sheet) -> list[Line]:
    """Lines of the document without annexes, page numbers, footnotes with their calls, and the contact in the foot."""
    annex = min((line.page for line in sheet.matching("^Phụ lục")), default=len(sheet.boxes))
    contact = min((rule["top"] for rule in sheet.rules() if rule["width"] > RIGHT - LEFT - 2), default=math.inf)
    lines = [line for line in sheet.lines if line.page < annex and line.top > 56.7 and max(line.sizes) > 11.5]
    return [line for line in lines if line.page > 0 or line.top < contact]


def _body(sheet) -> list[Line]:
    """Lines from the first indented one after the header to the end mark."""
    lines = _main_lines(sheet)
    start = next(
        index
        for index, line in enumerate(lines)
        if line.x0 == pytest.approx(LEFT + INDENT, abs=1) and {13, 14} & line.sizes and not line.text.startswith("Kính")
    )
    end = next(index for index, line in enumerate(lines) if line.text.endswith("./."))
    return lines[start : end + 1]


def _running_text(sheet) -> list[Line]:
    """Body lines that begin at the margin or at the indent: no centred headings, no cells."""
    edges = (pytest.approx(LEFT, abs=1), pytest.approx(LEFT + INDENT, abs=1))
    return [line for line in _body(sheet) if line.x0 in edges]


def _abstract_lines(sheet, title: Line) -> list[Line]:
    rest = [line for line in sheet.on(0) if line.baseline > title.baseline]
    lines = []
    for line in rest:
        if line.styles != {"Tinos-Bold"} or line.text.isupper() or line.x0 == pytest.approx(LEFT + INDENT, abs=1):
            break
        lines.append(line)
    return lines


@pytest.mark.parametrize("name", TYPED)
def test_type_and_abstract_are_bold_and_centred_over_a_rule(paper, name):
    sheet = paper(name)
    title = sheet.matching(f"^{TITLES[name.removesuffix('_long')]}$")[0]
    abstract = _abstract_lines(sheet, title)
    rule = sheet.rule_below(abstract[-1])

    for line in [title, *abstract]:
        assert (line.page, line.style) == (0, "Tinos-Bold")
        assert 13 <= line.size <= 14
        assert line.middle == pytest.approx(TEXT_MIDDLE, abs=3)
    assert abstract[-1].width / 3 <= rule["width"] <= abstract[-1].width / 2
    assert rule["width"] >= max(line.width for line in abstract) / 3
    assert middle(rule) == pytest.approx(TEXT_MIDDLE, abs=3)


@pytest.mark.parametrize("name", ["cong_van_one", "to_trinh"])
def test_one_addressee_stands_on_the_same_line(paper, name):
    line = paper(name).one("^Kính gửi:")

    assert len(line.text) > len("Kính gửi: ")
    assert 13 <= line.size <= 14
    assert line.style == "Tinos"
    assert line.middle == pytest.approx(TEXT_MIDDLE, abs=3)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("cong_van", 2),
        ("cong_van_five_long", 5),
        ("cong_van_long", 2),
        ("bao_cao", 2),
        ("bao_cao_long", 5),
        ("to_trinh_long", 5),
        ("training", 3),
    ],
)
def test_several_addressees_stand_in_a_dashed_list_under_the_colon(paper, name, count):
    sheet = paper(name)
    label = sheet.one("^Kính gửi:$")
    first_body = _body(sheet)[0]
    listed = [line for line in sheet.on(0) if label.baseline < line.baseline < first_body.baseline]
    dashes = [line for line in listed if line.text.startswith("- ")]
    text = " ".join(line.text for line in listed)

    assert len(dashes) == count
    assert {round(line.x0, 1) for line in dashes} == {round(dashes[0].x0, 1)}
    assert label.x1 - 12 <= dashes[0].x0 <= label.x1
    assert text.count(";") == count - 1
    assert text.endswith(".")
    assert {line.style for line in [label, *listed]} == {"Tinos"}
    assert all(13 <= line.size <= 14 for line in [label, *listed])


@pytest.mark.parametrize("name", ALL)
def test_body_has_one_size(paper, name):
    sizes = set().union(*(line.sizes for line in _body(paper(name))))

    assert sizes == {14.0}


@pytest.mark.parametrize("name", ALL)
def test_body_is_upright_except_the_legal_grounds(paper, name):
    sheet = paper(name)
    text = " ".join(line.text for line in _body(sheet))
    grounds_end = text.find("Theo đề nghị") if "Theo đề nghị" in text else 0

    italic = [line for line in _body(sheet) if any("Italic" in style for style in line.styles)]

    assert bool(italic) == ("Căn cứ" in text)
    assert all(line.styles == {"Tinos-Italic"} for line in italic)
    assert italic == _body(sheet)[: len(italic)]
    assert grounds_end >= 0


@pytest.mark.parametrize("name", ALL)
def test_paragraphs_share_one_indent_and_are_justified(paper, name):
    lines = _running_text(paper(name))

    assert lines
    for line, following in pairwise(lines):
        ends_paragraph = following.x0 == pytest.approx(LEFT + INDENT, abs=1)
        if ends_paragraph or following.page != line.page:
            continue
        assert line.x1 == pytest.approx(RIGHT, abs=2), line.text
    for line in lines:
        assert line.x1 <= RIGHT + 2


@pytest.mark.parametrize("name", ALL)
def test_lines_are_set_between_single_and_one_and_a_half(paper, name):
    pitches = [
        following.baseline - line.baseline
        for line, following in pairwise(_running_text(paper(name)))
        if following.page == line.page and following.x0 == pytest.approx(LEFT, abs=1)
    ]

    assert all(FONT_LINE_HEIGHT <= pitch <= 1.5 * FONT_LINE_HEIGHT for pitch in pitches)


@pytest.mark.parametrize("name", ALL)
def test_paragraphs_are_six_points_apart(paper, name):
    lines = _running_text(paper(name))
    pitch = 14 * 1.25
    gaps = [
        following.baseline - line.baseline - pitch
        for line, following in pairwise(lines)
        if following.page == line.page and following.x0 == pytest.approx(LEFT + INDENT, abs=1)
    ]

    assert gaps
    assert min(gaps) >= 6


@pytest.mark.parametrize("name", ["quyet_dinh", "ke_hoach"])
def test_legal_grounds_end_with_semicolons_and_the_last_with_a_full_stop(paper, name):
    italic = [line for line in _body(paper(name)) if line.styles == {"Tinos-Italic"}]
    entries = re.split(r"(?=Căn cứ |Theo đề nghị )", " ".join(line.text for line in italic))
    entries = [entry.strip() for entry in entries if entry.strip()]

    assert len(entries) == (3 if name == "quyet_dinh" else 2)
    assert all(entry.endswith(";") for entry in entries[:-1])
    assert entries[-1].endswith(".")


def test_decision_names_its_authority_above_the_grounds_and_decides_below_them(paper):
    sheet = paper("quyet_dinh")
    authority = sheet.one("^CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN ĐẮK GLONG$")
    decides = sheet.one("^QUYẾT ĐỊNH:$")
    first_ground = sheet.matching("^Căn cứ")[0]

    assert authority.baseline < first_ground.baseline < decides.baseline
    for line in (authority, decides):
        assert line.style == "Tinos-Bold"
        assert line.middle == pytest.approx(TEXT_MIDDLE, abs=3)


def test_articles_are_bold_at_the_indent_clauses_and_points_are_not(paper):
    sheet = paper("quyet_dinh")

    for line in sheet.matching(r"^Điều \d+\. "):
        number = line.text.split(" ")[1]
        lead = line.inked[: len(f"Điều{number}")]
        assert {char["fontname"].partition("+")[2] for char in lead} == {"Tinos-Bold"}
        assert line.x0 == pytest.approx(LEFT + INDENT, abs=1)
    assert sheet.one(r"^Điều 2\.").styles == {"Tinos-Bold"}
    assert sheet.one(r"^1\. ").styles == {"Tinos"}
    assert sheet.one(r"^a\) ").styles == {"Tinos"}


def test_clause_with_a_title_is_bold_on_its_own_line(paper):
    line = paper("cong_van").one(r"^1\. Đối với Ủy ban nhân dân các xã$")

    assert line.styles == {"Tinos-Bold"}


def test_parts_and_labelled_sections_are_centred_in_two_lines(paper):
    sheet = paper("ke_hoach")

    for label, title in (("^Phần I$", "^MỤC TIÊU$"), ("^Mục 1$", "^PHÂN CÔNG$")):
        first, second = sheet.one(label), sheet.one(title)
        assert second.baseline > first.baseline
        for line in (first, second):
            assert (line.style, line.size) == ("Tinos-Bold", 14.0)
            assert line.middle == pytest.approx(TEXT_MIDDLE, abs=3)


def test_section_without_label_is_bold_capitals_at_the_indent(paper):
    line = paper("bao_cao").one(r"^I\. KẾT QUẢ THỰC HIỆN$")

    assert line.style == "Tinos-Bold"
    assert line.x0 == pytest.approx(LEFT + INDENT, abs=1)


@pytest.mark.parametrize("name", ALL)
def test_body_ends_with_the_end_mark_once(paper, name):
    sheet = paper(name)

    assert sheet.text.count("./.") == 1
    assert _body(sheet)[-1].text.endswith("./.")


@pytest.mark.parametrize("name", LETTERS)
def test_no_page_begins_with_the_signature_alone(paper, name):
    sheet = paper(name)
    signature = sheet.one("^KT. (CHỦ TỊCH|CHÁNH VĂN PHÒNG)$")
    first = next(line for line in sheet.on(signature.page) if line.top > 56.7)

    assert first.text not in ("TM. ỦY BAN NHÂN DÂN", "TL. CHỦ TỊCH")
    assert first in _body(sheet) or signature.page == 0


def test_four_page_letter_really_has_four_pages_before_its_annexes(paper):
    annex = paper("cong_van_five_long").one("^Phụ lục I$")

    assert annex.page == 4


@pytest.mark.parametrize("name", [name for name in ALL if name.endswith("_long")])
def test_longest_of_each_type_has_three_lines_of_issuer_four_pages_and_annexes_both_ways(paper, name):
    sheet = paper(name)
    issuer = [line for line in sheet.on(0) if line.text.upper() in ISSUER_LINES]
    annex = sheet.one("^Phụ lục I$").page

    assert [line.style for line in issuer] == ["Tinos-Bold"] * 3
    assert annex >= 4
    assert {width > height for width, height in sheet.boxes[annex:]} == {True, False}


@pytest.mark.parametrize("name", [name for name in ALL if name.endswith("_long") and "five" not in name])
def test_footnote_stands_at_the_foot_of_its_page_in_eleven_points(paper, name):
    sheet = paper(name)
    note = sheet.one("Xem hướng dẫn lập hồ sơ tại phụ lục I")
    last = max(line.baseline for line in _body(sheet) if line.page == note.page)

    assert max(note.sizes) == 11.0
    assert note.baseline > last
    assert note.bottom <= sheet.boxes[note.page][1] - 56.7


def test_annexes_are_labelled_titled_and_refer_to_their_document(paper):
    sheet = paper("cong_van_five_long")

    for roman, title in (("I", "DANH SÁCH"), ("II", "BIỂU TỔNG HỢP"), ("III", "BIỂU MẪU")):
        label = sheet.one(f"^Phụ lục {roman}$")
        heading = next(line for line in sheet.matching(f"^{title}") if line.page == label.page)
        reference = next(
            line for line in sheet.matching(r"^\(Kèm theo Công văn số 05/PNN-VP") if line.page == label.page
        )
        text_middle = (LEFT + sheet.boxes[label.page][0] - 17 * MM) / 2
        assert (label.style, label.size) == ("Tinos-Bold", 14.0)
        assert heading.style == "Tinos-Bold"
        assert heading.text == heading.text.upper()
        assert reference.style == "Tinos-Italic"
        for line in (label, heading, reference):
            assert 13 <= line.size <= 14
            assert line.middle == pytest.approx(text_middle, abs=3)
        assert label.baseline < heading.baseline < reference.baseline


def test_table_head_is_repeated_on_each_page_of_an_annex(paper):
    sheet = paper("cong_van_five_long")
    pages = [line.page for line in sheet.matching("^Sản phẩm$|^TT.*Sản phẩm")]

    assert len(pages) == len(set(pages))
    assert len(pages) >= 3
