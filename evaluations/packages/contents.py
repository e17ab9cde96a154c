"""What a data file says of each dossier: checked as a whole, so that taking it over finds nothing to refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foundation import clock
from registrations.enums import EvidenceKind
from registrations.services.arriving import TEXTS

_SHA = re.compile(r"[0-9a-f]{64}")
_LONGEST = 50_000
_WHOLE = ("revenue", "profit")
_MOST = 2_000


def content_problems(place: str, entry: dict[str, Any], levels: Mapping[str, set[int]]) -> Iterator[str]:
    """Yield what is wrong with the dossier of an entry; ``levels`` are the orders of each item of its set."""
    bad = _("%(place)s: what it says of the dossier cannot be read (%(part)s).")
    if not _is_texts(entry.get("producer")):
        yield bad % {"place": place, "part": "producer"}
    facts = entry.get("dossier")
    if facts is None:
        return  # a file of an earlier version: the result alone
    if not isinstance(facts, dict) or not isinstance(entry.get("folder"), str):
        yield bad % {"place": place, "part": "dossier"}
        return
    checks = {
        "producer": _is_texts(facts.get("producer")),
        "product": _is_texts(facts.get("product")),
        "texts": _is_dossier_text(facts.get("texts")),
        "papers": _is_list(facts.get("papers")) and all(_is_paper(row, entry["folder"]) for row in facts["papers"]),
        "submitted_on": _is_past(facts.get("submitted_on", "")),
        "items": _is_list(facts.get("items")) and _are_items(facts["items"], levels),
    }
    yield from (bad % {"place": place, "part": part} for part, good in checks.items() if not good)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= _MOST


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _is_texts(value: Any) -> bool:
    if not isinstance(value, dict) or not all(_is_text(one) for one in value.values()):
        return False
    return all(_is_day(value.get(name, "")) for name in ("registered_on", "founded_on"))


def _is_dossier_text(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) - set(TEXTS):
        return False
    whole = [value.get(name) for name in _WHOLE]
    if any(one not in (None, "") and (type(one) is not int or abs(one) > 10**15) for one in whole):
        return False
    if type(value.get("revenue")) is int and value["revenue"] < 0:
        return False
    return all(_is_text(one) for name, one in value.items() if name not in _WHOLE)


def _is_day(value: Any) -> bool:
    if value == "":
        return True
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_past(value: Any) -> bool:
    return _is_day(value) and str(value) <= clock.today().isoformat()


def _is_paper(row: Any, folder: str) -> bool:
    if not isinstance(row, dict) or row.get("kind") not in EvidenceKind.values or not _is_list(row.get("files")):
        return False
    texts = all(_is_text(row.get(name, "")) for name in ("annex", "title", "number", "issuer"))
    days = all(_is_day(row.get(name, "")) for name in ("issued_on", "expires_on"))
    if not (texts and days and row.get("annex") and row.get("title")):
        return False
    if row.get("issued_on") and row.get("expires_on") and row["issued_on"] > row["expires_on"]:
        return False
    return all(_is_file(file, folder) for file in row["files"])


def _is_file(row: Any, folder: str) -> bool:
    if not isinstance(row, dict) or not (_is_text(row.get("path")) and _is_text(row.get("name"))):
        return False
    if row["name"].rpartition("/")[2] in ("", ".", ".."):
        return False
    return bool(row["path"].startswith(f"{folder}/")) and bool(_SHA.fullmatch(str(row.get("sha256"))))


def _are_items(rows: list[Any], levels: Mapping[str, set[int]]) -> bool:
    if not all(_is_item(row, levels) for row in rows):
        return False
    return len({row["item"] for row in rows}) == len(rows)


def _is_item(row: Any, levels: Mapping[str, set[int]]) -> bool:
    if not isinstance(row, dict) or not isinstance(row.get("item"), str) or row["item"] not in levels:
        return False
    if "level" not in row:
        return False  # None says that the producer claims no level; silence says nothing
    level = row["level"]
    if level is not None and (type(level) is not int or level not in levels[row["item"]]):
        return False
    if not _is_text(row.get("description", "")) or not _is_list(row.get("papers", [])):
        return False
    return all(isinstance(annex, str) for annex in row.get("papers", []))
