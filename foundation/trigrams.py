"""Trigram indexes on PostgreSQL: with them a word that was typed wrongly finds what it looks like.

An app names its folded columns in ``AppConfig.ready()``; extension and indexes are put up after every migrate, so that
a database made without migrations has them too. SQLite has nothing of the kind.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import DatabaseError, connections, transaction
from django.db.models import Model

logger = logging.getLogger(__name__)
_MISSING = "Search finds no words with typing slips: the PostgreSQL extension pg_trgm is missing."
_HINT = "Let a superuser run CREATE EXTENSION pg_trgm in this database, then run manage.py migrate."


@dataclass(frozen=True)
class Column:
    """A column that is searched. ``case_matters`` is false for numbers, which are compared in capitals."""

    model: type[Model]
    name: str
    case_matters: bool = True

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def index(self) -> str:
        return f"{self.table}_{self.name}_trigrams"

    @property
    def statement(self) -> str:
        """The SQL that makes the index, whether or not it is there already."""
        what = f'"{self.name}"' if self.case_matters else f'UPPER("{self.name}"::text)'
        return f'CREATE INDEX IF NOT EXISTS "{self.index}" ON "{self.table}" USING gin ({what} gin_trgm_ops)'


_columns: dict[str, Column] = {}
_ready: set[str] = set()


def index(model: type[Model], *names: str, case_matters: bool = True) -> None:
    """Name columns that shall have a trigram index; naming one again changes nothing."""
    for name in names:
        column = Column(model, name, case_matters)
        _columns[column.index] = column


def available(using: str = "default") -> bool:
    """Tell whether the database compares trigrams. Once it does, it is not asked again."""
    if using not in _ready and connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
            if cursor.fetchone():
                _ready.add(using)
    return using in _ready


def install(using: str = "default", **_kwargs: Any) -> None:
    """Put up the extension and the indexes of the tables that exist; called after every migrate.

    Where the database's user may not make extensions, search goes on without slips and a system check says so.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        logger.warning(_MISSING)
        return
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for column in _columns.values():
            if column.table in tables:
                cursor.execute(column.statement)


def missing(using: str = "default") -> list[str]:
    """Return the names of the indexes that should stand in the database and do not."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = ANY (current_schemas(false))")
        standing = {row[0] for row in cursor.fetchall()}
    return sorted(set(_columns) - standing)


@register(Tags.database)
def trigrams_stand(databases: list[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Say when search with typing slips does not work, or works slowly, in a PostgreSQL database."""
    found: list[CheckMessage] = []
    for using in databases or []:
        if connections[using].vendor != "postgresql":
            continue
        if not available(using):
            found.append(CheckWarning(_MISSING, hint=_HINT, id="foundation.W001"))
            continue
        found += [
            CheckWarning(f"The index {name} is missing.", hint="Run manage.py migrate.", id="foundation.W002")
            for name in missing(using)
        ]
    return found
