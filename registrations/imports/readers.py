"""The cells that only some lists have: what a wish says, and the recognitions of the register."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from foundation.formatting import day as written
from foundation.text import search_key
from registrations.enums import DossierKind
from registrations.imports import values
from registrations.imports.problems import problem
from registrations.imports.reading import Value

if TYPE_CHECKING:
    from registrations.imports.rows import Draft, Setting

Take = Callable[[str, Callable[[Value], Any]], Any]
FIRST_YEAR = 2018


# -- Wishes ----------------------------------------------------------------------------------------------------------
def read_wish(draft: Draft, picked: Mapping[str, Value], setting: Setting, take: Take) -> None:
    """Read what a producer wants: kind, stars, year, help."""
    year = setting.today.year
    if take("stars", lambda value: values.stars(value, 3)) is None and picked.get("stars") is None:
        draft.values["stars"] = 3
        draft.notes.append(problem("stars_assumed", "stars"))
    if take("year", lambda value: values.year(value, year, year + 5)) is None and picked.get("year") is None:
        draft.values["year"] = year
    line = take("kind", values.text)
    if line is not None:
        _read_kind(draft, line, setting)
    take("note", lambda value: values.text(value, 2000))
    wanted = take("help", lambda value: values.help_wanted(values.text(value, 1000)))
    if wanted is not None:
        draft.values["help"], rest = wanted
        if rest:
            draft.notes.append(problem("help_other", "help", text=rest))
            draft.values["note"] = "; ".join(filter(None, (draft.values["note"], rest)))
    _read_rubric(draft, setting)


def _read_kind(draft: Draft, line: str, setting: Setting) -> None:
    try:
        kind = values.dossier_kind(line) if line else DossierKind.FIRST.value
    except values.Bad as bad:
        draft.problems.append(problem(bad.code, "kind", **bad.params))
        return
    draft.values["kind"] = kind
    if not line:
        draft.notes.append(problem("kind_assumed", "kind"))
    if setting.kinds and kind not in setting.kinds:
        draft.problems.append(problem("kind_not_taken", "kind", text=str(DossierKind(kind).label)))


def _read_rubric(draft: Draft, setting: Setting) -> None:
    draft.values["rubric"] = None
    line = draft.values.get("group")
    if line is None:
        return
    if not line:
        draft.problems.append(problem("missing", "group"))
    elif setting.rubrics:
        draft.values["rubric"] = rubric_named(line, setting.rubrics)
        if draft.values["rubric"] is None:
            draft.problems.append(problem("rubric", "group", text=line))


def rubric_named(line: str, rubrics: tuple[tuple[int, int, str], ...]) -> int | None:
    """Return the id of the product set that a cell names by number, by name, or by a part that only one name has."""
    key = search_key(line).strip(" .")
    head = key.split(".")[0].removeprefix("bo").strip()
    if head.isdecimal():
        return next((pk for pk, number, _name in rubrics if number == int(head)), None) if len(head) < 4 else None
    names = [(pk, search_key(name)) for pk, _number, name in rubrics]
    for fits in (lambda name: name == key, lambda name: name.endswith(f" {key}"), lambda name: key in name):
        found = [pk for pk, name in names if fits(name)]
        if len(found) == 1:
            return found[0]
    return None


# -- The register ----------------------------------------------------------------------------------------------------
def read_recognition(draft: Draft, picked: Mapping[str, Value], setting: Setting, take: Take) -> None:
    """Read the recognitions of a row; the newest one is what will be recorded."""
    newest: dict[str, Any] = {}
    for time in ("first", "again"):
        found = _one(draft, picked, setting, take, time)
        if found and (not newest or newest["on"] is None or (found["on"] or date.min) >= newest["on"]):
            newest = found
    today = take("current_stars", values.stars)
    expires = take("expires_on", lambda value: values.day(value, setting.epoch))
    draft.values["expires_on"] = _iso(expires)
    if not newest and today is not None:
        draft.problems.append(problem("no_recognition_day", "first_on"))
    draft.values["recognition"] = None
    if not newest or newest["on"] is None or newest["stars"] is None:
        return
    if today is not None and today != newest["stars"]:
        draft.problems.append(problem("stars_differ", "current_stars", text=today, other=newest["stars"]))
    _record(draft, newest, expires, setting)


def _one(draft: Draft, picked: Mapping[str, Value], setting: Setting, take: Take, time: str) -> dict[str, Any] | None:
    """Read one recognition; None where the row has none."""
    rank = take(f"{time}_stars", values.stars)
    on = take(f"{time}_on", lambda value: values.day(value, setting.epoch))
    year = take(f"{time}_year", lambda value: values.year(value, FIRST_YEAR, setting.today.year))
    number = take(f"{time}_decision", lambda value: values.text(value, 60))
    issuer = take(f"{time}_issuer", values.text)
    draft.values[f"{time}_on"] = _iso(on)
    if on is not None and on > setting.today:
        draft.problems.append(problem("date_future", f"{time}_on", text=written(on)))
    if on is not None and year is not None and on.year != year:
        draft.notes.append(problem("year_differs", f"{time}_year", text=year, other=written(on)))
    if rank is None and on is None:
        return None
    if rank is None and picked.get(f"{time}_stars") is None and picked.get("current_stars") is not None:
        rank = _quiet_stars(picked.get("current_stars"))
    if rank is not None and on is None and picked.get(f"{time}_on") is None:
        draft.problems.append(problem("no_recognition_day", f"{time}_on"))
    if rank is None and picked.get(f"{time}_stars") is None:
        draft.problems.append(problem("missing", f"{time}_stars"))
    return {"stars": rank, "on": on, "number": number or "", "issuer": issuer or ""}


def _quiet_stars(value: Value) -> int | None:
    try:
        return values.stars(value)
    except values.Bad:
        return None


def _record(draft: Draft, newest: dict[str, Any], expires: date | None, setting: Setting) -> None:
    if expires is None:
        expires = months_after(newest["on"], setting.months)
        draft.notes.append(problem("expiry_counted", "expires_on", text=written(expires)))
    elif expires <= newest["on"]:
        draft.problems.append(problem("date_order", "expires_on", text=written(expires)))
    if not setting.records_stars:
        draft.notes.append(problem("not_recorded"))
        return
    draft.values["recognition"] = {
        "stars": newest["stars"],
        "recognised_on": _iso(newest["on"]),
        "expires_on": _iso(expires),
        "decision_number": newest["number"],
        "issuer": newest["issuer"],
    }


def months_after(start: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
