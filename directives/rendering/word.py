"""A document as a file for Word: the same text and structure as the PDF, for those who work on a draft there.

Footnotes stand after the body, because the library writes none at the foot of a page.
"""

from __future__ import annotations

import io
import re
from typing import Any

from django.utils.html import strip_tags

from directives.rendering.context import OfficialDocument
from directives.rendering.layout import document_view

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PIECES = re.compile(r"(\[\[[^\[\]]+\]\]|\[chú thích:[^\[\]]+\])", re.IGNORECASE)


def docx_bytes(doc: OfficialDocument) -> bytes:
    """Return the document as DOCX."""
    return _Writer(document_view(doc)).bytes()


class _Writer:
    """Writes one document; ``word`` is the python-docx document."""

    def __init__(self, view: dict[str, Any]) -> None:
        from docx import Document  # loads slowly; few people ask for it
        from docx.shared import Mm, Pt

        self.view, self.notes = view, list[str]()
        self.word = Document()
        style = self.word.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(14)
        style.paragraph_format.space_after = Pt(0)
        self._page(self.word.sections[0], Mm)
        self.word.core_properties.title = strip_tags(view["title"])
        self.word.core_properties.author = view["issued_by"]
        self.word.core_properties.language = "vi"

    def bytes(self) -> bytes:
        """Return the finished file."""
        self._head()
        self._heading()
        for line in self.view["grounds"]:
            self._body_line(line, italic=True)
        if self.view["decides"]:
            self._centred("QUYẾT ĐỊNH:", bold=True)
        self._items(self.view["items"])
        for number, note in enumerate(self.notes, start=1):
            self._paragraph(f"{number} {note}", size=11)
        self._foot()
        for annex in self.view["annexes"]:
            self._annex(annex)
        out = io.BytesIO()
        self.word.save(out)
        return out.getvalue()

    # -- The parts ---------------------------------------------------------------------------------------------------
    def _head(self) -> None:
        head = self.view["head"]
        left, right = self._two_columns(42)
        for line in head["parent"]:
            self._line(left, line, size=12)
        for line in head["issuer"]:
            self._line(left, line, size=12, bold=True)
        self._line(left, head["number"], size=13)
        for line in head["subject"]:
            self._line(left, line, size=12)
        if head["urgency"]:
            self._line(left, head["urgency"], size=13, bold=True, red=True)
        self._line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
        self._line(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
        if head["place_date"]:
            self._line(right, head["place_date"], size=13, italic=True)

    def _heading(self) -> None:
        if self.view["training"]:
            self._centred(self.view["training"], bold=True, red=True)
        if heading := self.view["heading"]:
            for line in [heading["name"], *heading["abstract"]]:
                self._centred(line, bold=True)
        addressees = self.view["addressees"]
        if addressees["one"]:
            self._centred(addressees["one"])
        elif addressees["many"]:
            self._paragraph("Kính gửi:", indent=25)
            for line in addressees["many"]:
                self._paragraph(line, indent=42)
        for line in self.view["authority_lines"]:
            self._centred(line, bold=True)

    def _items(self, items: list[dict[str, Any]]) -> None:
        for item in items:
            if item["kind"] == "table":
                self._table(item)
            elif item["kind"] == "centred":
                for line in [item["label"], *item["lines"]]:
                    self._centred(line, bold=True)
            elif item["kind"] == "heading":
                self._body_line(item["text"], bold=True)
            else:
                self._body_line(item["text"], lead=item.get("lead", ""))

    def _foot(self) -> None:
        left, right = self._two_columns(52)
        if secretary := self.view["secretary"]:
            self._signature(left, secretary)
        self._signature(right, self.view["signature"])
        into = self.word.add_paragraph() if secretary else left.paragraphs[0]
        into.add_run("Nơi nhận:").bold = True
        into.runs[-1].italic = True
        into.runs[-1].font.size = self._points(12)
        for line in [*self.view["recipients"], self.view["drafter"]]:
            if line and secretary:
                self._paragraph(line, size=11)
            elif line:
                self._line(left, line, size=11, centre=False)
        for line in self.view["contact"]:
            self._paragraph(line, size=11)

    def _signature(self, cell: Any, signature: dict[str, Any]) -> None:
        for line in signature["lines"]:
            self._line(cell, line, bold=True)
        for _n in range(4):
            self._line(cell, "")
        self._line(cell, signature["name"], bold=True)

    def _annex(self, annex: dict[str, Any]) -> None:
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.shared import Mm

        section = self.word.add_section(WD_SECTION.NEW_PAGE)
        landscape = annex["page"].endswith("landscape")
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        self._page(section, Mm, landscape=landscape)
        for line in [annex["label"], *annex["title"]]:
            self._centred(line, bold=True)
        for line in annex["reference"]:
            self._centred(line, italic=True)
        self._items(annex["items"])

    # -- Their pieces ------------------------------------------------------------------------------------------------
    def _page(self, section: Any, mm: Any, *, landscape: bool = False) -> None:
        width, height = (297, 210) if landscape else (210, 297)
        section.page_width, section.page_height = mm(width), mm(height)
        section.top_margin = section.bottom_margin = mm(22)
        section.left_margin, section.right_margin = mm(31), mm(17)

    def _points(self, size: float) -> Any:
        from docx.shared import Pt

        return Pt(size)

    def _two_columns(self, percent: int) -> tuple[Any, Any]:
        from docx.shared import Mm

        table = self.word.add_table(rows=1, cols=2)
        table.autofit = False
        left, right = table.rows[0].cells
        left.width, right.width = Mm(1.62 * percent), Mm(1.62 * (100 - percent))
        return left, right

    def _line(self, cell: Any, text: str, *, size: float = 14, centre: bool = True, **style: bool) -> None:
        first = cell.paragraphs[0]
        paragraph = first if not first.runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
        if centre:
            paragraph.alignment = 1
        self._run(paragraph, text, size=size, **style)

    def _centred(self, text: str, **style: bool) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.alignment = 1
        self._run(paragraph, text, **style)

    def _paragraph(self, text: str, *, size: float = 14, indent: float = 0) -> None:
        from docx.shared import Mm

        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(indent)
        self._run(paragraph, text, size=size)

    def _body_line(self, text: str, *, lead: str = "", **style: bool) -> None:
        from docx.shared import Mm

        paragraph = self.word.add_paragraph()
        paragraph.alignment = 3
        paragraph.paragraph_format.first_line_indent = Mm(12.7)
        paragraph.paragraph_format.space_after = self._points(6)
        if lead:
            self._run(paragraph, f"{lead} ", bold=True)
        self._run(paragraph, text, **style)

    def _run(self, paragraph: Any, text: str, *, size: float = 14, red: bool = False, **style: bool) -> None:
        from docx.shared import RGBColor

        for piece in _PIECES.split(text):
            note = piece.casefold().startswith("[chú thích:")
            if note:
                self.notes.append(piece[len("[chú thích:") : -1].strip())
            run = paragraph.add_run(str(len(self.notes)) if note else piece)
            run.font.size, run.font.superscript = self._points(size), note or None
            run.bold, run.italic = style.get("bold"), style.get("italic")
            if red or piece.startswith("[["):
                run.font.color.rgb = RGBColor(0xC0, 0, 0)

    def _table(self, item: dict[str, Any]) -> None:
        table = self.word.add_table(rows=1, cols=len(item["columns"]))
        table.style = "Table Grid"
        for cell, column in zip(table.rows[0].cells, item["columns"], strict=True):
            self._line(cell, column["title"], bold=True)
        for row in item["rows"]:
            for cell, entry in zip(table.add_row().cells, row, strict=True):
                self._line(cell, entry["text"], centre=entry["align"].endswith("center"))
