"""Signature and recipients: assertions S1, S2, S3 (the free place), R1, R2, BB1 of the form."""

from __future__ import annotations

import re

import pytest

from directives.rendering import Signature, render
from tests.rendering import samples
from tests.rendering.conftest import ALL
from tests.rendering.measure import MM, Paper

LEFT = 31 * MM
STACKS = {
    "cong_van": (["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "Trần Thị Bích"),
    "quyet_dinh": (["CHỦ TỊCH"], "Nguyễn Văn Ân"),
    "thong_bao": (["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG"], "Lê An"),
    "bien_ban": (["CHỦ TỌA"], "Nguyễn Văn Ân"),
    "ke_hoach": (["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"], "Nguyễn Văn Ân"),
    "bao_cao": (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Nguyễn Văn Ân"),
    "to_trinh": (["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"], "Phạm Văn Đạt"),
    "giay_moi": (["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"], "Lê Thị Cúc"),
}


def _stack(sheet, name):
    """The lines of authority and the name of the signer at the right, after the end of the body."""
    posts, signer = STACKS[name]
    end = sheet.one(r"\./\.$")
    after = [line for line in sheet.lines if (line.page, line.baseline) > (end.page, end.baseline)]
    right = [line for line in after if line.x0 > sheet.boxes[line.page][0] / 2 and line.top > 56.7]
    return right[: len(posts)], right[len(posts)], posts, signer


@pytest.mark.parametrize("name", STACKS)
def test_authority_stands_in_bold_capitals_in_the_right_half(paper, name):
    lines, _, posts, _ = _stack(paper(name), name)

    assert [line.text for line in lines] == posts
    for line in lines:
        assert line.style == "Tinos-Bold"
        assert 13 <= line.size <= 14
        assert line.middle == pytest.approx(lines[0].middle, abs=1)


@pytest.mark.parametrize("name", STACKS)
def test_signer_stands_centred_twenty_millimetres_below_the_post(paper, name):
    lines, signer, _, expected = _stack(paper(name), name)

    assert signer.text == expected
    assert signer.style == "Tinos-Bold"
    assert 13 <= signer.size <= 14
    assert signer.middle == pytest.approx(lines[0].middle, abs=3)
    assert signer.top - lines[-1].bottom >= 20 * MM
    assert signer.page == lines[0].page


def test_titles_before_the_name_are_left_out():
    document = samples.proposal(signature=Signature(["Trưởng phòng"], "PGS.TS. Lê Văn Đạt"))

    sheet = Paper(render(document).pdf)

    assert sheet.one("Lê Văn Đạt").text == "Lê Văn Đạt"


def test_free_place_for_the_signature_lies_between_post_and_name():
    rendering = render(samples.letter(1))
    sheet = Paper(rendering.pdf)
    place = rendering.places["signer"]
    lines, signer, _, _ = _stack(sheet, "cong_van")
    height = sheet.boxes[place.page][1]

    assert place.page == signer.page
    assert place.top - place.bottom >= 20 * MM
    assert height - place.top >= lines[-1].bottom - 3
    assert height - place.bottom <= signer.top + 3
    assert (place.left + place.right) / 2 == pytest.approx(signer.middle, abs=1)


@pytest.mark.parametrize("name", ALL)
def test_recipients_are_headed_in_bold_italic_at_the_left_margin(paper, name):
    line = paper(name).one("^Nơi nhận:$")

    assert (line.size, line.style) == (12.0, "Tinos-Bold-Italic")
    assert line.x0 == pytest.approx(LEFT, abs=1)


@pytest.mark.parametrize("name", [name for name in STACKS if name != "bien_ban"])
def test_recipients_are_level_with_the_first_line_of_authority(paper, name):
    lines, _, _, _ = _stack(paper(name), name)

    assert paper(name).one("^Nơi nhận:$").baseline == pytest.approx(lines[0].baseline, abs=2)


@pytest.mark.parametrize("name", ALL)
def test_recipients_end_with_semicolons_and_the_archive_with_a_full_stop(paper, name):
    sheet = paper(name)
    label = sheet.one("^Nơi nhận:$")
    listed = [
        line
        for line in sheet.on(label.page)
        if line.baseline > label.baseline and line.x0 == pytest.approx(LEFT, abs=1) and line.text.startswith("- ")
    ]

    assert {line.size for line in listed} == {11.0}
    assert {line.style for line in listed} == {"Tinos"}
    assert all(line.text.endswith(";") for line in listed[:-1])
    assert re.fullmatch(r"- Lưu: VT(, .+)?\.", listed[-1].text)


@pytest.mark.parametrize("name", ["cong_van", "cong_van_one", "cong_van_five_long", "to_trinh", "bao_cao"])
def test_documents_with_addressees_name_them_first_among_the_recipients(paper, name):
    assert len(paper(name).matching("^- Như trên;$")) == 1


def test_secretary_signs_minutes_at_the_left_level_with_the_chair(paper):
    sheet = paper("bien_ban")
    secretary, chair = sheet.one("^THƯ KÝ$"), sheet.one("^CHỦ TỌA$")
    half = sheet.boxes[0][0] / 2

    assert secretary.x1 < half < chair.x0
    assert secretary.baseline == pytest.approx(chair.baseline, abs=0.5)
    assert sheet.one("^Lê Thị Cúc$").middle == pytest.approx(secretary.middle, abs=3)
    assert sheet.one("^Nơi nhận:$").baseline > sheet.one("^Lê Thị Cúc$").baseline


def test_recipients_longer_than_a_page_are_all_printed():
    names = [f"Đơn vị số {number}" for number in range(1, 90)]

    sheet = Paper(render(samples.letter(1, recipients=names)).pdf)

    assert [line.text for line in sheet.matching(r"^- Đơn vị số")] == [f"- {name};" for name in names]
    assert all(line.bottom < sheet.boxes[0][1] - 56 for line in sheet.lines)
