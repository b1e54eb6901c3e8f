"""Which generation of the published tables a request sees: read with one raw SELECT (docs/adr/0008).

Two numbers and a day: the newest line of the public log, how often the tables were rebuilt without a
new line, and the date (UTC), which decides whether a review is overdue (docs/adr/0007).
"""

import threading
import time

from django.db import connections

SQL = "SELECT (SELECT max(seq) FROM live_change), (SELECT max(step) FROM live_rebuild)"

_connections = threading.local()


def generation() -> tuple[int, int, int]:
    """What has been committed until now. Django's errors when the database does not answer."""
    return *published(), today()


def today() -> int:
    """The date in UTC, as the number of days since 1970."""
    return int(time.time() // 86_400)


def published() -> tuple[int, int]:
    """Through the thread's own connection of Django, but past its cursors: they take longer than the query."""
    try:
        connection = _connections.default
    except AttributeError:
        connection = _connections.default = connections["default"]
    if connection.connection is None:
        connection.ensure_connection()
    try:
        return READERS[connection.vendor](connection.connection)
    except connection.Database.Error:
        # A server that was restarted leaves a dead connection behind: once more on a new one.
        if connection.in_atomic_block:
            raise
        connection.close()
        connection.ensure_connection()
        with connection.wrap_database_errors:
            return READERS[connection.vendor](connection.connection)


def _from_sqlite(raw) -> tuple[int, int]:
    # All rows, so that the statement is over and no read transaction stays open.
    [(seq, step)] = raw.execute(SQL).fetchall()
    return seq or 0, step or 0


def _from_postgres(raw) -> tuple[int, int]:
    [(seq, step)] = raw.execute(SQL).fetchall()
    return seq or 0, step or 0


READERS = {"sqlite": _from_sqlite, "postgresql": _from_postgres}
