"""A PostgreSQL role for public workers that can read published tables and nothing else."""

from django.db import connections
from psycopg import sql

PUBLISHED = ("live_", "search_")


def published_tables(connection) -> list[str]:
    return sorted(t for t in connection.introspection.table_names() if t.startswith(PUBLISHED))


def grant(role: str, using: str = "default") -> list[str]:
    """Let the role read the published tables, and only those; returns their names."""
    connection = connections[using]
    tables = published_tables(connection)
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(name))
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
        for table in tables:
            cursor.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(table), name))
    return tables
