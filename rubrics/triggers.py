"""Database triggers that keep a published decision as it is, on both databases.

No row of a published decision, nor of its bands, stages, sets, parts, criteria and levels, can be changed, removed or
added. What a later decision ends is told by the later decision (``replaces``), never written into the earlier one.

One door stays open: a decision that was published without any set, because its text was not at hand, takes its sets
once. They come in as ``being_added``, all in one transaction, and are shut for good when that mark is taken off.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

from activity.triggers import standing

# Table -> SQL that finds the published decision of a row (``{row}`` is OLD or NEW).
_OF_DECISION = "SELECT 1 FROM rubrics_decision d WHERE d.id = {row}.decision_id AND d.published_at IS NOT NULL"
_OF_RUBRIC = (
    "SELECT 1 FROM rubrics_decision d JOIN rubrics_rubric r ON r.decision_id = d.id "
    "WHERE r.id = {row}.rubric_id AND d.published_at IS NOT NULL AND NOT r.being_added"
)
_OF_CRITERION = (
    "SELECT 1 FROM rubrics_decision d JOIN rubrics_rubric r ON r.decision_id = d.id "
    "JOIN rubrics_criterion c ON c.rubric_id = r.id "
    "WHERE c.id = {row}.criterion_id AND d.published_at IS NOT NULL AND NOT r.being_added"
)
GUARDED = {
    "rubrics_decision": "SELECT 1 WHERE {row}.published_at IS NOT NULL",
    "rubrics_band": _OF_DECISION,
    "rubrics_stage": _OF_DECISION,
    "rubrics_rubric": _OF_DECISION,
    "rubrics_part": _OF_RUBRIC,
    "rubrics_criterion": _OF_RUBRIC,
    "rubrics_level": _OF_CRITERION,
}
# What is let through all the same, by table and verb: the sets of a decision that has none.
_OPEN = {
    ("rubrics_decision", "UPDATE"): (
        "EXISTS (SELECT 1 FROM rubrics_rubric r WHERE r.decision_id = OLD.id AND r.being_added)"
    ),
    ("rubrics_rubric", "INSERT"): (
        "(NEW.being_added AND NOT EXISTS "
        "(SELECT 1 FROM rubrics_rubric r WHERE r.decision_id = NEW.decision_id AND NOT r.being_added))"
    ),
    ("rubrics_rubric", "UPDATE"): "(OLD.being_added AND OLD.decision_id = NEW.decision_id)",
}
MESSAGE = "a published decision cannot be changed"
# A decision row becomes published by an UPDATE and is never inserted so; its OLD row alone decides.
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def _verbs(table: str) -> dict[str, tuple[str, ...]]:
    return {"UPDATE": ("OLD",), "DELETE": ("OLD",)} if table == "rubrics_decision" else _ROWS


def _condition(table: str, verb: str, rows: tuple[str, ...]) -> str:
    guarded = " OR ".join(f"EXISTS ({GUARDED[table].format(row=row)})" for row in rows)
    way = _OPEN.get((table, verb))
    return f"({guarded}) AND NOT {way}" if way else guarded


def _postgres(table: str) -> list[str]:
    """Return one function and trigger per verb, and a guard against TRUNCATE."""
    out = []
    for verb, rows in _verbs(table).items():
        back = "OLD" if verb == "DELETE" else "NEW"
        out += _postgres_trigger(table, verb, "ROW", _condition(table, verb, rows), back)
    any_published = "EXISTS (SELECT 1 FROM rubrics_decision WHERE published_at IS NOT NULL)"
    return out + _postgres_trigger(table, "TRUNCATE", "STATEMENT", any_published, "NULL")


def _postgres_trigger(table: str, verb: str, each: str, condition: str, back: str) -> list[str]:
    name = f"{table}_guard_{verb.lower()}"
    refuse = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"BEGIN IF {condition} THEN {refuse} END IF; RETURN {back}; END"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
    ]


def _sqlite(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_guard_{verb.lower()} BEFORE {verb} ON {table} FOR EACH ROW "
        f"WHEN {_condition(table, verb, rows)} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for verb, rows in _verbs(table).items()
    ]


def statements(vendor: str) -> list[str]:
    """Return the SQL that puts the triggers up, whether or not they stand already."""
    build = _postgres if vendor == "postgresql" else _sqlite
    return [statement for table in GUARDED for statement in build(table)]


def names(vendor: str) -> dict[str, str]:
    """Return the triggers that must stand, each with its table."""
    extra = ("truncate",) if vendor == "postgresql" else ()
    return {f"{table}_guard_{verb.lower()}": table for table in GUARDED for verb in (*_verbs(table), *extra)}


def missing(using: str = "default") -> list[str]:
    """Return the names of the triggers that do not stand in a migrated database."""
    connection = connections[using]
    if not set(GUARDED) <= set(connection.introspection.table_names()):
        return []
    return sorted(set(names(connection.vendor)) - standing(using))


def install(using: str = "default", **_kwargs: Any) -> None:
    """Put the triggers up; called after every migrate."""
    connection = connections[using]
    if set(GUARDED) <= set(connection.introspection.table_names()):
        with connection.cursor() as cursor:
            for statement in statements(connection.vendor):
                cursor.execute(statement)


def remove(using: str = "default", **_kwargs: Any) -> None:
    """Take the triggers down: only for ``seed_demo --reset`` of demo settings and for flushing test databases."""
    connection = connections[using]
    tables = names(connection.vendor)
    with connection.cursor() as cursor:
        for name in sorted(set(tables) & standing(using)):
            on_table = f" ON {tables[name]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def make_way(using: str = "default", **_kwargs: Any) -> None:
    """Take the triggers down before a migration on SQLite, which rebuilds tables and stumbles over their triggers."""
    if connections[using].vendor == "sqlite":
        remove(using)
