"""What a policy says, as plain values that forms hand to the services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.models import Unit
from directives.models import Document


@dataclass(frozen=True)
class Money:
    """What one source gives in one year; ``amount`` in whole đồng."""

    source: str
    year: int
    amount: int


@dataclass(frozen=True)
class Served:
    """Whom a policy serves."""

    kind: str
    unit: Unit | None = None
    name: str = ""
    count: int | None = None


@dataclass(frozen=True)
class PolicyText:
    """What a policy says."""

    title: str
    content: str
    legal_grounds: str = ""
    ground_document: Document | None = None
    budget: Sequence[Money] = field(default_factory=tuple)
    beneficiaries: Sequence[Served] = field(default_factory=tuple)
