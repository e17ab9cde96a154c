"""What the list under "Nơi nhận" asks for: the code behind each name, and the offices that the name means.

"Ủy ban nhân dân các xã (t/h)" means every commune's committee below the issuing office's unit; "Như trên (t/h)" means
the addressees. A name that fits no office, or several, is shown to a person and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.enums import OfficeKind, UnitLevel
from accounts.models import Office
from accounts.selectors import offices_in_force, unit_ids_reached_by
from directives.enums import Purpose
from directives.rendering.wording import open_ended
from foundation.text import search_key

_CODE = re.compile(r"\s*\(([^()]{1,20})\)\s*[;.,]*\s*$")
_ALL_COMMUNES = re.compile(r"^(?:uy ban nhan dan|ubnd) (?:cac|8|tat ca cac) (?:xa|phuong|thi tran)")
_CODES = {
    "t/h": Purpose.CARRY_OUT,
    "th": Purpose.CARRY_OUT,
    "thuc hien": Purpose.CARRY_OUT,
    "p/h": Purpose.COOPERATE,
    "phoi hop": Purpose.COOPERATE,
    "dang tai": Purpose.PUBLISH,
    "luu": Purpose.ARCHIVE,
}
_AS_ABOVE = "nhu tren"


@dataclass(frozen=True)
class Line:
    """One line of the list: its words, what it asks for, and the offices of the portal that it means."""

    text: str
    purpose: Purpose
    offices: tuple[Office, ...] = ()

    @property
    def asks_in_vain(self) -> bool:
        """Whether it asks somebody to act whom the portal does not know by this name."""
        return self.purpose in (Purpose.CARRY_OUT, Purpose.COOPERATE) and not self.offices


def purpose_of(text: str) -> tuple[str, Purpose]:
    """Return a line without its code, and what the code asks for; a line without a code gets a copy."""
    found = _CODE.search(text)
    if found is None:
        bare = open_ended(text.lstrip("- "))
        return bare, Purpose.ARCHIVE if search_key(bare).startswith("luu") else Purpose.COPY
    return text[: found.start()].lstrip("- ").strip(), _CODES.get(search_key(found[1]), Purpose.COPY)


def lines_of(recipients: Sequence[str], addressees: Sequence[str], issuer: Office) -> list[Line]:
    """Return what the list of a document asks for."""
    known = list(offices_in_force())
    below = set(unit_ids_reached_by([issuer.unit_id]))
    lines = []
    for text in recipients:
        name, purpose = purpose_of(text)
        names = addressees if search_key(name).startswith(_AS_ABOVE) else [name]
        found = {office.pk: office for one in names for office in _meant(purpose_of(one)[0], known, below)}
        lines.append(Line(text, purpose, tuple(office for pk, office in found.items() if pk != issuer.pk)))
    return lines


def _meant(name: str, known: Iterable[Office], below: set[int]) -> list[Office]:
    """Return the offices that a name means: all communes' committees, or the one office of that name."""
    key = search_key(name)
    if _ALL_COMMUNES.match(key):
        committees = (o for o in known if o.kind == OfficeKind.PEOPLES_COMMITTEE and o.unit_id in below)
        return [office for office in committees if office.unit.level == UnitLevel.COMMUNE]
    exact = [office for office in known if key in _names(office)]
    nearer = [office for office in exact if office.unit_id in below]
    return nearer if len(nearer) == 1 else exact if len(exact) == 1 else []


def _names(office: Office) -> set[str]:
    unit = office.unit.name
    spoken = {office.name, f"{office.name} {unit}"}
    if office.kind == OfficeKind.PEOPLES_COMMITTEE:
        spoken |= {f"Ủy ban nhân dân {unit}", f"UBND {unit}"}
    return {search_key(name) for name in spoken}
