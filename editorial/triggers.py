"""The rules as triggers of the database at hand: install them, take them away, see which are missing.

They are installed after every `migrate`, because SQLite drops triggers when Django rebuilds a table;
a system check fails when one is missing.
"""

from django.db import connections

from .rules import RULES

TABLES = sorted({rule.table for rule in RULES})


def _no_truncate(table):
    return f"{table}_no_truncate"


def install(using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in _against_truncate():
                cursor.execute(statement)
        for rule in RULES:
            for statement in _statements(connection.vendor, rule):
                cursor.execute(statement)


def remove(using: str) -> None:
    """Take the rules away, for tests that have to empty the tables."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for rule in RULES:
            suffix = f" ON {rule.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}{suffix}")
        for table in TABLES if connection.vendor == "postgresql" else ():
            cursor.execute(f"DROP TRIGGER IF EXISTS {_no_truncate(table)} ON {table}")


def missing(using: str) -> list[str]:
    connection = connections[using]
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    wanted = [rule.name for rule in RULES]
    if connection.vendor == "postgresql":
        wanted += [_no_truncate(table) for table in TABLES]
    return [name for name in wanted if name not in present]


def _against_truncate():
    """TRUNCATE, which only PostgreSQL has, asks no row trigger."""
    yield (
        "CREATE OR REPLACE FUNCTION editorial_no_truncate() RETURNS trigger AS $$ BEGIN"
        " RAISE EXCEPTION 'The log is never emptied.' USING ERRCODE = 'check_violation'; END"
        " $$ LANGUAGE plpgsql"
    )
    for table in TABLES:
        yield (
            f"CREATE OR REPLACE TRIGGER {_no_truncate(table)} BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION editorial_no_truncate()"
        )


def _statements(vendor, rule):
    message = rule.message.replace("'", "''")
    if vendor == "sqlite":
        yield f"DROP TRIGGER IF EXISTS {rule.name}"
        yield (
            f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW"
            f" WHEN {rule.condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    result = "OLD" if rule.event == "DELETE" else "NEW"
    yield (
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger AS $$ BEGIN IF {rule.condition} THEN"
        f" RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; RETURN {result}; END"
        # A temporary table of the same name must not stand in for the real one.
        " $$ LANGUAGE plpgsql SET search_path = public, pg_temp"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {rule.name}()"
    )
