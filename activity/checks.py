"""System checks of the ground floor."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Error as CheckError
from django.db import connections

from activity import triggers


@register(Tags.database)
def journal_is_guarded(databases: list[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Name the journal triggers that are missing in a migrated database."""
    messages: list[CheckMessage] = []
    for using in databases or []:
        connection = connections[using]
        if not set(triggers.TABLES) <= set(connection.introspection.table_names()):
            continue
        missing = triggers.names(connection.vendor) - triggers.standing(using)
        messages += [
            CheckError(f"The journal trigger {name} is missing.", hint="Run manage.py migrate.", id="activity.E001")
            for name in sorted(missing)
        ]
    return messages
