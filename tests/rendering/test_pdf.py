"""The file itself: fonts, PDF/A, tags, language, metadata, the same bytes for the same input, the training marks."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pdfplumber
import pikepdf
import pytest

from directives.rendering import TEMPLATE_VERSION, Signature, render_certificate_pdf, render_html, render_pdf
from directives.rendering.html import content_identifier
from tests.rendering import samples
from tests.rendering.conftest import ALL
from tests.rendering.measure import Paper

TINOS = {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}


def fonts_of(pdf: bytes) -> list[pikepdf.Object]:
    """Every font dictionary of the file, each once."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [
            item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        ]
        return [(str(font["/BaseFont"])[1:], font.get("/Subtype"), _embedded(font)) for font in fonts]


def _embedded(font: pikepdf.Object) -> bool:
    descriptor = font.get("/FontDescriptor")
    return descriptor is not None and "/FontFile2" in descriptor


@pytest.mark.parametrize("name", [*ALL, "training"])
def test_only_tinos_is_embedded_one_file_for_each_style(paper, name):
    with pikepdf.open(io.BytesIO(paper(name).pdf)) as document:
        descriptors = [
            item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item
        ]
        names = [str(item["/FontName"]).partition("+")[2] for item in descriptors]

    assert sorted(names) == sorted(set(names))
    assert set(names) <= TINOS
    assert {style for line in paper(name).lines for style in line.styles} <= set(names)


@pytest.mark.parametrize("name", ALL)
def test_every_font_program_is_embedded(paper, name):
    fonts = [font for font in fonts_of(paper(name).pdf) if font[1] == "/CIDFontType2"]

    assert fonts
    assert all(embedded for _, _, embedded in fonts)


@pytest.mark.parametrize("name", ["cong_van", "quyet_dinh", "bien_ban"])
def test_text_is_extractable_as_composed_vietnamese(paper, name):
    with pdfplumber.open(io.BytesIO(paper(name).pdf)) as document:
        text = document.pages[0].extract_text()

    assert unicodedata.is_normalized("NFC", text)
    assert "\ufffd" not in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "Đắk Glong" in text.title()


def test_file_is_a_tagged_pdf_a_3b_in_vietnamese(paper):
    with pikepdf.open(io.BytesIO(paper("quyet_dinh").pdf)) as document:
        root = document.Root
        metadata = root.Metadata.read_bytes().decode()
        intent = root.OutputIntents[0]
        headings = [
            item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/H1"
        ]

        assert re.search(r'pdfaid:part="3"', metadata)
        assert re.search(r'pdfaid:conformance="B"', metadata)
        assert intent.S == "/GTS_PDFA1"
        assert "/DestOutputProfile" in intent
        assert root.Lang == "vi"
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert root.ViewerPreferences.DisplayDocTitle
        assert len(headings) == 1
        assert not document.is_encrypted
        assert "/JavaScript" not in root.get("/Names", {})
        assert "/AcroForm" not in root


def test_metadata_name_the_document_its_issuer_and_its_templates(paper):
    with pikepdf.open(io.BytesIO(paper("quyet_dinh").pdf)) as document:
        info = document.docinfo

        assert str(info["/Title"]).startswith("Quyết định số 215/QĐ-UBND: Về việc thành lập Hội đồng")
        assert str(info["/Author"]) == "Chủ tịch Ủy ban nhân dân huyện Đắk Glong"
        assert TEMPLATE_VERSION in str(info["/Creator"])
        assert str(info["/CreationDate"]).startswith("D:20211229")


def test_same_input_gives_the_same_bytes_in_this_process():
    assert render_pdf(samples.letter(2)) == render_pdf(samples.letter(2))


def test_same_input_gives_the_same_bytes_in_another_process(paper):
    script = (
        "import django, hashlib; django.setup()\n"
        "from directives.rendering import render_pdf; from tests.rendering import samples\n"
        "print(hashlib.sha256(render_pdf(samples.decision())).hexdigest())"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "ocop_portal.settings.test", "PYTHONHASHSEED": "1"}

    other = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, env={**os.environ, **environment}
    )

    assert other.stdout.strip() == hashlib.sha256(paper("quyet_dinh").pdf).hexdigest()


def test_threads_do_not_disturb_each_other():
    documents = [samples.letter(count) for count in (1, 2, 3, 1, 2, 3)]

    with ThreadPoolExecutor(3) as pool:
        pdfs = list(pool.map(render_pdf, documents))

    assert pdfs[:3] == pdfs[3:]
    assert len(set(pdfs)) == 3


def test_draft_has_blanks_for_number_and_date():
    sheet = Paper(render_pdf(samples.letter(1, number=None, date=None, signature=Signature(["Chủ tịch"]))))

    assert re.fullmatch(r"Số:\s+/UBND-NN", sheet.one("^Số:").text)
    assert sheet.one("^Đắk Glong,").text.split() == ["Đắk", "Glong,", "ngày", "tháng", "năm"]


def test_identifier_follows_the_content():
    first, second = render_html(samples.letter(1)), render_html(samples.letter(2))

    assert content_identifier(first) == content_identifier(first)
    assert content_identifier(first) != content_identifier(second)


def test_laying_out_logs_no_complaint(caplog):
    with caplog.at_level("WARNING"):
        render_pdf(samples.letter(3, 4, training=True, annexes=samples.annexes(), contact=["Địa chỉ"]))
        render_certificate_pdf(samples.certificate())

    assert caplog.records == []


def test_training_marks_are_text_on_every_page(paper):
    sheet = paper("training")

    assert len(sheet.boxes) >= 3
    for page, (_, height) in enumerate(sheet.boxes):
        (mark,) = [line for line in sheet.on(page) if line.text == "TẬP HUẤN - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"]
        assert mark.top > height - 22 * 72 / 25.4
        assert mark.size >= 13
    assert any(width > height for width, height in sheet.boxes)


def test_training_marks_are_absent_from_a_valid_document(paper):
    assert "TẬP HUẤN" not in paper("cong_van").text


def test_training_marks_move_nothing_else():
    plain, marked = (Paper(render_pdf(samples.letter(2, 3, training=training))) for training in (False, True))

    kept = [line for line in marked.lines if not line.text.startswith("TẬP HUẤN")]
    assert [(line.text, round(line.x0, 2), line.baseline) for line in kept] == [
        (line.text, round(line.x0, 2), line.baseline) for line in plain.lines
    ]
