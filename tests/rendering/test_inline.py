"""Places still to be filled and footnotes: what is found in a text, and what is printed."""

from __future__ import annotations

from directives.rendering import Paragraph, fill_places, open_places, render_html
from tests.rendering import samples

NOTED = "Thực hiện Bộ tiêu chí[chú thích: Quyết định số 148/QĐ-TTg <b>.] tại [[tên xã]] năm [[năm]]; [[năm]]."


def test_open_places_are_named_once_and_in_order():
    assert open_places(NOTED) == ["tên xã", "năm"]
    assert open_places("[[ 7|add:7 ]] [[]] [[<b>]]") == []


def test_known_places_are_filled_and_the_others_stay_open():
    assert fill_places("Xã [[Tên xã]], [[năm]]", {"tên xã": "Bờ Y", "năm": ""}) == "Xã Bờ Y, [[năm]]"


def test_open_place_is_shown_in_a_mark_of_its_own():
    html = render_html(samples.letter(body=[Paragraph(NOTED)]), preview=True)

    assert '<mark class="official__open">[[tên xã]]</mark>' in html
    assert html.count("<mark") == 3


def test_footnotes_are_numbered_through_the_document_and_never_markup():
    html = render_html(samples.letter(body=[Paragraph(NOTED), Paragraph("Hai[chú thích: thứ hai]")]), preview=True)

    assert "<sup>1</sup> Quyết định số 148/QĐ-TTg &lt;b&gt;.</span>" in html
    assert "<sup>2</sup> thứ hai</span>./." in html


def test_title_of_the_file_holds_no_mark():
    html = render_html(samples.letter(abstract="đăng ký năm [[năm]]"))

    assert "<mark" not in html.partition("<body>")[0]
    assert "<mark" in html.partition("<body>")[2]
