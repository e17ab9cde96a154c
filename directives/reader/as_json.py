"""A reading as plain values for ``manage.py read_letter --json``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from directives.reader.reading import Reading


def as_json(reading: Reading, text: str) -> dict[str, Any]:
    """Return the reading as plain values; ``spans`` are places in ``text`` with the words that stand there."""
    values = asdict(reading)
    places = values.pop("places")
    warnings = values.pop("warnings")
    for task in values["tasks"]:
        del task["cooperating"], task["round"], task["last_day"]  # told by the spans, "rounds" and the warnings
    values["spans"] = [
        {**place, "confidence": round(place["confidence"], 2), "text": text[place["start"] : place["end"]]}
        for place in places
    ]
    values["warnings"] = warnings
    return values
