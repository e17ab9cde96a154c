"""The data file of a package. Numbers are those of the stored results; points are sums and counts, never rounded."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from evaluations.models import Entry, EvaluationRound
from foundation import clock
from foundation.text import slug
from registrations.filed import arrival_facts

FORMAT = "ocop-sent-up/1"


def digest_of(data: dict[str, Any]) -> str:
    """Return the SHA-256 of everything in a data file but its digest."""
    kept = {key: value for key, value in data.items() if key != "digest"}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def package_data(found: EvaluationRound, entries: list[Entry], *, decision: tuple[str, str]) -> dict[str, Any]:
    """Return the data file of a round's proposed products; ``decision`` is number and day of the approving decision."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "law": found.law.code,
        "level": found.stage.level,
        "round": found.name,
        "year": found.year,
        "ordinal": found.ordinal,
        "sender": found.issuing_office.name,
        "to": found.send_up_to,
        "decision": {"number": decision[0], "date": decision[1]},
        "made_on": clock.today().isoformat(),
        "training": found.training,
        "entries": [_entry(entry, _folder(number, entry)) for number, entry in enumerate(entries, start=1)],
    }
    return data | {"digest": digest_of(data)}


def _folder(number: int, entry: Entry) -> str:
    """Return the folder of the package in which the papers of a product lie."""
    return f"{number:02d}-{slug(entry.dossier.product.name)[:60]}"


def _entry(entry: Entry, folder: str) -> dict[str, Any]:
    dossier = entry.dossier
    producer, unit = dossier.producer, dossier.unit
    return {
        "product": dossier.product.name,
        "set": entry.rubric.number,
        "kind": dossier.kind,
        "slip": dossier.slip_number,
        "producer": {"name": producer.name, "legal_form": producer.legal_form, "address": producer.address},
        "commune": {"code": unit.code, "name": unit.name},
        "sum": entry.total_sum,
        "count": entry.counted,
        "mean": entry.mean,
        "stars": entry.stars,
        "stars_by_points": entry.stars_by_points,
        "folder": folder,
        "dossier": arrival_facts(dossier, folder),
    }
