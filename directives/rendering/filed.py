"""What a producer files, bound together: forms with a body of their own, and a sheet before each annex."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from directives.rendering import wording
from directives.rendering.blocks import Block
from directives.rendering.codec import ContextError, Node
from directives.rendering.form_layout import qr_svg
from directives.rendering.layout import block_items, signature_lines

DRAFT_MARK = "BẢN NHÁP - CHƯA NỘP"


def _check_pairs(facts: Sequence[Sequence[str]]) -> None:
    for index, fact in enumerate(facts):
        if len(fact) != 2:
            raise ContextError(f"facts[{index}]: expected a label and a value")


@dataclass(frozen=True)
class FiledForm(Node):
    """A form of the dossier: its name, rows of facts, a body, and who signs it (``role`` above, ``signer`` below).

    ``after`` stands below the signature: what the receiving office enters.
    """

    name: Sequence[str]
    subtitle: str
    facts: Sequence[Sequence[str]] = ()
    body: Sequence[Block] = ()
    place_date: str = ""
    role: str = ""
    signer: str = ""
    after: Sequence[Block] = ()

    def validate(self) -> None:
        """Each fact is a label and a value."""
        _check_pairs(self.facts)


@dataclass(frozen=True)
class AnnexSheet(Node):
    """The sheet before an annex: its number ("01"), its title, and what is known of it."""

    number: str
    title: str
    facts: Sequence[Sequence[str]] = ()

    def validate(self) -> None:
        """Each fact is a label and a value."""
        _check_pairs(self.facts)


@dataclass(frozen=True)
class FiledDossier(Node):
    """A whole dossier. ``draft`` marks one that was not submitted."""

    title: str
    producer: str
    forms: Sequence[FiledForm]
    annexes: Sequence[AnnexSheet] = ()
    created: datetime.date | None = None
    verify_url: str = ""
    draft: bool = False
    training: bool = False


def anchor_of(annex: AnnexSheet) -> str:
    """Return the name of the place at which the sheet of an annex stands (``Rendering.places``)."""
    return f"annex-{annex.number}"


def filed_view(dossier: FiledDossier) -> dict[str, Any]:
    """Return everything that ``documents/filed.html`` shows."""
    marks = [wording.TRAINING_MARK] if dossier.training else []
    marks += [DRAFT_MARK] if dossier.draft else []
    return {
        "title": dossier.title,
        "issued_by": dossier.producer,
        "created": dossier.created.isoformat() if dossier.created else "",
        "training": " · ".join(marks),
        "forms": [_form(form) for form in dossier.forms],
        "annexes": [_annex(annex) for annex in dossier.annexes],
        "qr": qr_svg(dossier.verify_url, title="Mã QR theo dõi hồ sơ") if dossier.verify_url else "",
        "verify_url": dossier.verify_url,
    }


def _form(form: FiledForm) -> dict[str, Any]:
    return {
        "name": form.name,
        "subtitle": form.subtitle,
        "facts": _facts(form.facts),
        "items": block_items(form.body),
        "after": block_items(form.after),
        "place_date": form.place_date,
        "signature": {"lines": signature_lines(form.role), "name": form.signer, "place": ""} if form.role else None,
    }


def _annex(annex: AnnexSheet) -> dict[str, Any]:
    return {
        "label": f"PHỤ LỤC {annex.number}",
        "title": annex.title,
        "facts": _facts(annex.facts),
        "anchor": anchor_of(annex),
    }


def _facts(facts: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in facts if value]
