"""Certificates and printed forms: papers that Nghị định 30/2020 does not list as documents."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from directives.rendering.blocks import Block
from directives.rendering.codec import ContextError, Node
from directives.rendering.context import Signature

# What fits a certificate at its smallest readable sizes.
LONGEST_TEXT = 200


def _check_url(name: str, url: str) -> None:
    if not url.startswith(("https://", "http://")):
        raise ContextError(f"{name}: expected a web address, got {url!r}")


@dataclass(frozen=True)
class Certificate(Node):
    """A certificate of an OCOP product with three to five stars, valid from ``issued_on`` to the end of ``expires_on``.

    ``decision_number`` is the recognising decision in full ("215/QĐ-UBND"), ``decision_issuer`` who made it ("Chủ tịch
    Ủy ban nhân dân tỉnh …"). ``verify_url`` is the public page of the certificate and becomes its QR code.
    """

    issuer: Sequence[str]
    product: str
    producer: str
    address: str
    stars: int
    decision_number: str
    decision_date: datetime.date
    certificate_number: str
    place: str
    issued_on: datetime.date
    expires_on: datetime.date
    signature: Signature
    verify_url: str
    parent_issuer: Sequence[str] = ()
    decision_issuer: str = ""
    training: bool = False

    def validate(self) -> None:
        """Only three stars and more are certified; a certificate ends after it begins."""
        if not 3 <= self.stars <= 5:
            raise ContextError(f"stars: a certificate holds 3 to 5, got {self.stars}")
        if self.expires_on <= self.issued_on:
            raise ContextError("expires_on: must be after issued_on")
        if not any(self.issuer):
            raise ContextError("issuer: at least one line is needed")
        for name in ("product", "producer", "address"):
            if len(getattr(self, name)) > LONGEST_TEXT:
                raise ContextError(f"{name}: longer than {LONGEST_TEXT} characters")
        _check_url("verify_url", self.verify_url)


@dataclass(frozen=True)
class HandedIn(Node):
    """One thing that was handed in: its name, its form ("bản gốc", "bản điện tử") and how many."""

    name: str
    form: str = ""
    count: str = "01"


@dataclass(frozen=True)
class Receipt(Node):
    """Mẫu 01, the part of the receiving office: what was received, when, by whom, and the day the answer is due."""

    office: Sequence[str]
    slip_number: str
    received_on: datetime.date
    receiver: str
    product: str
    producer: str
    handed_in: Sequence[HandedIn]
    answer_due: datetime.date
    place: str
    decision: str
    verify_url: str = ""
    parent_office: Sequence[str] = ()
    representative: str = ""
    phone: str = ""
    address: str = ""
    received_at: str = ""
    working_days: int = 15
    training: bool = False

    def validate(self) -> None:
        """The answer is never due before the dossier came."""
        if self.answer_due < self.received_on:
            raise ContextError("answer_due: must not be before received_on")
        if self.verify_url:
            _check_url("verify_url", self.verify_url)


@dataclass(frozen=True)
class Opinion(Node):
    """One of the contents of Mẫu 03: what the producer describes and how the commune assesses it."""

    content: str
    description: str
    assessment: str


@dataclass(frozen=True)
class CommuneOpinion(Node):
    """Mẫu 03 (26/2026/QĐ-TTg): the commune's assessment of a dossier, without points.

    ``facts`` are rows of producer data, each a label and a value ("Tên chủ thể", "Hợp tác xã …").
    """

    issuer: Sequence[str]
    place: str
    date: datetime.date | None
    product: str
    facts: Sequence[Sequence[str]]
    opinions: Sequence[Opinion]
    request: str
    signature: Signature
    decision: str
    parent_issuer: Sequence[str] = ()
    training: bool = False

    def validate(self) -> None:
        """Each fact is a label and a value."""
        for index, fact in enumerate(self.facts):
            if len(fact) != 2:
                raise ContextError(f"facts[{index}]: expected a label and a value")


@dataclass(frozen=True)
class OfficeSlip(Node):
    """A slip by which a receiving office answers a dossier in writing: it refuses it, or asks for completion.

    ``title`` is given line by line; ``facts`` are rows of a label and a value; the officer who receives signs.
    """

    issuer: Sequence[str]
    place: str
    date: datetime.date
    title: Sequence[str]
    subtitle: str
    facts: Sequence[Sequence[str]]
    body: Sequence[Block]
    signature: Signature
    parent_issuer: Sequence[str] = ()
    number: str = ""
    training: bool = False

    def validate(self) -> None:
        """A slip has a title; each fact is a label and a value."""
        if not any(self.title):
            raise ContextError("title: at least one line is needed")
        for index, fact in enumerate(self.facts):
            if len(fact) != 2:
                raise ContextError(f"facts[{index}]: expected a label and a value")
