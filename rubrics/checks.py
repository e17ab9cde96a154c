"""System checks of the law as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Error as CheckError

from rubrics import triggers


@register(Tags.database)
def published_law_is_guarded(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Name the triggers that are missing in a migrated database."""
    return [
        CheckError(
            f"The trigger {name} of published decisions is missing.", hint="Run manage.py migrate.", id="rubrics.E001"
        )
        for using in databases or []
        for name in triggers.missing(using)
    ]
