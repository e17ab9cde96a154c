"""The text of a file: PDF with text, DOCX, TXT. Nothing in a file is run or followed."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

MOST_PAGES = 300
MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
_LEAST_LETTERS = 20


class Unreadable(ValueError):
    """A file that has no text to read; the message says why, in Vietnamese and English."""


def text_of(content: bytes, name: str = "") -> str:
    """Return the text of a file by what it holds, not by what it is called. Raises Unreadable."""
    if not content.strip():
        raise Unreadable("Tệp trống. / The file is empty.")
    if len(content) > MOST_BYTES:
        raise Unreadable("Tệp quá lớn. / The file is too large.")
    if b"%PDF-" in content[:1024]:
        return _pdf(content)
    if content.startswith(b"PK"):
        return _docx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0") or PurePath(name).suffix.lower() == ".doc":
        raise Unreadable("Tệp Word kiểu cũ (.doc): hãy lưu lại thành .docx. / An old Word file: save it as .docx.")
    return _plain(content)


def oddity_of(content: bytes) -> str:
    """Return what a reader of the text should know about a Word file: that it points outside. Nothing is followed."""
    if not content.startswith(b"PK"):
        return ""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(name) for name in package.namelist() if name.endswith(".rels")]
    for relation in (one for part in parts for one in re.findall(rb"<Relationship\b[^>]*>", part)):
        if b'"External"' in relation and b"/hyperlink" not in relation:
            return (
                "Tệp Word trỏ tới nội dung ở nơi khác (mẫu, hình ảnh); cổng không mở nội dung đó. / "
                "The Word file points to content elsewhere; the portal did not open it."
            )
    return ""


def _plain(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or the Windows page for Vietnamese (whose tone marks stand after the letters)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    if b"\x00" in content[:4000]:
        even, odd = content[:4000:2].count(0), content[1:4000:2].count(0)
        if max(even, odd) > 100 or max(even, odd) * 5 > len(content[:4000]):
            return _decoded(content, "utf-16-le" if odd > even else "utf-16-be")
        raise Unreadable("Tệp không phải là văn bản. / The file is not text.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(content, "cp1258")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("Không đọc được bảng mã của tệp. / The file's encoding is unknown.") from error


def _pdf(content: bytes) -> str:
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    _probe(content)
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise Unreadable(f"Tệp có hơn {MOST_PAGES} trang. / The file has more than {MOST_PAGES} pages.")
            text = "\n".join(_page_text(page) for page in pdf.pages)
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise Unreadable("Tệp PDF có mật khẩu. / The PDF is protected by a password.") from error
    except (PDFException, PdfminerException, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("Tệp PDF hỏng, không đọc được. / The PDF is damaged.") from error
    if sum(char.isalpha() for char in text) < _LEAST_LETTERS:
        raise Unreadable("Tệp PDF chỉ có ảnh, không có lớp chữ. / The PDF holds pictures only, no text.")
    return text


def _page_text(page: object) -> str:
    """The text of a page with its gaps, so that two columns can be told apart."""
    text = page.extract_text(layout=False, x_tolerance=2) or ""  # type: ignore[attr-defined]
    page.close()  # type: ignore[attr-defined]
    return str(text)


def _probe(content: bytes) -> None:
    """Refuse protected and damaged files before the slow reading."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            count = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise Unreadable("Tệp PDF có mật khẩu. / The PDF is protected by a password.") from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise Unreadable("Tệp PDF hỏng, không đọc được. / The PDF is damaged.") from error
    if count > MOST_PAGES:
        raise Unreadable(f"Tệp có hơn {MOST_PAGES} trang. / The file has more than {MOST_PAGES} pages.")


def _docx(content: bytes) -> str:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(entry.file_size for entry in package.infolist()) > MOST_UNPACKED:
                raise Unreadable("Tệp Word mở ra quá lớn. / The Word file unpacks to too much.")
            if "word/document.xml" not in package.namelist():
                raise Unreadable("Tệp không phải là văn bản Word. / The file is no Word document.")
            if any(name.endswith("vbaProject.bin") for name in package.namelist()):
                content = _without_macros(package)
        document = Document(io.BytesIO(content))
        text = "\n".join(_blocks(document.element.body))
    except (zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("Tệp Word hỏng, không đọc được. / The Word file is damaged.") from error
    if not text.strip():
        raise Unreadable("Tệp Word không có chữ. / The Word file holds no text.")
    return text


def _without_macros(package: zipfile.ZipFile) -> bytes:
    """A document with macros is read as one without: only its kind differs, and nothing in it is run anyway."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as clean:
        for entry in package.infolist():
            data = package.read(entry.filename)
            if entry.filename == "[Content_Types].xml":
                data = data.replace(
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                )
            clean.writestr(entry.filename, data)
    return out.getvalue()


def _blocks(body: object) -> list[str]:
    """Paragraphs in order; tables cell by cell, so that a header's columns stay whole."""
    from docx.oxml.ns import qn

    lines: list[str] = []
    for element in body.iterchildren():  # type: ignore[attr-defined]
        if element.tag == qn("w:p"):
            lines.append(_paragraph(element))
        elif element.tag == qn("w:tbl"):
            for cell in element.iter(qn("w:tc")):
                lines += ["", *(_paragraph(p) for p in cell.findall(qn("w:p"))), ""]
        elif element.tag == qn("w:sdt"):
            lines += [_paragraph(p) for p in element.iter(qn("w:p"))]
    return lines


def _paragraph(element: object) -> str:
    from docx.oxml.ns import qn

    parts = []
    for node in element.iter():  # type: ignore[attr-defined]
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag == qn("w:tab"):
            parts.append("\t")
        elif node.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
    marked = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None  # type: ignore[attr-defined]
    text = "".join(parts)
    return f"- {text}" if marked and text.strip() else text
