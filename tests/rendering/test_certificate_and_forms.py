"""Certificates, receipts and Mẫu 03: one sheet, everything on it, a QR code that says what it should."""

from __future__ import annotations

import datetime
import io
import re

import pdfplumber
import pytest
import segno

from directives.rendering import (
    ContextError,
    Signature,
    render_certificate,
    render_certificate_pdf,
    render_commune_opinion_html,
    render_commune_opinion_pdf,
    render_receipt_html,
    render_receipt_pdf,
)
from directives.rendering.form_layout import qr_svg
from tests.rendering import samples
from tests.rendering.measure import Paper

GOLD = (200 / 255, 150 / 255, 30 / 255)
LONGEST = {
    "product": ("Mật ong hoa cà phê nguyên chất đóng chai thủy tinh " * 4)[:199],
    "producer": ("Hợp tác xã sản xuất, chế biến và kinh doanh nông lâm sản hữu cơ " * 4)[:199],
    "address": ("Thôn Suối Đá, xã Sa Loong, tỉnh Quảng Ngãi, " * 5)[:199],
    "decision_issuer": "Chủ tịch Ủy ban nhân dân tỉnh Quảng Ngãi về công nhận kết quả đánh giá và phân hạng sản phẩm",
}


def _gold_stars(sheet: Paper) -> int:
    with pdfplumber.open(io.BytesIO(sheet.pdf)) as document:
        (page,) = document.pages
        colours = [curve["non_stroking_color"] for curve in page.curves]
    return sum(tuple(round(part, 2) for part in colour) == tuple(round(part, 2) for part in GOLD) for colour in colours)


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_certificate_shows_its_stars_in_gold_and_in_words(stars):
    sheet = Paper(render_certificate_pdf(samples.certificate(stars=stars)))

    assert sheet.boxes == [pytest.approx((841.89, 595.28), abs=1)]
    assert _gold_stars(sheet) == stars
    assert sheet.one("^SẢN PHẨM OCOP ĐẠT HẠNG").text == f"SẢN PHẨM OCOP ĐẠT HẠNG {stars} SAO"


def test_certificate_says_everything():
    text = Paper(render_certificate_pdf(samples.certificate())).text

    for part in (
        "Cà phê bột Sa Loong",
        "Hợp tác xã Nông nghiệp và Dịch vụ Suối Đá",
        "Địa chỉ: Thôn Suối Đá, xã Sa Loong, tỉnh Quảng Ngãi",
        "Theo Quyết định số 215/QĐ-UBND ngày 29 tháng 6 năm 2026 của Chủ tịch Ủy ban nhân dân tỉnh Quảng Ngãi",
        "Số: 05/GCN-OCOP",
        "Có giá trị từ 29/06/2026 đến hết 29/06/2029",
        "Quảng Ngãi, ngày 29 tháng 6 năm 2026",
        "TM. ỦY BAN NHÂN DÂN",
        "Trần Thị Bích",
        "https://ocop.example/chung-nhan/K7QX-22MM",
    ):
        assert part in text


@pytest.mark.parametrize("changes", [{}, LONGEST, LONGEST | {"stars": 5, "training": True}])
def test_nothing_on_a_certificate_overlaps_or_leaves_its_frame(changes):
    rendering = render_certificate(samples.certificate(**changes))
    sheet = Paper(rendering.pdf)
    place = rendering.places["signer"]

    assert rendering.page_count == 1
    for line in sheet.lines:
        assert 37 < line.x0 < line.x1 < 841.89 - 37
        assert 37 < line.top < line.bottom < 595.28 - 37
    for first in sheet.lines:
        for second in sheet.lines:
            apart = first.x1 <= second.x0 or second.x1 <= first.x0
            assert (
                first is second or apart or abs(first.baseline - second.baseline) > 0.75 * min(first.size, second.size)
            )
    assert place.top - place.bottom >= 20 * 72 / 25.4


def test_certificate_of_a_training_round_says_so_in_words():
    sheet = Paper(render_certificate_pdf(samples.certificate(training=True)))

    assert sheet.one("^TẬP HUẤN").text == "TẬP HUẤN - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
    assert "TẬP HUẤN" not in Paper(render_certificate_pdf(samples.certificate())).text


def test_certificate_uses_tinos_only():
    sheet = Paper(render_certificate_pdf(samples.certificate(product="Mật ong 🍯")))

    assert {style.partition("-")[0] for line in sheet.lines for style in line.styles} == {"Tinos"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"stars": 2}, "stars"),
        ({"stars": 6}, "stars"),
        ({"expires_on": datetime.date(2026, 6, 29)}, "expires_on"),
        ({"product": "x" * 201}, "product"),
        ({"verify_url": "ocop.example/1"}, "verify_url"),
    ],
)
def test_certificate_that_cannot_be_is_refused(changes, named):
    with pytest.raises(ContextError, match=named):
        samples.certificate(**changes)


def test_qr_code_holds_the_address_with_its_quiet_zone():
    url = "https://ocop.example/chung-nhan/K7QX-22MM"
    matrix = [list(row) for row in segno.make(url, error="m", micro=False).matrix]
    size = len(matrix)

    svg = qr_svg(url, title="Mã QR")

    drawn = [[0] * size for _ in range(size)]
    x = y = 0.0
    for command, arguments in re.findall(r"([Mmhv])([-\d. ]+)", re.search(r' d="([^"]+)"', svg)[1]):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", arguments)]
        if command == "M":
            x, y = numbers
        elif command == "m":
            x, y = x + numbers[0], y + numbers[1]
        else:
            for step in range(int(numbers[0])):
                drawn[int(y) - 4][int(x) - 4 + step] = 1
            x += numbers[0]
    assert drawn == matrix
    assert f'viewBox="0 0 {size + 8} {size + 8}"' in svg
    assert "style=" not in svg


def test_receipt_says_what_was_handed_in_and_when_the_answer_is_due():
    sheet = Paper(render_receipt_pdf(samples.receipt()))

    assert len(sheet.boxes) == 1
    for part in (
        "Số phiếu: 12/PĐK-62-23284-2026",
        "GIẤY TIẾP NHẬN HỒ SƠ SẢN PHẨM OCOP",
        "08 giờ 30 ngày 05/06/2026",
        "Phiếu đăng ký (Mẫu số 01)",
        "Ngày trả lời: 26/06/2026",
        "15 ngày làm việc",
        "Lê Thị Cúc",
        "Theo dõi hồ sơ: https://ocop.example/ho-so/12",
    ):
        assert part in sheet.text


def test_receipt_without_a_page_to_follow_has_no_code():
    assert "<svg" not in render_receipt_html(samples.receipt(verify_url=""))


def test_receipt_due_before_it_was_received_is_refused():
    with pytest.raises(ContextError, match="answer_due"):
        samples.receipt(answer_due=datetime.date(2026, 6, 4))


def test_commune_opinion_holds_four_contents_and_the_request():
    sheet = Paper(render_commune_opinion_pdf(samples.commune_opinion(training=True)))
    text = sheet.text.replace("\n", " ")

    for part in (
        "VỀ HỒ SƠ SẢN PHẨM OCOP",
        "Mẫu số 03",
        "Bản sắc",
        "Đúng thực tế.",
        "Đề nghị cơ quan cấp tỉnh",
        "Đinh Văn Dũng",
    ):
        assert part in text
    assert all("TẬP HUẤN - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in page for page in sheet.texts)


def test_commune_opinion_fact_needs_a_label_and_a_value():
    with pytest.raises(ContextError, match=r"facts\[0\]"):
        samples.commune_opinion(facts=[["Tên sản phẩm"]])


def test_draft_of_a_commune_opinion_has_blanks_for_date_and_signer():
    draft = samples.commune_opinion(date=None, signature=Signature(["Chủ tịch"]))

    html = render_commune_opinion_html(draft, preview=True)

    assert "2026" not in html.replace("26/2026", "")
