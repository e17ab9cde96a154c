"""How the decree writes numbers, dates, lists and endings (Nghị định 30/2020, Phụ lục I and III)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from directives.rendering.context import DocumentType, OfficialDocument

TITLES = {
    DocumentType.CONG_VAN: "Công văn",
    DocumentType.QUYET_DINH: "Quyết định",
    DocumentType.THONG_BAO: "Thông báo",
    DocumentType.KE_HOACH: "Kế hoạch",
    DocumentType.BAO_CAO: "Báo cáo",
    DocumentType.TO_TRINH: "Tờ trình",
    DocumentType.BIEN_BAN: "Biên bản",
    DocumentType.GIAY_MOI: "Giấy mời",
}
BLANK = "\u00a0" * 8
TRAINING_MARK = "TẬP HUẤN - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"

# Mục II.7: no titles or forms of address before a signer's name.
_HONORIFICS = re.compile(
    r"^(?:(?:GS|PGS|TS|TSKH|ThS|Ths|KS|BS|BSCK\d?|DS|CN|CKI{1,2}|NGƯT|NGND|TTND|TTƯT)\.\s*|(?:Ông|Bà|ông|bà)\s+)+"
)
_CLOSING = re.compile(r"[\s.;,:/]+$")
_LAST_NOTE = re.compile(r"\s*\[chú thích:[^\[\]]+\][\s.;,:/]*$", re.IGNORECASE)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def number_text(number: int | None) -> str:
    """Return "05" for 5; a blank to be filled while the register has not allocated a number."""
    return BLANK if number is None else f"{number:02d}"


def date_text(date: datetime.date | None) -> str:
    """Return "ngày 05 tháng 01 năm 2024": days below 10 and months 1 and 2 have a leading zero (mục II.4)."""
    if date is None:
        return f"ngày{BLANK}tháng{BLANK}năm{BLANK}"
    month = f"{date.month:02d}" if date.month < 3 else str(date.month)
    return f"ngày {date.day:02d} tháng {month} năm {date.year}"


def roman(number: int) -> str:
    """Return a Roman numeral for 1 to 39."""
    text = ""
    for value, letters in _ROMAN:
        text, number = text + letters * (number // value), number % value
    return text


def open_ended(text: str) -> str:
    """Return the text without its closing punctuation, so that the list that holds it can set its own."""
    return _CLOSING.sub("", text)


def listed(entries: Sequence[str]) -> list[str]:
    """Return "- first;", …, "- last."."""
    kept = [open_ended(entry.lstrip("-–• ")) for entry in entries if open_ended(entry)]
    return [f"- {entry}{'.' if index == len(kept) - 1 else ';'}" for index, entry in enumerate(kept)]


def signer_name(name: str) -> str:
    """Return the name as it stands under a signature: without academic titles and forms of address."""
    return _HONORIFICS.sub("", name)


def ended(text: str) -> str:
    """Return the last paragraph of a body with the end mark "./."; a footnote at its end stays behind the last word."""
    words, note = text, ""
    if found := _LAST_NOTE.search(text):
        words, note = text[: found.start()], _CLOSING.sub("", found[0]).strip()
    return f"{_CLOSING.sub('', words)}{note}./."


def abstract_text(doc: OfficialDocument) -> str:
    """Return the abstract; a công văn's begins with "V/v"."""
    bare = re.sub(r"^[\"“]?\s*v/v\s+", "", open_ended(doc.abstract), flags=re.IGNORECASE).strip('”" ')
    return f"V/v {bare}" if doc.type is DocumentType.CONG_VAN and bare else bare


def ground_lines(doc: OfficialDocument) -> list[str]:
    """Return legal grounds and proposal, each ending with ";", the last with "."."""
    lines = [open_ended(line) for line in (*doc.legal_grounds, doc.proposal) if line]
    return [f"{line}{'.' if index == len(lines) - 1 else ';'}" for index, line in enumerate(lines)]


def recipient_lines(doc: OfficialDocument) -> list[str]:
    """Return the list under "Nơi nhận": "Như trên" first where there are addressees, "Lưu" last."""
    recipients = list(doc.recipients)
    if doc.addressees and not (recipients and recipients[0].casefold().lstrip("- ").startswith("như trên")):
        recipients.insert(0, "Như trên")
    kept = [entry for entry in recipients if not entry.lstrip("- ").startswith("Lưu")]
    return listed([*kept, f"Lưu: {doc.archive}"])


def annex_reference(doc: OfficialDocument) -> str:
    """Return "(Kèm theo Công văn số …/… ngày … của …)" below an annex title (mục III.1)."""
    number = f"{number_text(doc.number)}/{doc.symbol}"
    return f"(Kèm theo {TITLES[doc.type]} số {number} {date_text(doc.date)} của {issued_by(doc)})"


def issued_by(doc: OfficialDocument) -> str:
    """Return who issues the document, in running text: the authority of a decision, else the issuing body."""
    return doc.issued_by or doc.authority_line or " ".join(doc.issuer)


def document_title(doc: OfficialDocument) -> str:
    """Return one line that names the document, for the title of its file and of a browser tab."""
    name = f"{TITLES[doc.type]} số {number_text(doc.number).strip() or '…'}/{doc.symbol}"
    return ": ".join(part for part in (name, abstract_text(doc)) if part)
