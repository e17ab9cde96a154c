"""What upper storeys add to and take from what a person sees of dossiers. A denial wins over every grant.

Filled in ``AppConfig.ready()``. Evaluations lets council members see the dossiers of their rounds and hides them from
those who are recused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

# ``(user) -> condition on Dossier``; ``None`` when it has nothing to say about this person.
Provider = Callable[[Any], Q | None]

_grants: list[Provider] = []
_denials: list[Provider] = []


def register_provider(grants: Provider | None = None, denials: Provider | None = None) -> None:
    """Add a provider of grants, of denials, or of both; the same function is added once (``ready()`` may run twice)."""
    for registry, provider in ((_grants, grants), (_denials, denials)):
        if provider is not None and provider not in registry:
            registry.append(provider)


def granted(user: Any) -> Q:
    """Return the condition of all grants of upper storeys; one that no row meets when there are none."""
    condition = Q(pk__in=[])
    for provider in _grants:
        found = provider(user)
        condition |= found if found is not None else Q(pk__in=[])
    return condition


def denied(user: Any) -> list[Q]:
    """Return the conditions for what upper storeys hide from the person."""
    return [found for provider in _denials if (found := provider(user)) is not None]
