"""Where a commune's screening with the full sheet stands. It is held in an evaluation round, one storey above.

Filled in ``AppConfig.ready()`` by evaluations; a page of a dossier asks it and links there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from registrations.models import Dossier
from registrations.procedure import commune_stage


@dataclass(frozen=True)
class Screening:
    """A screening round in which the product of a dossier stands, or could stand, as a person sees it.

    ``state`` and ``outcome`` are (code, words); the outcome is empty until the person may know it. ``action`` names
    what one click leads to.
    """

    title: str
    url: str
    action: str
    state: tuple[str, str]
    outcome: tuple[str, str] = ("", "")
    note: str = ""
    mean: str = ""


Provider = Callable[[Any, Dossier], list[Screening]]

_providers: list[Provider] = []


def register_provider(provider: Provider) -> None:
    """Add a provider; the same one is added once (``ready()`` may run twice)."""
    if provider not in _providers:
        _providers.append(provider)


def screenings_of(user: Any, dossier: Dossier) -> list[Screening] | None:
    """Return the screenings that the person may see, newest first; None where the commune does not screen."""
    stage = commune_stage(dossier)
    if stage is None or not stage.screens:
        return None
    return [found for provider in _providers for found in provider(user, dossier)]
