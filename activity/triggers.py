"""Database triggers that refuse to change or remove journal entries and seals, on both databases."""

from __future__ import annotations

from typing import Any

from django.db import connections

TABLES = ("activity_journalentry", "activity_journalanchor")

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION activity_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""


def statements(vendor: str) -> list[str]:
    """Return the SQL that puts the triggers up, whether or not they stand already."""
    if vendor == "postgresql":
        row_by_row = "FOR EACH ROW EXECUTE FUNCTION activity_append_only()"
        at_once = "FOR EACH STATEMENT EXECUTE FUNCTION activity_append_only()"
        out = [_POSTGRES_FUNCTION]
        for table in TABLES:
            out += [
                f"DROP TRIGGER IF EXISTS {table}_guard ON {table}",
                f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table} {row_by_row}",
                f"DROP TRIGGER IF EXISTS {table}_guard_truncate ON {table}",
                f"CREATE TRIGGER {table}_guard_truncate BEFORE TRUNCATE ON {table} {at_once}",
            ]
        return out
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_guard_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        for table in TABLES
        for verb in ("UPDATE", "DELETE")
    ]


def names(vendor: str) -> set[str]:
    """Return the names of the triggers that must stand."""
    endings = ("guard", "guard_truncate") if vendor == "postgresql" else ("guard_update", "guard_delete")
    return {f"{table}_{ending}" for table in TABLES for ending in endings}


def standing(using: str = "default") -> set[str]:
    """Return the names of the triggers that stand in the database."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def install(using: str = "default", **_kwargs: Any) -> None:
    """Put the triggers up; called after every migrate."""
    connection = connections[using]
    if not set(TABLES) <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take the triggers down; only ``seed_demo --reset`` of demo settings and flushing test databases do this."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in names(connection.vendor) & standing(using):
            table = next(table for table in TABLES if name.startswith(table))
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
