"""Rows of a table → what the portal would take over, with every problem. Nothing is lost without a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from foundation.formatting import day as written
from foundation.text import one_line, search_key
from registrations.enums import LegalForm
from registrations.enums.imports import ImportKind
from registrations.imports import values
from registrations.imports.communes import Communes, Found
from registrations.imports.headers import Header, shown
from registrations.imports.problems import Problem, problem
from registrations.imports.readers import read_recognition, read_wish
from registrations.imports.reading import Broken, Sheet, Value

CARRIED = ("producer", "legal_form", "commune", "address", "representative", "phone", "email", "tax_code",
           "registration_no")  # fmt: skip
_FOOTER = re.compile(
    r"^(tong (cong|so)\b|tong\s*[:\d]|tong$|cong\s*[:\d]|cong$|nguoi lap|lap bieu|nguoi tong hop|ke toan|"
    r"thu truong|chu tich|pho chu tich|tm[. ]|kt[. ]|tl[. ]|uy ban nhan dan|ubnd (xa|huyen|tinh|phuong)|"
    r"noi nhan|xac nhan|ky ten|\(?ky,|ghi chu\s*:|luu y\s*:|[a-z' ]*,? ?ngay ?[\d. …_]* ?thang ?[\d. …_]* ?nam)"
)  # fmt: skip
_MARK = re.compile(r"^\(?\d{1,3}\)?$|^\([a-z]\)$|^[a-z]$|^[ivxlc]{1,5}\.?$")
_NUMERAL = re.compile(r"^[ivxlc]{1,5}\.?$|^[a-z]\.?$")
_OF_A_PLACE = re.compile(r"^(xa|phuong|thi tran|dac khu|huyen|nhom|nganh)\s")
_WHOLE = 5000
_LIMITS = {"address": 300, "representative": 120, "registration_no": 60, "packing": 300, "description": 2000,
           "note": 2000, "help": 1000}  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """What the reading of rows needs to know.

    Attributes:
        rubrics: id, number and name of the product sets of the round's decision; empty where none are held.
        kinds: the kinds of dossier that the round takes.
        round_units: ids of the communes that take part in the round; None where there is no round.
        records_stars: whether the office may record recognitions.
        months: how long a recognition lasts where the list gives no last day.
    """

    kind: str
    communes: Communes
    today: date
    epoch: datetime
    rubrics: tuple[tuple[int, int, str], ...] = ()
    kinds: tuple[str, ...] = ()
    round_units: frozenset[int] | None = None
    records_stars: bool = False
    months: int = 36


@dataclass
class Draft:
    """A row of the list: its values, what is wrong with it, what should be known about it, or why it is left out.

    ``cells`` holds what stands in the file, column by column, as text that is read back to the same values.
    """

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    skipped: str = ""


@dataclass
class _Above:
    """What rows below may need: the last row that named a producer, and a heading that named a commune."""

    row: int = 0
    cells: dict[str, Value] = field(default_factory=dict)
    heading_row: int = 0
    heading: Found | None = None


def read_rows(sheet: Sheet, header: Header, mapping: Mapping[str, int], setting: Setting) -> Iterator[Draft]:
    """Yield every row below the header that holds anything."""
    above = _Above()
    for number in sorted(number for number in sheet.rows if number > header.last):
        cells = sheet.rows[number]
        picked = {key: cells[index] if index < len(cells) else None for key, index in mapping.items()}
        reason = _why_left_out(cells, picked, header)
        if reason == "heading":
            _heed_heading(above, number, cells, setting)
        if reason:
            yield Draft(number, values=_raw(picked, cells), skipped=reason)
        else:
            yield _read(number, picked, setting, above)


def read_again(number: int, cells: Mapping[str, str], setting: Setting) -> Draft:
    """Read one row from cells that somebody has typed over. Nothing above it counts any more: it says all itself."""
    return _read(number, {key: text or None for key, text in cells.items()}, setting, _Above())


# -- Rows that are no products ---------------------------------------------------------------------------------------
def _why_left_out(cells: list[Value], picked: Mapping[str, Value], header: Header) -> str:
    words = list(dict.fromkeys(title for value in cells if (title := one_line(shown(value)))))
    if _repeats(cells, header):
        return "again_header"
    if all(_MARK.match(search_key(word)) for word in words) and not isinstance(picked.get("product"), Broken):
        return "only_number"
    texts = [word for word in words if not re.fullmatch(r"[\d.,%\s]+", word)]
    says = [search_key(word) for word in texts if not _MARK.match(search_key(word))]
    product, producer = shown(picked.get("product")), shown(picked.get("producer"))
    whole = product != producer and all(re.search(r"[^\W\d_]", text) for text in (product, producer))
    if says and _FOOTER.match(says[0]) and not whole:
        return "footer"
    if len(says) == 1 and not isinstance(picked.get("product"), Broken) and _is_heading(picked, product, producer):
        return "heading"
    return ""


def _is_heading(picked: Mapping[str, Value], product: str, producer: str) -> bool:
    """One text alone in its row names what follows: before the product's cell, merged over it, or beside "II."."""
    if product and (_NUMERAL.match(search_key(shown(picked.get("number")))) or _OF_A_PLACE.match(search_key(product))):
        return not producer or producer == product
    filled = [key for key, value in picked.items() if value is not None and key != "number"]
    return not product or (product == producer and len(filled) >= 2)


def _repeats(cells: list[Value], header: Header) -> bool:
    same = [one_line(shown(value)) for value in cells]
    pairs = [(title, text) for title, text in zip(header.titles, same, strict=False) if text]
    return len(pairs) >= 2 and all(text in (title, *title.split(" – ")) for title, text in pairs)


def _heed_heading(above: _Above, number: int, cells: list[Value], setting: Setting) -> None:
    """Remember a heading that names a commune: the rows below it are that commune's."""
    for value in cells:
        try:
            above.heading = setting.communes.find(shown(value))
        except values.Bad:
            continue
        above.heading_row = number
        return


def _raw(picked: Mapping[str, Value], cells: list[Value]) -> dict[str, Any]:
    """Return what stands in a row that is not read, so that a person can recognise it."""
    said = {key: shown(picked[key]) for key in ("product", "producer", "commune") if key in picked}
    if not any(said.values()):
        said["product"] = next((shown(value) for value in cells if value is not None), "")
    return said


# -- Rows that are products ------------------------------------------------------------------------------------------
def _read(number: int, picked: dict[str, Value], setting: Setting, above: _Above) -> Draft:
    draft = Draft(number)
    if picked.get("producer") is None and picked.get("product") is not None and above.row:
        if all(picked.get(key) is None for key in CARRIED):
            draft.notes.append(problem("from_above", "producer", row=above.row))
            picked |= above.cells
    elif picked.get("producer") is not None:
        above.row, above.cells = number, {key: picked[key] for key in CARRIED if key in picked}
    _read_product(draft, picked)
    _read_producer(draft, picked)
    _read_commune(draft, picked, setting, above)
    if setting.kind == ImportKind.WISHES:
        read_wish(draft, picked, setting, lambda key, how: _take(draft, picked, key, how))
    elif setting.kind == ImportKind.REGISTER:
        read_recognition(draft, picked, setting, lambda key, how: _take(draft, picked, key, how))
    draft.cells = {key: _cell(draft, key, value) for key, value in picked.items() if key != "number"}
    if draft.values.get("unit"):
        draft.cells["commune"] = draft.values["commune"]
    return draft


def _cell(draft: Draft, key: str, value: Value) -> str:
    """Return a cell as text; the day behind a serial number of Excel instead of the number."""
    day = draft.values.get(key)
    return written(date.fromisoformat(day)) if day and key.endswith("_on") else shown(value, _WHOLE)


def _take(draft: Draft, picked: Mapping[str, Value], key: str, how: Callable[[Value], Any]) -> Any:
    """Read a cell into the draft; a cell that cannot be read leaves a problem and None."""
    try:
        draft.values[key] = how(picked.get(key))
    except values.Bad as bad:
        draft.problems.append(problem(bad.code, key, **bad.params))
        draft.values[key] = None
    return draft.values[key]


def _line(limit: int = 200) -> Callable[[Value], str]:
    return lambda value: values.text(value, limit)


def _read_product(draft: Draft, picked: Mapping[str, Value]) -> None:
    for key in ("product", "group", "packing", "description"):
        _take(draft, picked, key, _line(_LIMITS.get(key, 200)))
    _need(draft, "product")


def _need(draft: Draft, key: str) -> None:
    if draft.values[key] == "":
        draft.problems.append(problem("missing", key))


def _read_producer(draft: Draft, picked: Mapping[str, Value]) -> None:
    for key in ("producer", "address", "representative", "registration_no"):
        _take(draft, picked, key, _line(_LIMITS.get(key, 200)))
    _need(draft, "producer")
    _take(draft, picked, "email", values.email)
    _take(draft, picked, "tax_code", values.tax_code)
    numbers = _take(draft, picked, "phone", values.phones)
    if numbers is not None:
        draft.values["phone"] = numbers[0] if numbers else ""
        if len(numbers) > 1:
            draft.notes.append(problem("phone_first", "phone", text=numbers[0]))
    draft.notes += [problem(f"{key}_missing", key) for key in ("phone", "representative") if draft.values[key] == ""]
    _read_form(draft, picked)


def _read_form(draft: Draft, picked: Mapping[str, Value]) -> None:
    line = _take(draft, picked, "legal_form", _line())
    if line is None:
        return
    found = values.legal_form(line) if line else ""
    if not found and not line and (found := values.form_in_name(draft.values["producer"] or "")):
        draft.notes.append(problem("form_guessed", "legal_form", text=str(LegalForm(found).label)))
    draft.values["legal_form"] = found
    if found or not draft.values["producer"]:
        return
    choices = "; ".join(str(label) for label in LegalForm.labels)
    draft.problems.append(
        problem("legal_form", "legal_form", text=line, choices=choices) if line else problem("missing", "legal_form")
    )


def _read_commune(draft: Draft, picked: Mapping[str, Value], setting: Setting, above: _Above) -> None:
    line = _take(draft, picked, "commune", _line())
    draft.values["unit"] = None
    if line is None:
        return
    try:
        found = _commune(draft, line, setting, above)
    except values.Bad as bad:
        draft.problems.append(problem(bad.code, "commune", **bad.params))
        return
    if found is None:
        draft.problems.append(problem("missing", "commune"))
        return
    if found.was:
        draft.notes.append(problem("commune_now", "commune", text=found.was, other=found.place.name))
    draft.values |= {"unit": found.place.pk, "commune": found.place.name}
    if setting.round_units is not None and found.place.pk not in setting.round_units:
        draft.problems.append(problem("commune_not_in_round", "commune", text=found.place.name))


def _commune(draft: Draft, line: str, setting: Setting, above: _Above) -> Found | None:
    """Return the commune of a row: its cell, its address, a heading above it, or the only one there is."""
    if line:
        return setting.communes.find(line)
    if found := setting.communes.inside(draft.values.get("address") or ""):
        draft.notes.append(problem("from_address", "commune"))
        return found
    if above.heading:
        draft.notes.append(problem("heading_commune", "commune", row=above.heading_row))
        return above.heading
    if len(setting.communes.places) == 1:
        draft.notes.append(problem("own_commune", "commune"))
        return Found(setting.communes.places[0])
    return None
