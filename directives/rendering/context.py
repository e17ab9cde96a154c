"""What an official document says: the stored context from which its HTML and its PDF are made.

The objects hold facts in plain words; the form (capitals, "Số:", "V/v", semicolons, "./.") is the renderer's work.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from directives.rendering.blocks import Block
from directives.rendering.codec import ContextError, Node


class DocumentType(StrEnum):
    """The types of administrative documents that the portal writes (Nghị định 30/2020, Phụ lục III)."""

    CONG_VAN = "cong_van"
    QUYET_DINH = "quyet_dinh"
    THONG_BAO = "thong_bao"
    KE_HOACH = "ke_hoach"
    BAO_CAO = "bao_cao"
    TO_TRINH = "to_trinh"
    BIEN_BAN = "bien_ban"
    GIAY_MOI = "giay_moi"


class Urgency(StrEnum):
    """Degrees of urgency (Nghị định 30/2020, Phụ lục I, mục II.13)."""

    NONE = ""
    KHAN = "KHẨN"
    THUONG_KHAN = "THƯỢNG KHẨN"
    HOA_TOC = "HỎA TỐC"


# Phụ lục III, mục I. A công văn has no abbreviation of its own.
ABBREVIATIONS = {
    DocumentType.CONG_VAN: "",
    DocumentType.QUYET_DINH: "QĐ",
    DocumentType.THONG_BAO: "TB",
    DocumentType.KE_HOACH: "KH",
    DocumentType.BAO_CAO: "BC",
    DocumentType.TO_TRINH: "TTr",
    DocumentType.BIEN_BAN: "BB",
    DocumentType.GIAY_MOI: "GM",
}

_SYMBOL = re.compile(r"[A-ZĐ][A-Za-zĐđ0-9&-]*")
_ARCHIVE = re.compile(r"VT(, .+)?")


def symbol_for(document_type: DocumentType | str, issuer_abbreviation: str, unit_abbreviation: str = "") -> str:
    """Return the symbol after the number: "UBND-NN" for a công văn, "QĐ-UBND" for a typed document.

    ``unit_abbreviation`` names the drafting unit or field and is used by a công văn only.
    """
    kind = ABBREVIATIONS[DocumentType(document_type)]
    groups = [kind, issuer_abbreviation] if kind else [issuer_abbreviation, unit_abbreviation]
    return "-".join(re.sub(r"\s+", "", group) for group in groups if group)


@dataclass(frozen=True)
class Signature(Node):
    """A signer: lines such as "TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"; the name is empty in a draft."""

    authority_lines: Sequence[str]
    name: str = ""

    def validate(self) -> None:
        """A signer signs in some capacity."""
        if not any(self.authority_lines):
            raise ContextError("authority_lines: at least one line is needed")


@dataclass(frozen=True)
class Annex(Node):
    """Phụ lục: starts on a page of its own with its own page numbers; ``number`` is Roman, empty to count by itself."""

    title: str
    blocks: Sequence[Block]
    number: str = ""
    landscape: bool = False


@dataclass(frozen=True)
class OfficialDocument(Node):
    """An administrative document in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I.

    ``issuer`` and ``parent_issuer`` are given line by line. ``number`` and ``date`` are empty until the register
    allocates them. ``authority_line`` is the line of a decision above its legal grounds. ``second_signature`` is the
    secretary of minutes, who signs at the left. ``archive`` is what stands after "Lưu:". ``contact`` (address,
    telephone, e-mail) and ``verify_url`` stand at the foot of the first page. ``training`` marks every page as
    without legal value. ``issued_by`` names the issuing authority in running text ("Chủ tịch Ủy ban nhân dân huyện …")
    where the authority line or the issuer's lines would not do.
    """

    type: DocumentType
    issuer: Sequence[str]
    symbol: str
    signature: Signature
    body: Sequence[Block]
    parent_issuer: Sequence[str] = ()
    number: int | None = None
    place: str = ""
    date: datetime.date | None = None
    abstract: str = ""
    addressees: Sequence[str] = ()
    authority_line: str = ""
    legal_grounds: Sequence[str] = ()
    proposal: str = ""
    second_signature: Signature | None = None
    recipients: Sequence[str] = ()
    archive: str = "VT"
    urgency: Urgency = Urgency.NONE
    drafter: str = ""
    contact: Sequence[str] = ()
    annexes: Sequence[Annex] = ()
    training: bool = False
    verify_url: str = ""
    issued_by: str = ""

    def validate(self) -> None:
        """Refuse what the decree's form cannot hold."""
        if not any(self.issuer):
            raise ContextError("issuer: at least one line is needed")
        if not _SYMBOL.fullmatch(self.symbol):
            raise ContextError(f"symbol: {self.symbol!r} is not a symbol such as UBND-NN or QĐ-UBND")
        if self.number is not None and self.number < 1:
            raise ContextError(f"number: expected 1 or more, got {self.number}")
        if self.type is DocumentType.CONG_VAN and not self.addressees:
            raise ContextError("addressees: a công văn needs at least one")
        if self.second_signature and self.type is not DocumentType.BIEN_BAN:
            raise ContextError("second_signature: only minutes have a second signer")
        if not _ARCHIVE.fullmatch(self.archive):
            raise ContextError(f"archive: expected VT or VT, <unit>; got {self.archive!r}")
        self._check_symbol_group()

    def _check_symbol_group(self) -> None:
        """The first group names the type of a typed document, and never one in a công văn."""
        first, wanted = self.symbol.split("-")[0], ABBREVIATIONS[self.type]
        if wanted and first != wanted:
            raise ContextError(f"symbol: must begin with {wanted}-, got {self.symbol!r}")
        if not wanted and first in set(ABBREVIATIONS.values()):
            raise ContextError(f"symbol: a công văn has no type abbreviation, got {self.symbol!r}")
