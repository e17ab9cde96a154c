"""What upper storeys add to and take from what a person sees of documents. A denial wins over every grant.

Filled in ``AppConfig.ready()``. Evaluations denies documents about a round whose results are not open yet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

# ``(user) -> condition on Document``; ``None`` when it has nothing to say about this person.
Provider = Callable[[Any], Q | None]

_grants: list[Provider] = []
_denials: list[Provider] = []


def register_provider(grants: Provider | None = None, denials: Provider | None = None) -> None:
    """Add a provider of grants, of denials, or of both; the same function is added once."""
    for registry, provider in ((_grants, grants), (_denials, denials)):
        if provider is not None and provider not in registry:
            registry.append(provider)


def granted(user: Any) -> Q:
    """Return the condition of all grants of the upper storeys; one that no row meets when there are none."""
    condition = Q(pk__in=[])
    for provider in _grants:
        condition |= provider(user) or Q(pk__in=[])
    return condition


def denied(user: Any) -> Q | None:
    """Return the condition of all denials, ``None`` when nothing is denied."""
    found = [condition for provider in _denials if (condition := provider(user)) is not None]
    if not found:
        return None
    denial = found[0]
    for condition in found[1:]:
        denial |= condition
    return denial
