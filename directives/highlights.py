"""The text of a letter with the places from which proposals were read, as marks that the page can point at."""

from __future__ import annotations

from dataclasses import dataclass

from directives.reader import Place

# What the mark shows; everything else of a task (its assignee, its deadline) is marked within its own place.
_MARKED = (
    "number", "date", "issuer", "subject", "place", "deadline", "recurrence", "addressees", "references", "recipients",
    "signer", "signing", "rounds", "assignee",
)  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """A piece of the text; ``field`` is empty where nothing was read from it. ``sure``: high, medium, low."""

    text: str
    field: str = ""
    anchor: str = ""
    sure: str = ""


def sureness(confidence: float) -> str:
    """Return how sure a rule is, in three steps."""
    return "high" if confidence >= 0.9 else "medium" if confidence >= 0.7 else "low"


def stretches(text: str, places: list[Place]) -> list[Stretch]:
    """Cut the text at the places; where two overlap, the shorter is shown."""
    chosen: list[Place] = []
    for place in sorted(places, key=lambda one: (one.end - one.start, one.start)):
        name = place.field.split(".")[-1].split("[")[0]
        if place.start >= place.end or not name.startswith(_MARKED):
            continue
        if all(place.end <= other.start or place.start >= other.end for other in chosen):
            chosen.append(place)
    found, at = [], 0
    for place in sorted(chosen, key=lambda one: one.start):
        if place.start > at:
            found.append(Stretch(text[at : place.start]))
        anchor = place.field.replace("[", "-").replace("].", "-").replace("]", "")
        found.append(Stretch(text[place.start : place.end], place.field, anchor, sureness(place.confidence)))
        at = place.end
    found.append(Stretch(text[at:]))
    return found
