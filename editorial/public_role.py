"""A PostgreSQL role for public workers: it reads published tables, puts in what readers send, and no more."""

from django.db import connections
from psycopg import sql

PUBLISHED = ("live_", "search_")
INBOX = "inbox_"


def published_tables(connection) -> list[str]:
    """With the views of the public log: they are read with the rights of who made them."""
    names = connection.introspection.table_names(include_views=True)
    return sorted(name for name in names if name.startswith(PUBLISHED))


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
        for table in inboxes(connection):
            # Django asks for the number of the row that it has put in, and for nothing else of it.
            rights = sql.SQL("GRANT INSERT, SELECT (id) ON {} TO {}")
            cursor.execute(rights.format(sql.Identifier(table), name))
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            sequence = sql.SQL(cursor.fetchone()[0])
            cursor.execute(sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(sequence, name))
    return tables


def inboxes(connection) -> list[str]:
    return sorted(t for t in connection.introspection.table_names() if t.startswith(INBOX))
