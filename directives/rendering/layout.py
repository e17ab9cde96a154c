"""From an official document to the lines and paragraphs that its template sets: all wording is done here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from directives.rendering import wording
from directives.rendering.blocks import Article, Block, Bullet, Clause, Paragraph, Part, Point, Section, Table
from directives.rendering.context import Annex, DocumentType, OfficialDocument, Signature, Urgency
from directives.rendering.typeface import MM, balanced_lines, text_width

# The text area is 162 mm wide; the header gives the issuer 42 % of it, the signature 48 % (styles/page.css).
TEXT_WIDTH = 162 * MM
ISSUER_WIDTH = 0.41 * TEXT_WIDTH
SIGNATURE_WIDTH = 0.47 * TEXT_WIDTH
ABSTRACT_WIDTH = 0.78 * TEXT_WIDTH
LANDSCAPE_TEXT_WIDTH = 249 * MM
HEADER_SIZE = 12
BODY_SIZE = 14

URGENCY_CLASSES = {
    Urgency.NONE: "",
    Urgency.KHAN: "official__urgency--20",
    Urgency.THUONG_KHAN: "official__urgency--40",
    Urgency.HOA_TOC: "official__urgency--30",
}


def document_view(doc: OfficialDocument) -> dict[str, Any]:
    """Return everything that ``documents/official.html`` shows."""
    return {
        "title": wording.document_title(doc),
        "type": doc.type.value,
        "issued_by": wording.issued_by(doc),
        "created": doc.date.isoformat() if doc.date else "",
        "training": wording.TRAINING_MARK if doc.training else "",
        "head": _head(doc),
        "heading": _heading(doc),
        "addressees": _addressees(doc),
        "authority_lines": balanced_lines(
            doc.authority_line.upper(), style="bold", size=BODY_SIZE, width=ABSTRACT_WIDTH
        ),
        "grounds": wording.ground_lines(doc),
        "decides": doc.type is DocumentType.QUYET_DINH,
        "items": _ended(block_items(doc.body)),
        "signature": signature_view(doc.signature, place="signer"),
        "secretary": signature_view(doc.second_signature, place="secretary") if doc.second_signature else None,
        "recipients": wording.recipient_lines(doc),
        "drafter": doc.drafter,
        "contact": [*doc.contact, *([f"Tra cứu văn bản: {doc.verify_url}"] if doc.verify_url else [])],
        "annexes": [_annex(doc, annex, index) for index, annex in enumerate(doc.annexes)],
    }


def head_lines(issuer: Sequence[str], parent: Sequence[str]) -> dict[str, Any]:
    """Return the issuer's and parent's lines in capitals, broken to their column, and the rule below the last."""
    lines = _broken(issuer, style="bold", size=HEADER_SIZE, width=ISSUER_WIDTH)
    return {
        "parent": _broken(parent, style="regular", size=HEADER_SIZE, width=ISSUER_WIDTH),
        "issuer": lines,
        "rule": rule_class(lines[-1:], size=HEADER_SIZE),
    }


def rule_class(lines: Sequence[str], *, size: float) -> str:
    """Return the class of the rule below a heading: 1/3 to 1/2 of its last line and, where possible, of its longest."""
    widths = [text_width(line, style="bold", size=size) for line in lines] or [1.0]
    for percent in (40, 45, 49):
        if percent * widths[-1] >= max(widths) * 100 / 3:
            return f"official__rule--{percent}"
    return "official__rule--49"


def _head(doc: OfficialDocument) -> dict[str, Any]:
    letter = doc.type is DocumentType.CONG_VAN
    dated = doc.type is not DocumentType.BIEN_BAN
    subject = balanced_lines(wording.abstract_text(doc), style="regular", size=HEADER_SIZE, width=ISSUER_WIDTH)
    return head_lines(doc.issuer, doc.parent_issuer) | {
        "number": f"Số: {wording.number_text(doc.number)}/{doc.symbol}",
        "subject": subject if letter else [],
        "place_date": f"{doc.place}, {wording.date_text(doc.date)}" if dated else "",
        "urgency": doc.urgency.value,
        "urgency_class": URGENCY_CLASSES[doc.urgency],
    }


def _heading(doc: OfficialDocument) -> dict[str, Any] | None:
    if doc.type is DocumentType.CONG_VAN:
        return None
    lines = balanced_lines(wording.abstract_text(doc), style="bold", size=BODY_SIZE, width=ABSTRACT_WIDTH)
    return {
        "name": wording.TITLES[doc.type].upper(),
        "abstract": lines,
        "rule": rule_class(lines, size=BODY_SIZE) if lines else "",
    }


def _addressees(doc: OfficialDocument) -> dict[str, Any]:
    names = [wording.open_ended(name) for name in doc.addressees]
    one = f"Kính gửi: {names[0]}" if len(names) == 1 else ""
    long = text_width(one, style="regular", size=BODY_SIZE) > 0.95 * TEXT_WIDTH
    return {
        "one": one,
        "one_class": "official__to--long" if long else "official__to--short",
        "many": wording.listed(names) if len(names) > 1 else [],
    }


def signature_lines(text: str) -> list[str]:
    """Return the words above a signature in capitals, broken to its column."""
    return _broken([text], style="bold", size=BODY_SIZE, width=SIGNATURE_WIDTH)


def signature_view(signature: Signature, *, place: str) -> dict[str, Any]:
    """Return a signer as shown: lines in capitals, the name without titles, the id of the space between."""
    lines = _broken(signature.authority_lines, style="bold", size=BODY_SIZE, width=SIGNATURE_WIDTH)
    return {"lines": lines, "name": wording.signer_name(signature.name), "place": place}


def _annex(doc: OfficialDocument, annex: Annex, index: int) -> dict[str, Any]:
    number = annex.number or (wording.roman(index + 1) if len(doc.annexes) > 1 else "")
    width = LANDSCAPE_TEXT_WIDTH if annex.landscape else TEXT_WIDTH
    reference = wording.annex_reference(doc)
    return {
        "label": f"Phụ lục {number}".strip(),
        "title": balanced_lines(annex.title.upper(), style="bold", size=BODY_SIZE, width=0.78 * width),
        "reference": balanced_lines(reference, style="italic", size=BODY_SIZE, width=0.95 * width),
        "items": block_items(annex.blocks),
        "page": "official__annex--landscape" if annex.landscape else "official__annex--portrait",
    }


def _broken(lines: Sequence[str], *, style: str, size: float, width: float) -> list[str]:
    return [part for line in lines for part in balanced_lines(line.upper(), style=style, size=size, width=width)]


def block_items(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return the blocks as the items of ``documents/_items.html``: paragraphs, headings, titles and tables."""
    return [item for block in blocks for item in _items(block)]


def _items(block: Block) -> list[dict[str, Any]]:
    build: Any = _BUILDERS[type(block)]
    return list(build(block))


def _texts(text: str, *, lead: str = "") -> list[dict[str, Any]]:
    first, *rest = text.split("\n")
    return [_text(first, lead=lead), *(_text(line) for line in rest)]


def _text(text: str, *, lead: str = "") -> dict[str, Any]:
    return {"kind": "text", "lead": lead, "text": text}


def _bullet(block: Bullet) -> list[dict[str, Any]]:
    return _texts(f"- {block.text.lstrip('-–• ')}")


def _point(block: Point) -> list[dict[str, Any]]:
    return _texts(f"{block.letter.rstrip('). ')}) {block.text}")


def _clause(block: Clause) -> list[dict[str, Any]]:
    return _numbered(f"{block.number.rstrip('. ')}.", block.title, block.text)


def _part(block: Part) -> list[dict[str, Any]]:
    return [_centred(f"{block.label} {block.number}", block.title, level=2)]


def _numbered(number: str, title: str, text: str) -> list[dict[str, Any]]:
    if not title:
        return _texts(f"{number} {text}")
    return [{"kind": "heading", "text": f"{number} {title}", "level": 3}, *(_texts(text) if text else [])]


def _article(block: Article) -> list[dict[str, Any]]:
    if not block.title:
        return _texts(block.text, lead=f"Điều {block.number}.")
    return _numbered(f"Điều {block.number}.", block.title, block.text)


def _section(block: Section) -> list[dict[str, Any]]:
    if block.label:
        return [_centred(f"{block.label} {block.number}".strip(), block.title, level=3)]
    number = f"{block.number.rstrip('. ')}. " if block.number else ""
    return [{"kind": "heading", "text": f"{number}{block.title.upper()}", "level": 2}]


def _centred(label: str, title: str, *, level: int) -> dict[str, Any]:
    lines = balanced_lines(title.upper(), style="bold", size=BODY_SIZE, width=ABSTRACT_WIDTH)
    return {"kind": "centred", "label": label, "lines": lines, "level": level}


def _table(block: Table) -> list[dict[str, Any]]:
    aligns = [f"official__cell--{column.align.value}" for column in block.columns]
    widths = [f"official__w-{column.width}" if column.width else "" for column in block.columns]
    columns = [{"title": c.title, "width": w} for c, w in zip(block.columns, widths, strict=True)]
    rows = [[{"text": t, "align": a} for t, a in zip(row, aligns, strict=True)] for row in block.rows]
    return [{"kind": "table", "caption": block.caption, "columns": columns, "rows": rows}]


_BUILDERS = {
    Paragraph: lambda block: _texts(block.text, lead=block.lead),
    Bullet: _bullet,
    Point: _point,
    Clause: _clause,
    Article: _article,
    Part: _part,
    Section: _section,
    Table: _table,
}


def _ended(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the end mark "./." after the last words of the body."""
    if not items or items[-1]["kind"] != "text":
        return [*items, {"kind": "end", "text": "./."}]
    last = items[-1]
    return [*items[:-1], last | {"text": wording.ended(last["text"])}]
