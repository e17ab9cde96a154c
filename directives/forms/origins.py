"""What a new letter may begin with: another letter, a template of the office, or a document that it mends."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from accounts.models import Office
from directives import selectors
from directives.enums import DocumentType, Relation
from directives.forms.initial import initial_of
from directives.models import Document, LetterTemplate
from directives.rendering import OfficialDocument, fill_places
from directives.rendering.wording import TITLES
from foundation import clock
from foundation.text import lower_first


@dataclass(frozen=True)
class Origin:
    """The text that a letter begins with, and what it mends, if anything."""

    initial: dict[str, Any] = field(default_factory=dict)
    content: OfficialDocument | None = None
    relation: str = ""
    relates_to: Document | None = None


# What belongs to the signing of the earlier letter, not to the new one's text.
_LEFT_BEHIND = ("tasks", "law", "sent_to", "mail_to")


def like(document: Document, *, replacing: bool = False) -> Origin:
    """Begin with the text of another letter; ``replacing`` makes the new one replace it."""
    content = selectors.content_of(document)
    if not isinstance(content, OfficialDocument):
        return Origin()
    initial = {key: value for key, value in initial_of(document, content).items() if key not in _LEFT_BEHIND}
    if not replacing:
        return Origin(initial, content)
    kept = {"sent_to": [office.pk for office in document.sent_to.all()], "law": document.law_id}
    return Origin(initial | kept, content, Relation.REPLACES, document)


def correcting(document: Document) -> Origin:
    """Begin a công văn đính chính: it says what was issued, and leaves open what was wrong and what is right."""
    content = document.content
    name = f"{TITLES[document.type]} số {document.full_number}"
    day = document.dated.strftime("%d/%m/%Y") if document.dated else ""
    office = document.office.name
    text = (
        f"Ngày {day}, {office} ban hành {name} về “{document.abstract}”. Do sơ suất về thể thức, kỹ thuật trình bày, "
        f"{office} đính chính như sau:\n"
        "1. Tại [[vị trí sai]] đã ghi “[[nội dung đã ghi]]”, nay đính chính thành “[[nội dung đúng]]”.\n"
        f"2. Các nội dung khác của {name} không thay đổi.\n"
        f"Công văn này là một phần không tách rời của {name}."
    )
    addressees = content.get("addressees") or [f"Các cơ quan, đơn vị đã nhận {name}"]
    initial = {
        "abstract": f"đính chính {lower_first(name)} ngày {day}",
        "addressees": "\n".join(addressees),
        "recipients": "\n".join(content.get("recipients", [])),
        "sections": [{"title": "", "text": text}],
        "sent_to": [office.pk for office in document.sent_to.all()],
    }
    return Origin(initial, None, Relation.CORRECTS, document)


def from_template(template: LetterTemplate, office: Office, drafting_office: Office) -> Origin:
    """Begin with a template; places that the portal knows are filled, the others stay open and red."""
    values = known_places(office, drafting_office)
    texts = {
        name: fill_places(getattr(template, name), values)
        for name in ("abstract", "addressees", "legal_grounds", "recipients")
    }
    initial = {key: text for key, text in texts.items() if text}
    text = fill_places(template.text, values)
    return Origin(initial | {"sections": [{"title": "", "text": text}]})


def known_places(office: Office, drafting_office: Office) -> dict[str, str]:
    """Return the places of templates that the portal fills itself."""
    today = clock.today()
    return {
        "cơ quan": office.name,
        "cơ quan soạn": drafting_office.name,
        "đơn vị hành chính": office.unit.name,
        "địa danh": office.seat,
        "năm": str(today.year),
        "tháng": str(today.month),
    }


def base_of(origin: Origin | None, blank: OfficialDocument) -> OfficialDocument | None:
    """Return the new letter's own letterhead with the body and annexes of the one that it begins with."""
    if origin is None or origin.content is None:
        return None
    same_type = origin.content.type == blank.type
    second = origin.content.second_signature if same_type and blank.type == DocumentType.BIEN_BAN else None
    return replace(blank, body=origin.content.body, annexes=origin.content.annexes, second_signature=second)
