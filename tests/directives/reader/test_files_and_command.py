"""``manage.py read_letter`` and the files that it reads: text in every usual coding, Word, PDF; and what it refuses."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pikepdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from weasyprint import HTML

from directives.reader import Unreadable, read, text_of

LETTER = (Path(__file__).parent / "corpus" / "02-pdf-single-spaces.txt").read_text(encoding="utf-8")
KEYS = {
    "doc_type", "issuer", "number", "place", "date", "subject", "addressees", "references",
    "tasks", "rounds", "recipients",
    "signing_authority", "signer_title", "signer_name", "spans", "warnings",
}  # fmt: skip
TASK_KEYS = {
    "assignee", "summary", "deadline", "deadline_time", "deadline_kind", "deadline_text", "recurrence",
}  # fmt: skip


def run(path: Path) -> dict:
    out = io.StringIO()
    call_command("read_letter", str(path), "--json", stdout=out)
    return json.loads(out.getvalue())


def word_file() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nHUYỆN SUỐI BẠC"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    table.cell(1, 0).text = "Số: 358/UBND-NN\nV/v rà soát sản phẩm OCOP"
    table.cell(1, 1).text = "Suối Bạc, ngày 12 tháng 3 năm 2024"
    document.add_paragraph("Kính gửi: UBND các xã.")
    document.add_paragraph("Đề nghị UBND các xã gửi danh sách trước ngày 29/3/2024.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_file(pages: int = 1, *, words: bool = True) -> bytes:
    if words:
        body = "".join(f"<p>{line}</p>" for line in LETTER.splitlines())
        return HTML(string=f"<html lang='vi'><body>{body}</body></html>").write_pdf()
    pdf = pikepdf.new()
    for _n in range(pages):
        pdf.add_blank_page()
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_command_prints_the_schema_and_places_in_the_text(tmp_path):
    path = tmp_path / "thu.txt"
    path.write_text(LETTER, encoding="utf-8")

    values = run(path)

    assert set(values) == KEYS
    assert [set(task) for task in values["tasks"]] == [TASK_KEYS] * 2
    assert all(LETTER[span["start"] : span["end"]] == span["text"] for span in values["spans"])
    deadlines = [span["text"] for span in values["spans"] if span["field"].endswith(".deadline")]
    assert deadlines == ["chậm nhất ngày 29/3/2024", "hoàn thành trước ngày 15/4/2024"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_is_read_in_every_usual_coding(coding):
    assert read(text_of(LETTER.encode(coding))) == read(LETTER)


def test_text_of_the_windows_page_for_vietnamese_is_read():
    letter = "Số: 12/UBND-NN\nKính gửi: UBND các xã.\n"
    old = b"S\xf4\xec: 12/UBND-NN\nK\xednh g\xfd\xd2i: UBND ca\xecc xa\xde.\n"

    reading = read(text_of(old))

    assert (reading.number, len(reading.addressees)) == (read(letter).number, 1)


def test_word_file_keeps_the_columns_of_its_header_whole():
    reading = read(text_of(word_file()))

    assert (reading.number, reading.date, reading.issuer) == (
        "358/UBND-NN", "2024-03-12", "ỦY BAN NHÂN DÂN HUYỆN SUỐI BẠC"
    )  # fmt: skip
    assert [task.deadline for task in reading.tasks] == ["2024-03-29"]


def test_macros_in_a_word_file_are_not_run_and_do_not_hinder():
    out = io.BytesIO(word_file())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/vbaProject.bin", b"Sub AutoOpen()")

    assert read(text_of(out.getvalue())).number == "358/UBND-NN"


def test_pdf_with_text_is_read():
    reading = read(text_of(pdf_file()))

    assert (reading.number, reading.date) == ("358/UBND-NN", "2024-03-12")
    assert [task.deadline for task in reading.tasks] == ["2024-03-29", "2024-04-15"]


def test_pdf_that_cannot_be_read_says_why(tmp_path):
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_file(words=False))) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="a", owner="b"))
    cases = {
        "chỉ có ảnh": pdf_file(words=False),
        "mật khẩu": locked.getvalue(),
        "hỏng": b"%PDF-1.7 rubbish",
        "hơn 300 trang": pdf_file(301, words=False),
        "Word hỏng": b"PK\x03\x04 rubbish",
        "kiểu cũ": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "trống": b"  ",
    }

    for words, content in cases.items():
        with pytest.raises(Unreadable, match=words):
            text_of(content)


def test_command_exits_2_for_bad_input(tmp_path):
    path = tmp_path / "anh.pdf"
    path.write_bytes(pdf_file(words=False))

    for name in (str(path), str(tmp_path / "none.txt")):
        with pytest.raises(CommandError) as caught:
            call_command("read_letter", name, "--json")
        assert caught.value.returncode == 2


def test_reading_program_speaks_through_its_exit_code():
    command = [sys.executable, "-m", "directives.reader", "thu.txt"]

    good = subprocess.run(command, input=LETTER.encode(), capture_output=True, cwd=settings.BASE_DIR, check=False)
    bad = subprocess.run(command, input=b" ", capture_output=True, cwd=settings.BASE_DIR, check=False)

    assert (good.returncode, good.stdout.decode()) == (0, LETTER)
    assert (bad.returncode, "Tệp trống" in bad.stderr.decode()) == (2, True)
