"""What a document does with text that was typed to break it, or in letters that the typeface lacks."""

from __future__ import annotations

import logging
import unicodedata

import pytest
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from directives.rendering import (
    Annex,
    Article,
    Bullet,
    Column,
    Paragraph,
    RenderingError,
    Signature,
    Table,
    render_certificate_pdf,
    render_html,
    render_pdf,
    unsupported_characters,
)
from directives.rendering.fetcher import PackagedFetcher, RefusedURLError
from directives.rendering.pdf import DOCUMENT_SHEETS, _lay_out
from tests.rendering import samples
from tests.rendering.measure import Paper

SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>{{ 7|add:7 }}{% now "Y" %}'
ONE_PIXEL_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000003000118dd8db0"
    "0000000049454e44ae426082"
)


def _everywhere(text: str, **changes: object):
    """A letter that holds the text in every field that people type."""
    table = Table([Column(text), Column("B")], [[text, "b"]])
    values = {
        "abstract": text,
        "addressees": [text, text],
        "body": [Paragraph(text, lead=text), Bullet(text), Article(1, text), table, Paragraph("Hết.")],
        "recipients": [text],
        "contact": [text],
        "drafter": text,
        "place": text,
        "annexes": [Annex(text, [Paragraph(text)])],
        "signature": Signature([text], text),
        "issuer": [text],
    }
    return samples.document("cong_van", **(values | changes))


def test_markup_is_shown_as_text_and_never_runs():
    document = _everywhere(SCRIPT)

    html = render_html(document)
    sheet = Paper(render_pdf(document))

    assert "<script" not in html.casefold()
    assert "<img" not in html.casefold()
    assert '<script>alert("x")</script>' in sheet.text.replace("\n", "")
    assert "{{ 7|add:7 }}" in sheet.text.replace("\n", " ")


def test_markup_cannot_leave_an_attribute():
    document = samples.letter(1, issuer=['"><b id=x>'], urgency="KHẨN")

    assert "<b id" not in render_html(document).casefold()


@pytest.mark.parametrize("length", [70, 1000])
def test_very_long_word_stays_within_the_paper(length):
    document = _everywhere("x" * length, place="Đắk Glong", issuer=samples.ISSUER)

    sheet = Paper(render_pdf(document))

    assert all(line.x1 <= sheet.boxes[line.page][0] - 42 for line in sheet.lines)
    assert "".join(sheet.text.split()).count("x") >= length


@pytest.mark.parametrize("text", ["Mật ong 🍯 rừng", "咖啡 Đắk Glong", "กาแฟ", "🇻🇳👩‍🌾", "a\u0301\u0323\u0302b", "ﷺ"])
def test_letters_outside_the_typeface_neither_crash_nor_bring_a_foreign_font(text):
    sheet = Paper(render_pdf(_everywhere(text)))

    assert {style.partition("-")[0] for line in sheet.lines for style in line.styles} == {"Tinos"}


def test_letters_outside_the_typeface_are_shown_as_a_box_and_can_be_asked_for():
    sheet = Paper(render_pdf(samples.letter(1, body=[Paragraph("Mật ong 🍯 rừng 🍯")])))

    assert "Mật ong □ rừng □./." in sheet.text
    assert unsupported_characters("Mật ong 🍯 rừng 🍯 咖") == ["🍯", "咖"]
    assert unsupported_characters("Ủy ban nhân dân\tHuyện\n№ “Đắk” – 5 ≥ 3 ₫") == []


def test_decomposed_vietnamese_is_composed():
    typed = unicodedata.normalize("NFD", "Cà phê bột Đắk Glong, mật ong rừng, rượu cần")
    document = samples.letter(1, body=[Paragraph(typed)])

    sheet = Paper(render_pdf(document))

    assert document.body[0].text == unicodedata.normalize("NFC", typed)
    assert "Cà phê bột Đắk Glong, mật ong rừng, rượu cần./." in sheet.text


def test_characters_that_reorder_or_hide_text_are_dropped():
    paragraph = Paragraph("số \u202e5/2024\u202c\u200b tại\x00 xã\x07\ud800")

    assert paragraph.text == "số 5/2024 tại xã"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x",
        "data:image/png;base64,AAAA",
        "packaged:font/../../settings/base.py",
        "packaged:style/page.css",
        "packaged:image/logo",
        "/etc/passwd",
        "",
    ],
)
def test_fetcher_refuses_everything_but_the_package_and_logs_it(caplog, url):
    with caplog.at_level(logging.WARNING), pytest.raises(RefusedURLError):
        PackagedFetcher().fetch(url)

    assert "refused" in caplog.text


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/x.png"])
def test_page_that_asks_for_a_file_is_not_laid_out(caplog, url):
    html = f'<html lang="vi"><title>x</title><body><img src="{url}" alt="x"></body></html>'

    with caplog.at_level(logging.WARNING), pytest.raises(RenderingError):
        _lay_out(html, sheets=DOCUMENT_SHEETS, training=False)

    assert url in caplog.text


def test_stylesheet_link_to_a_file_is_refused(caplog):
    html = '<html lang="vi"><head><link rel="stylesheet" href="file:///etc/hosts"></head><body>x</body></html>'

    with caplog.at_level(logging.WARNING), pytest.raises(FatalURLFetchingError):
        HTML(string=html, url_fetcher=PackagedFetcher()).write_pdf()


def test_fetcher_serves_a_stored_logo_only_if_it_is_an_image():
    served = PackagedFetcher({"logo": ONE_PIXEL_PNG}).fetch("packaged:image/logo")

    assert served.content_type == "image/png"
    assert served.read() == ONE_PIXEL_PNG
    with pytest.raises(RefusedURLError):
        PackagedFetcher({"logo": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}).fetch("packaged:image/logo")


def test_certificate_shows_a_stored_logo():
    plain = render_certificate_pdf(samples.certificate())

    with_logo = render_certificate_pdf(samples.certificate(), logo=ONE_PIXEL_PNG)

    assert b"/Image" in with_logo
    assert b"/Image" not in plain


def test_address_of_a_verification_page_must_be_a_web_address():
    with pytest.raises(ValueError, match="verify_url"):
        samples.certificate(verify_url="javascript:alert(1)")
