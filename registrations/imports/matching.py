"""Which rows are there already: earlier in the same list, or in the portal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registrations.enums import DossierKind
from registrations.enums.imports import ImportKind, RowState
from registrations.imports.problems import problem
from registrations.imports.rows import Draft
from registrations.imports.values import producer_key, product_key


@dataclass
class KnownProducer:
    """A producer that the portal has."""

    pk: int
    unit: int
    name: str
    tax_code: str = ""
    phone: str = ""


@dataclass
class Known:
    """What the portal has in the communes of a list.

    ``products``: (producer, key of the name) → id and day of the newest recognition. ``wishes``: ids of the products
    that are registered in the round. ``anything_goes``: a training round takes any kind of registration of anything.
    """

    producers: list[KnownProducer] = field(default_factory=list)
    products: dict[tuple[int, str], tuple[int, date | None]] = field(default_factory=dict)
    wishes: frozenset[int] = frozenset()
    anything_goes: bool = False

    def __post_init__(self) -> None:
        self.by_name = {(p.unit, producer_key(p.name)): p for p in self.producers}
        self.by_tax = {p.tax_code: p for p in self.producers if p.tax_code}
        self.by_phone = {(p.unit, p.phone): p for p in self.producers if p.phone}


@dataclass
class Verdict:
    """What becomes of a row: its state, what it means in the portal, and whether a person may take it over anyway."""

    draft: Draft
    state: str
    producer: int | None = None
    product: int | None = None
    doubtful: bool = False


@dataclass
class _Seen:
    """What earlier rows of the list hold."""

    rows: dict[tuple[Any, ...], int] = field(default_factory=dict)
    producers: dict[tuple[Any, ...], Draft] = field(default_factory=dict)
    tax_codes: dict[str, Draft] = field(default_factory=dict)


def judge(drafts: Iterable[Draft], known: Known, kind: str) -> list[Verdict]:
    """Return what becomes of every row, in the order of the list."""
    seen = _Seen()
    return [_judge(draft, known, kind, seen) for draft in drafts]


def _judge(draft: Draft, known: Known, kind: str, seen: _Seen) -> Verdict:
    if draft.skipped:
        return Verdict(draft, RowState.SKIPPED)
    if draft.problems:
        return Verdict(draft, RowState.ERROR)
    values = draft.values
    owner = (values["unit"], producer_key(values["producer"]))
    key = (*owner, product_key(values["product"]))
    if key in seen.rows:
        draft.problems.append(problem("twin", row=seen.rows[key]))
        return Verdict(draft, RowState.DUPLICATE)
    verdict = _against_portal(draft, known, kind, owner)
    if kind == ImportKind.WISHES and not known.anything_goes:
        _check_kind(draft, verdict, known, key)
    if verdict.state == RowState.READY:
        _against_list(draft, verdict, owner, seen)
    seen.rows[key] = draft.number
    seen.producers.setdefault(owner, draft)
    if values["tax_code"]:
        seen.tax_codes.setdefault(values["tax_code"], draft)
    return verdict


def _check_kind(draft: Draft, verdict: Verdict, known: Known, key: tuple[Any, ...]) -> None:
    """Only a recognised product can rise or be evaluated again."""
    wanted = draft.values["kind"]
    _product, recognised = known.products.get((verdict.producer or 0, key[-1]), (None, None))
    if wanted != DossierKind.FIRST and recognised is None and verdict.state == RowState.READY:
        draft.problems.append(problem("not_recognised", "kind", text=str(DossierKind(wanted).label)))
        verdict.state = RowState.ERROR


def _against_list(draft: Draft, verdict: Verdict, owner: tuple[Any, ...], seen: _Seen) -> None:
    """Compare with earlier rows: the same tax code under another name, other facts about the same producer."""
    values = draft.values
    other = seen.tax_codes.get(values["tax_code"]) if values["tax_code"] else None
    if other is not None and (other.values["unit"], producer_key(other.values["producer"])) != owner:
        draft.problems.append(problem("maybe_row", "tax_code", row=other.number, text=other.values["producer"]))
        verdict.state, verdict.doubtful = RowState.DUPLICATE, True
    first = seen.producers.get(owner)
    names = ("phone", "representative", "legal_form", "tax_code")
    if first and any(values[name] and first.values[name] and values[name] != first.values[name] for name in names):
        draft.notes.append(problem("other_facts", "producer", row=first.number))


def _against_portal(draft: Draft, known: Known, kind: str, owner: tuple[Any, ...]) -> Verdict:
    values = draft.values
    same = known.by_name.get(owner)
    if same is None:
        return _perhaps(draft, known)
    draft.notes.append(problem("known_producer", "producer"))
    product, recognised = known.products.get((same.pk, product_key(values["product"])), (None, None))
    verdict = Verdict(draft, RowState.READY, same.pk, product)
    if product is None:
        return verdict
    why = _nothing_new(draft, kind, product, recognised, known)
    if why:
        draft.problems.append(problem(why, "product", text=values["product"]))
        verdict.state = RowState.DUPLICATE
    else:
        draft.notes.append(problem("known_product_used", "product"))
    return verdict


def _nothing_new(draft: Draft, kind: str, product: int, recognised: date | None, known: Known) -> str:
    """Return why a row about a known product brings nothing new; empty when it does."""
    if kind == ImportKind.WISHES:
        return "known_wish" if product in known.wishes else ""
    record = draft.values.get("recognition")
    if record is None:
        return "known_product"
    newer = recognised is None or date.fromisoformat(record["recognised_on"]) > recognised
    return "" if newer else "known_recognition"


def _perhaps(draft: Draft, known: Known) -> Verdict:
    """No producer has this name: is it one of the portal's under another name?"""
    values = draft.values
    for code, key, like in (
        ("maybe_tax_code", "tax_code", known.by_tax.get(values["tax_code"])),
        ("maybe_phone", "phone", known.by_phone.get((values["unit"], values["phone"]))),
    ):
        if like is not None:
            draft.problems.append(problem(code, key, text=like.name))
            return Verdict(draft, RowState.DUPLICATE, doubtful=True)
    return Verdict(draft, RowState.READY)
