"""Which generation of the published tables a request sees (docs/adr/0008).

Two numbers and a day: the newest line of the public log, how often the tables were rebuilt without a
new line, and the date (UTC), which decides whether a review is overdue (docs/adr/0007).

The numbers are read with one raw SELECT. On PostgreSQL each request does; on SQLite it is done again once
anybody has committed, which each request sees in memory that SQLite shares (jakinfo/sqlite/commits.py).
"""

import threading
import time
from pathlib import Path

from django.db import connections

SQL = "SELECT (SELECT max(seq) FROM live_change), (SELECT max(step) FROM live_rebuild)"
SECONDS = 86_400

_connections = threading.local()
_watch = threading.Lock()
_watched = None


def generation() -> tuple[int, int, int]:
    """What has been committed until now. Django's errors when the database does not answer."""
    return *published(), int(time.time() // SECONDS)


def published() -> tuple[int, int]:
    if _watched is not None or _watching():
        try:
            return _watched()
        except _watched.errors:
            pass
    return selected()


def _watching() -> bool:
    """Whether commits can be watched; asked again each time, as long as they cannot."""
    global _watched
    connection = connections["default"]
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return False
    # Imported here because it needs SQLite, which a machine on PostgreSQL need not load.
    from jakinfo.sqlite.commits import CANNOT, LastCommit

    with _watch:
        try:
            _watched = _watched or LastCommit(Path(connection.settings_dict["NAME"]), SQL)
        except CANNOT:
            return False
    return True


def selected() -> tuple[int, int]:
    """Through the thread's own connection of Django, but past its cursors: they take longer than the query."""
    try:
        connection = _connections.default
    except AttributeError:
        connection = _connections.default = connections["default"]
    if connection.connection is None:
        connection.ensure_connection()
    try:
        return _row(connection.connection)
    except connection.Database.Error:
        # A server that was restarted leaves a dead connection behind: once more on a new one.
        if connection.in_atomic_block:
            raise
        connection.close()
        connection.ensure_connection()
        with connection.wrap_database_errors:
            return _row(connection.connection)


def _row(raw) -> tuple[int, int]:
    # All rows, so that the statement is over and no read transaction stays open.
    [(seq, step)] = raw.execute(SQL).fetchall()
    return seq or 0, step or 0
