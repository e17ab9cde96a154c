"""Paper, page numbers, header, number and date: assertions P1 to P6, H1 to H6, N1 to N4, D1, D2, U1, F1 of the form."""

from __future__ import annotations

import re

import pytest

from directives.rendering import ABBREVIATIONS
from tests.rendering.conftest import ALL, DATED, LETTERS, TYPED
from tests.rendering.measure import MM, middle

A4 = (595.28, 841.89)
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NUMBER = r"^Số:"
DATED_LINE = r"ngày \d\d tháng \d+ năm \d{4}$"


@pytest.mark.parametrize("name", ALL)
def test_page_is_a4_portrait_unless_an_annex_is_landscape(paper, name):
    boxes = paper(name).boxes

    for width, height in boxes:
        assert sorted((width, height)) == pytest.approx(A4, abs=1)
    landscape = [page for page, (width, height) in enumerate(boxes) if width > height]
    annex = [line.page for line in paper(name).matching("^BIỂU")]
    assert bool(landscape) == bool(annex)
    assert not landscape or min(landscape) == min(annex)


@pytest.mark.parametrize("name", ALL)
def test_margins_lie_within_the_decree(paper, name):
    sheet = paper(name)

    for page, (width, height) in enumerate(sheet.boxes):
        body = [line for line in sheet.on(page) if line.top > 56.7]
        assert min(line.x0 for line in body) >= 85.0
        assert max(line.x1 for line in body) <= width - 42.5
        assert max(line.bottom for line in body) <= height - 56.7
        assert all(re.fullmatch(r"\d+", line.text) for line in sheet.on(page) if line.top <= 56.7)
    left = min(line.x0 for line in sheet.lines)
    right = max(line.x1 for line in sheet.on(0))
    assert 85.0 <= left <= 99.3
    assert 42.5 <= sheet.boxes[0][0] - right <= 56.7


@pytest.mark.parametrize("name", ALL)
def test_first_body_line_of_each_page_starts_in_the_top_margin_range(paper, name):
    sheet = paper(name)

    for page in range(len(sheet.boxes)):
        first = min(line.top for line in sheet.on(page) if line.top > 56.7)
        assert 56.7 <= first <= 70.9


@pytest.mark.parametrize("name", ALL)
def test_tables_and_rules_stay_within_the_margins(paper, name):
    sheet = paper(name)

    for page, (width, _) in enumerate(sheet.boxes):
        for drawn in sheet.rects[page] + sheet.strokes[page]:
            assert 31 * MM - 1 <= drawn["x0"] <= drawn["x1"] <= width - 17 * MM + 1


@pytest.mark.parametrize("name", ALL)
def test_text_is_black_except_the_red_marks(paper, name):
    for line in paper(name).lines:
        red = line.text in {"HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"}
        assert (line.colours == {(0.0, 0.0, 0.0)}) is not red


@pytest.mark.parametrize("name", ALL)
def test_page_numbers_start_on_the_second_page_and_again_in_each_annex(paper, name):
    sheet = paper(name)
    expected, count = [], 0
    for page in range(len(sheet.boxes)):
        starts = page == 0 or any(re.match("Phụ lục", line.text) for line in sheet.on(page))
        count = 1 if starts else count + 1
        expected.append([] if starts else [str(count)])

    found = [[line.text for line in sheet.on(page) if line.bottom < 56.7] for page in range(len(sheet.boxes))]

    assert found == expected


@pytest.mark.parametrize("name", ["cong_van_five_long", "ke_hoach"])
def test_page_number_is_centred_upright_13_to_14_points(paper, name):
    sheet = paper(name)
    numbers = [line for line in sheet.lines if line.bottom < 56.7]

    assert numbers
    for line in numbers:
        text_middle = (31 * MM + sheet.boxes[line.page][0] - 17 * MM) / 2
        assert line.middle == pytest.approx(text_middle, abs=3)
        assert 13 <= line.size <= 14
        assert line.style == "Tinos"


@pytest.mark.parametrize("name", ALL)
def test_nation_is_the_topmost_row_at_the_right(paper, name):
    sheet = paper(name)
    line = sheet.one(NATION)

    assert line.text == NATION
    assert (line.page, line.style) == (0, "Tinos-Bold")
    assert 12 <= line.size <= 13
    assert line.middle > sheet.boxes[0][0] / 2
    assert line.baseline == min(other.baseline for other in sheet.on(0))


@pytest.mark.parametrize("name", ALL)
def test_motto_stands_below_the_nation_over_a_rule_of_its_own_length(paper, name):
    sheet = paper(name)
    line = sheet.one(MOTTO)
    rule = sheet.rule_below(line)

    assert line.text == MOTTO
    assert line.style == "Tinos-Bold"
    assert 13 <= line.size <= 14
    assert line.middle == pytest.approx(sheet.one(NATION).middle, abs=2)
    assert rule["width"] == pytest.approx(line.width, abs=3)
    assert middle(rule) == pytest.approx(line.middle, abs=2)


def _issuer_lines(sheet):
    number = sheet.one(NUMBER)
    return [line for line in sheet.on(0) if line.baseline < number.baseline and line.middle < sheet.boxes[0][0] / 2]


@pytest.mark.parametrize("name", ALL)
def test_issuer_is_bold_capitals_at_the_left_on_the_nations_row(paper, name):
    sheet = paper(name)
    lines = _issuer_lines(sheet)
    bold = [line for line in lines if line.style == "Tinos-Bold"]

    assert lines[0].baseline == pytest.approx(sheet.one(NATION).baseline, abs=2)
    assert bold
    for line in lines:
        assert line.text == line.text.upper()
        assert 12 <= line.size <= 13
        assert line.middle == pytest.approx(lines[-1].middle, abs=2)
        assert line.x1 < sheet.one(NATION).x0
    assert lines[-len(bold) :] == bold


@pytest.mark.parametrize("name", ["cong_van_five_long", "bien_ban", "to_trinh"])
def test_parent_stands_above_the_issuer_and_is_not_bold(paper, name):
    styles = [line.style for line in _issuer_lines(paper(name))]

    assert styles[0] == "Tinos"
    assert styles == sorted(styles)


def test_issuer_of_three_lines_keeps_its_lines(paper):
    texts = [line.text for line in _issuer_lines(paper("cong_van_five_long"))]

    assert texts == ["UBND HUYỆN ĐẮK GLONG", "PHÒNG NÔNG NGHIỆP", "VÀ PHÁT TRIỂN NÔNG THÔN", "HUYỆN ĐẮK GLONG"]


@pytest.mark.parametrize("name", ALL)
def test_rule_below_the_issuer_is_a_third_to_a_half_of_its_last_line(paper, name):
    sheet = paper(name)
    last = _issuer_lines(sheet)[-1]
    rule = sheet.rule_below(last)

    assert last.width / 3 <= rule["width"] <= last.width / 2
    assert middle(rule) == pytest.approx(last.middle, abs=2)


@pytest.mark.parametrize("name", ALL)
def test_number_line_has_the_decrees_form(paper, name):
    sheet = paper(name)
    line = sheet.one(NUMBER)
    issuer = _issuer_lines(sheet)[-1]

    assert re.fullmatch(r"Số:\s?\d{2,}/[A-ZĐ][A-Za-zĐđ0-9&-]*", line.text)
    assert (line.size, line.style) == (13, "Tinos")
    assert line.middle == pytest.approx(issuer.middle, abs=3)
    assert " " not in line.text.partition("Số: ")[2]


def test_number_below_ten_is_padded(paper):
    assert paper("cong_van").one(NUMBER).text == "Số: 05/UBND-NN"
    assert paper("quyet_dinh").one(NUMBER).text == "Số: 215/QĐ-UBND"


@pytest.mark.parametrize("name", ALL)
def test_symbol_names_the_type_of_a_typed_document_only(paper, name):
    first_group = paper(name).one(NUMBER).text.partition("/")[2].split("-")[0]

    assert (first_group in ABBREVIATIONS.values()) == (name in TYPED)


@pytest.mark.parametrize("name", DATED)
def test_place_and_date_share_the_numbers_row(paper, name):
    sheet = paper(name)
    (line,) = [found for found in sheet.matching(DATED_LINE) if found.style == "Tinos-Italic" and found.page == 0][:1]

    assert re.fullmatch(r"[^,]+, ngày (0[1-9]|[12]\d|3[01]) tháng (0[12]|[3-9]|1[0-2]) năm \d{4}", line.text)
    assert 13 <= line.size <= 14
    assert line.middle == pytest.approx(sheet.one(NATION).middle, abs=3)
    assert line.baseline == pytest.approx(sheet.one(NUMBER).baseline, abs=2)


def test_minutes_have_no_place_and_date_in_the_header(paper):
    sheet = paper("bien_ban")
    title = sheet.one("^BIÊN BẢN$")

    assert not [line for line in sheet.on(0) if line.baseline < title.baseline and "ngày" in line.text]


@pytest.mark.parametrize("name", LETTERS)
def test_subject_of_a_letter_stands_six_points_below_the_number(paper, name):
    sheet = paper(name)
    number, first = sheet.one(NUMBER), sheet.one("^V/v ")

    assert 12 <= first.size <= 13
    assert first.style == "Tinos"
    assert first.middle == pytest.approx(number.middle, abs=3)
    assert first.top - number.bottom == pytest.approx(6, abs=0.5)


@pytest.mark.parametrize("name", LETTERS)
def test_letter_has_no_title(paper, name):
    assert "CÔNG VĂN" not in paper(name).text


@pytest.mark.parametrize(("degree", "width"), [("HỎA TỐC", 30), ("THƯỢNG KHẨN", 40), ("KHẨN", 20)])
def test_urgency_box_has_the_decrees_size_in_red(render_paper, degree, width):
    sheet = render_paper(1, urgency=degree)
    line = sheet.one(f"^{degree}$")
    boxes = [
        rect for rect in sheet.rects[0] if rect["x0"] < line.x0 and rect["x1"] > line.x1 and rect["top"] < line.top
    ]

    outer = max(boxes, key=lambda rect: rect["width"])

    assert outer["width"] == pytest.approx(width * MM, abs=0.5 * MM)
    assert outer["height"] == pytest.approx(8 * MM, abs=0.5 * MM)
    assert line.style == "Tinos-Bold"
    assert 13 <= line.size <= 14
    assert all(red > 0.8 and green < 0.1 and blue < 0.1 for red, green, blue in line.colours)
    assert line.middle == pytest.approx(middle(outer), abs=1)


def test_contact_and_drafter_have_their_places(paper):
    sheet = paper("cong_van_one")
    contact, drafter = sheet.one("^Địa chỉ:"), sheet.one(r"^NN\.\(30\)$")
    (rule,) = [rule for rule in sheet.rules() if rule["width"] > 300]

    assert contact.page == 0
    assert 11 <= contact.size <= 12
    assert contact.style == "Tinos"
    assert contact.bottom > sheet.boxes[0][1] - 22 * MM - 25
    assert rule["width"] == pytest.approx(162 * MM, abs=1)
    assert 0 < contact.top - rule["top"] < 10
    assert (drafter.size, drafter.style) == (11, "Tinos")
    assert drafter.x0 == pytest.approx(31 * MM, abs=1)
