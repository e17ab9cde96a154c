"""What stands at head and foot of an office's letters, as far as it follows from the office."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.enums import OfficeKind
from accounts.models import Membership, Office
from directives import rules
from directives.enums import DocumentType
from directives.rendering import Signature, symbol_for
from foundation import clock

_COMMITTEE = "Ủy ban nhân dân"
_DEPUTY = "phó "


@dataclass(frozen=True)
class Letterhead:
    """The lines at the head of a letter, and the place named beside its date."""

    issuer: tuple[str, ...]
    parent_issuer: tuple[str, ...]
    place: str


def letterhead(office: Office) -> Letterhead:
    """Return the head of an office's letters.

    A People's Committee stands alone; any other office stands below the body that it belongs to.
    """
    if office.kind == OfficeKind.PEOPLES_COMMITTEE:
        return Letterhead((_COMMITTEE, office.unit.name), (), office.seat)
    parent = office.parent
    above: tuple[str, ...] = ()
    if parent is not None:
        is_committee = parent.kind == OfficeKind.PEOPLES_COMMITTEE
        above = (f"UBND {parent.unit.name}" if is_committee else parent.name,)
    return Letterhead((office.name,), above, office.seat)


def symbol_of(office: Office, document_type: str, drafting_office: Office | None = None) -> str:
    """Return the symbol: "UBND-NN" for a letter that the agriculture office drafts, "QĐ-UBND" for a decision."""
    drafter = drafting_office.abbreviation if drafting_office and drafting_office != office else ""
    return symbol_for(document_type, office.abbreviation, drafter)


def heads_of(office: Office) -> list[Membership]:
    """Return the memberships of those who sign for an office today, the first of them in charge."""
    today = clock.today()
    rows = Membership.objects.filter(office=office, role__in=rules.HEADS, starts_on__lte=today, user__is_active=True)
    found = [row for row in rows.select_related("user") if row.ends_on is None or row.ends_on >= today]
    return sorted(found, key=lambda row: (row.title.lower().startswith(_DEPUTY), row.pk))


def signature_block(office: Office, document_type: str, membership: Membership | None = None) -> Signature:
    """Return the block of a signer, by default of the office's head, without the name, which approval writes.

    A People's Committee signs as a body ("TM."), except where its chairman decides by himself; a deputy signs for the
    head ("KT."). Nghị định 30/2020, Phụ lục I, mục II.7.
    """
    if membership is None:
        membership = next(iter(heads_of(office)), None)
    is_committee = office.kind == OfficeKind.PEOPLES_COMMITTEE
    title = (membership.title if membership else "") or ("Chủ tịch" if is_committee else "Thủ trưởng")
    lines = [title]
    if title.lower().startswith(_DEPUTY):
        head = title[len(_DEPUTY) :]
        lines = [f"KT. {head[:1].upper()}{head[1:]}", title]
    if is_committee and document_type != DocumentType.QUYET_DINH:
        lines.insert(0, f"TM. {_COMMITTEE}")
    return Signature(lines)


def authority_of(office: Office) -> str:
    """Return the line of a decision that names who decides."""
    if office.kind == OfficeKind.PEOPLES_COMMITTEE:
        return f"Chủ tịch {_COMMITTEE} {office.unit.name}"
    head = next(iter(heads_of(office)), None)
    return f"{head.title if head and head.title else 'Thủ trưởng'} {office.name}"


def signature_stacks(office: Office, document_type: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the usual blocks by competence: (key, lines), those of the people who sign today first.

    "TM." where the committee decides as a body, nothing before the chairman who decides by himself, "KT." for a deputy,
    "TL." by order, "TUQ." by sub-authorisation, "Q." for an acting head (Nghị định 30/2020, Phụ lục I, mục II.7).
    """
    heads = [head.title for head in heads_of(office) if head.title]
    is_committee = office.kind == OfficeKind.PEOPLES_COMMITTEE
    chief = next((title for title in heads if not title.lower().startswith(_DEPUTY)), "")
    chief = chief or ("Chủ tịch" if is_committee else "Thủ trưởng")
    deputy = next((title for title in heads if title.lower().startswith(_DEPUTY)), f"Phó {chief}")
    own = [(chief,), (f"KT. {chief}", deputy), (f"Q. {chief}",)]
    body = [(f"TM. {_COMMITTEE}", *lines) for lines in own] if is_committee else []
    order = body + own if document_type != DocumentType.QUYET_DINH else own + body
    below = "Chánh Văn phòng" if is_committee else "Trưởng bộ phận"
    return [(str(n), lines) for n, lines in enumerate([*order, (f"TL. {chief}", below), (f"TUQ. {chief}", below)], 1)]


def contact_of(office: Office) -> str:
    """Return the line at the foot of an office's letters; empty where its address is not known."""
    if not office.address:
        return ""
    return f"Địa chỉ: {office.address}" + (f"; điện thoại: {office.phone}" if office.phone else "")
